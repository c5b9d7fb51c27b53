import { MalformedBundle } from '../bundle/bundle-source.ts'
import { type BundleVerdict, EXIT_CODES, type Finding, verdictOf } from '../bundle/findings.ts'
import { textLines } from '../bundle/line-blocks.ts'
import type { VerifyOptions } from '../bundle/verify-options.ts'
import { openCheckpoint } from '../checkpoints/index.ts'
import { leafHash, verifyInclusion } from '../merkle/index.ts'
import { parseVerifierKey, type VerifierKey } from '../notes/index.ts'
import { type ProvedEntriesHead, parseProvedEntriesHead, parseProvedEntry } from './proved-entries.ts'

const MOST_LINE_BYTES = 1 << 20
/** As many findings as anybody reads; the rest are counted. */
const MOST_FINDINGS = 100

export interface ProvedEntriesReport {
  readonly verdict: BundleVerdict
  readonly exitCode: number
  readonly origin: string
  /** Of the log the checkpoint signed. */
  readonly size: string | null
  readonly entries: number
  readonly witnesses: readonly string[]
  readonly findings: readonly Finding[]
  readonly remarks: readonly string[]
}

/** Holds each entry of a file of entries with proofs against its one checkpoint. Throws a MalformedBundle for what is none. */
export async function verifyProvedEntries(
  pieces: AsyncIterable<Uint8Array>,
  { trust = {}, stop, onProgress, verifyEd25519 }: Pick<VerifyOptions, 'trust' | 'stop' | 'onProgress' | 'verifyEd25519'> = {},
): Promise<ProvedEntriesReport> {
  const lines = textLines(pieces, 'the file', MOST_LINE_BYTES)
  const first = await lines.next()
  const head = first.done ? undefined : parseProvedEntriesHead(first.value)
  if (head === undefined) throw new MalformedBundle('its first line is not that of entries with proofs')
  const logKey = trust.logKey ?? readKey(head.logKey)
  const origin = trust.origin ?? head.origin
  const opened = openCheckpoint(head.checkpoint, { origin, logKey, trusted: trust.witnesses ?? [] }, verifyEd25519)
  const findings: Finding[] = []
  const find = (finding: Finding) => void (findings.length < MOST_FINDINGS && findings.push(finding))
  if (!opened.ok) find({ kind: 'bad_signature', text: `The checkpoint is not to be trusted: ${opened.why}.` })
  let [entries, last] = [0, -1]
  for await (const line of lines) {
    if (entries % 1_000 === 0) {
      stop?.throwIfAborted()
      onProgress?.(entries, head.entries)
    }
    entries += 1
    const proved = parseProvedEntry(line)
    if (proved === undefined) {
      find({ kind: 'malformed', text: `Line ${entries + 1} is no entry with its proof.` })
      continue
    }
    const { index, proof, entry } = proved
    if (index <= last) find({ kind: 'changed', index, text: `Entry ${index} stands after entry ${last}: it was put in.` })
    last = Math.max(last, index)
    if (!opened.ok) continue
    const { size, root } = opened.checkpoint
    const verdict = verifyInclusion({ index: BigInt(index), size, leaf: leafHash(entry), root, proof })
    if (!verdict.ok)
      find({
        kind: 'changed',
        index,
        text: `Entry ${index} is not in the signed log of ${size} entries as it stands here: ${verdict.why}.`,
      })
  }
  const witnesses = opened.ok ? opened.verified.filter(({ id }) => id !== logKey.id).map(({ name }) => name) : []
  if (entries !== head.entries) find(countFinding(entries, head))
  const quorum = trust.quorum ?? 0
  if (opened.ok && witnesses.length < quorum)
    find({ kind: 'quorum_not_met', text: `${quorum} witnesses must have signed, and ${witnesses.length} did.` })
  const verdict = verdictOf(findings)
  return {
    verdict,
    exitCode: EXIT_CODES[verdict],
    origin,
    size: opened.ok ? `${opened.checkpoint.size}` : null,
    entries,
    witnesses,
    findings,
    remarks: remarksOn(head, trust.logKey === undefined),
  }
}

function countFinding(entries: number, head: ProvedEntriesHead): Finding {
  return entries < head.entries
    ? { kind: 'missing', text: `The file says it holds ${head.entries} entries, and ${entries} are there: it was cut.` }
    : { kind: 'changed', text: `The file says it holds ${head.entries} entries, and ${entries} are there.` }
}

function remarksOn({ cut, notCovered }: ProvedEntriesHead, keyFromFile: boolean): string[] {
  return [
    ...(keyFromFile ? ['The log’s key was taken from the file itself: compare it with the one you were given.'] : []),
    ...(cut ? ['The search had found more entries than a file takes; the oldest are not in it.'] : []),
    ...(notCovered > 0 ? [`${notCovered} more were found that no checkpoint covered yet.`] : []),
    'What a search left out is not shown by proofs: a bundle of the whole log shows that nothing is missing.',
  ]
}

function readKey(text: string): VerifierKey {
  try {
    return parseVerifierKey(text)
  } catch {
    throw new MalformedBundle('its first line names no key that can be read')
  }
}
