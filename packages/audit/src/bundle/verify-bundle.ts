import { cachedVerifyEd25519 } from '../crypto/cached-verify.ts'
import { formatVerifierKey, type VerifierKey } from '../notes/index.ts'
import { AgentHeads } from './agent-heads.ts'
import { CHECKPOINTS_FILE, LEAVES_FILE, MANIFEST_FILE, PERSONAL_FILE } from './bundle-format.ts'
import { type BundleSource, MalformedBundle, readText } from './bundle-source.ts'
import { CheckpointJudge } from './checkpoint-judge.ts'
import { judgeNote, readNotes, type SignedCheckpoint, sizeOfNote } from './checkpoint-reader.ts'
import type { ReadEntry } from './entry-checks.ts'
import { EntryReader } from './entry-reader.ts'
import { capped, EXIT_CODES, type Finding, type Remark, verdictOf } from './findings.ts'
import { KeptCheckpoints } from './kept-checkpoints.ts'
import { LeafComparison } from './leaf-comparison.ts'
import { leafDigests } from './leaf-digests.ts'
import { textLines } from './line-blocks.ts'
import { type LogKeyFrom, LogKeys } from './log-keys.ts'
import { type BundleManifest, parseManifest } from './manifest.ts'
import { PersonalValues, parsePersonalRows } from './personal-values.ts'
import { QuickTree } from './quick-tree.ts'
import { describeRestoration, judgeRestorations, type Restoration, readRestoration } from './restorations.ts'
import type { BundleReport, VerifyOptions } from './verify-options.ts'

const MOST_MANIFEST_BYTES = 16 << 20
const MOST_LINE_BYTES = 1 << 20

/** Reads a bundle once, front to back, and says what is wrong with it. Throws a MalformedBundle when it cannot be read at all. */
export async function verifyBundle(source: BundleSource, options: VerifyOptions = {}): Promise<BundleReport> {
  const manifest = await readManifest(source)
  const { from, to } = manifest
  const origin = options.trust?.origin ?? manifest.origin
  const witnesses = options.trust?.witnesses ?? manifest.witnesses.map(({ key }) => key)
  const quorum = options.trust?.quorum ?? manifest.quorum
  const verifyEd25519 = options.verifyEd25519 ?? cachedVerifyEd25519()
  const [tree, reader, heads] = [new QuickTree(manifest.frontier), new EntryReader(source, from), new AgentHeads()]
  const judge = new CheckpointJudge(from, quorum)
  const logKeys = new LogKeys(firstKey(manifest, options.trust?.logKey), verifyEd25519)
  /** By the key that signs logs of that size: what is before it has been read by then. */
  const open = (note: string) => judgeNote(note, { origin, witnesses, logKey: logKeys.at(sizeOfNote(note) ?? 0) }, verifyEd25519)
  const kept = new KeptCheckpoints(options.checkpoints ?? [], open)
  const personal = new PersonalValues(source.files.has(PERSONAL_FILE) ? personalRows(source) : undefined)
  const comparison = await compareLeaves(source, from, options.reference)
  const restorations: Restoration[] = []

  const notes = source.files.has(CHECKPOINTS_FILE) ? readNotes(source) : emptyNotes()
  let next = await nextNote(notes, judge)
  const holdRoots = async (size: number) => {
    kept.hold(size, () => tree.root())
    while (next !== undefined && next.size <= size) {
      const checkpoint = open(next.note)
      if (checkpoint !== undefined && judge.admit(checkpoint)) judge.hold(checkpoint, tree.root())
      next = await nextNote(notes, judge)
    }
  }

  await holdRoots(from)
  for await (const lines of reader.blocks()) {
    options.stop?.throwIfAborted()
    for (const { index, digest, entry, away } of lines) {
      if (comparison?.isEmpty) await comparison.refill()
      comparison?.take(index, digest)
      tree.append(digest)
      if (away) {
        heads.forget()
        for (const key of manifest.laterLogKeys ?? []) if (key.from === index + 1) logKeys.believe(key)
      }
      if (entry !== undefined) {
        lookAt(entry, index, { heads, personal, restorations, logKeys })
        if (entry.personal !== undefined && hasFields(entry.personal)) await personal.take(index, entry.id, entry.personal)
      }
      if ((next !== undefined && next.size <= index + 1) || kept.nextSize === index + 1) await holdRoots(index + 1)
    }
    await options.onEntries?.(lines)
    options.onProgress?.(reader.index - from, to - from)
  }

  let beyond: SignedCheckpoint | undefined
  for (; next !== undefined; next = await nextNote(notes, judge)) {
    const checkpoint = open(next.note)
    if (checkpoint !== undefined && judge.admit(checkpoint)) beyond ??= checkpoint
  }
  const different = await comparison?.finish()
  const count = different === undefined && !reader.hasGap ? judgeCount(reader.index, from, to) : []
  // Once it is known what is not there, neither roots nor checkpoints beyond the end tell anything new.
  const explained = different !== undefined || reader.hasGap || count.some(({ kind }) => kind === 'missing')
  judge.finish(explained)
  if (!explained) kept.finish(reader.index, restorations)
  const declared = explained ? { findings: [], remarks: [] } : await judgeRestorations(source, manifest.frontier, restorations)
  logKeys.finish(manifest.laterLogKeys ?? [], options.trust?.logKey)
  const remarks = await personal.finish()
  const findings = [
    ...reader.findings,
    ...(different === undefined ? [] : [different]),
    ...count,
    ...logKeys.findings,
    ...judge.findings,
    ...kept.findings,
    ...declared.findings,
    ...(explained || count.length > 0 ? [] : judgeCover(beyond, reader.index, judge.heldTo ?? from)),
    ...heads.findings,
    ...personal.findings,
    ...judgeQuorum(judge.signedTo, to, quorum),
  ]
  const verdict = verdictOf(findings)
  return {
    verdict,
    exitCode: EXIT_CODES[verdict],
    origin,
    from,
    to,
    entries: reader.index - from,
    checkpoints: judge.checked,
    witnessedTo: judge.witnessedTo ?? null,
    quorum,
    personalValues: personal.checked,
    findings: capped(findings),
    remarks: [
      ...remarksOnKeys(options, quorum),
      ...logKeys.changes.map(describeChange),
      ...logKeys.believed.map(describeBelieved),
      ...restorations.map(describeRestoration),
      ...declared.remarks,
      ...kept.remarks,
      ...remarksOnReference(comparison, reader.index),
      ...remarks,
    ],
  }
}

async function readManifest(source: BundleSource): Promise<BundleManifest> {
  const text = await readText(source, MANIFEST_FILE, MOST_MANIFEST_BYTES)
  try {
    return parseManifest(text)
  } catch (error) {
    throw new MalformedBundle(`${MANIFEST_FILE} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function personalRows(source: BundleSource) {
  return parsePersonalRows(textLines(source.read(PERSONAL_FILE), PERSONAL_FILE, MOST_LINE_BYTES))
}

async function* emptyNotes(): AsyncGenerator<string> {}

/** The next note and its size. Its signatures are judged once the entries below it have been read: one may name a new key. */
async function nextNote(
  notes: AsyncIterator<string>,
  judge: CheckpointJudge,
): Promise<{ readonly note: string; readonly size: number } | undefined> {
  for (;;) {
    const { done, value } = await notes.next()
    if (done === true) return undefined
    const size = sizeOfNote(value)
    if (size !== undefined) return { note: value, size }
    judge.findings.push({ kind: 'malformed', text: `A note in ${CHECKPOINTS_FILE} is no checkpoint.` })
  }
}

/** The key that was given, unless the bundle says that another came before it: then that one, which has to lead to it. */
function firstKey({ logKey, laterLogKeys = [], from }: BundleManifest, given: VerifierKey | undefined): LogKeyFrom {
  const isLater = given !== undefined && laterLogKeys.some(({ key }) => formatVerifierKey(key) === formatVerifierKey(given))
  return { key: given === undefined || isLater ? logKey : given, from }
}

async function compareLeaves(
  source: BundleSource,
  from: number,
  reference: BundleSource | undefined,
): Promise<LeafComparison | undefined> {
  if (reference === undefined)
    return source.files.has(LEAVES_FILE)
      ? new LeafComparison(leafDigests(source), `the record of what was sequenced (${LEAVES_FILE})`)
      : undefined
  const other = await readManifest(reference)
  if (other.from > from) throw new MalformedBundle(`the bundle to compare with begins at ${other.from}, this one at ${from}`)
  if (other.to <= from)
    throw new MalformedBundle(
      `the bundle to compare with ends at ${other.to}, where this one begins at ${from}: they share no entry`,
    )
  const comparison = new LeafComparison(leafDigests(reference), 'the bundle to compare with', other.to)
  await comparison.skip(from - other.from)
  return comparison
}

interface Lookers {
  readonly heads: AgentHeads
  readonly personal: PersonalValues
  readonly restorations: Restoration[]
  readonly logKeys: LogKeys
}

function lookAt(entry: ReadEntry, index: number, { heads, personal, restorations, logKeys }: Lookers): void {
  switch (entry.action) {
    case 'agents.heads':
      heads.take(index, entry.after)
      break
    case 'key.registered':
      logKeys.take(index, entry.after)
      break
    case 'personal.erased':
      personal.takeErasure(index, entry.target, entry.after)
      break
    case 'log.restored': {
      const restoration = readRestoration(index, entry.after)
      if (restoration === undefined)
        heads.findings.push({ kind: 'malformed', index, text: `Entry ${index} declares a loss, and it cannot be read.` })
      else restorations.push(restoration)
    }
  }
}

function hasFields(object: object): boolean {
  for (const _ in object) return true
  return false
}

function describeChange({ key, from }: LogKeyFrom): Remark {
  return {
    kind: 'keys',
    index: from - 1,
    text: `Entry ${from - 1} changes the log’s key to ${key.name}+${key.id}, on the word of the key before it.`,
  }
}

function describeBelieved({ key, from }: LogKeyFrom): Remark {
  return {
    kind: 'keys',
    index: from - 1,
    text: `Entry ${from - 1} changes the log’s key to ${key.name}+${key.id}; it was not looked into, the key was taken as it is told.`,
  }
}

function remarksOnReference(comparison: LeafComparison | undefined, end: number): Remark[] {
  if (comparison?.endsAt === undefined || comparison.endsAt <= end) return []
  const text = `The bundle to compare with goes on to ${comparison.endsAt}, this one ends at ${end}: if this one was taken later, the entries between are gone.`
  return [{ kind: 'not_included', text }]
}

function judgeCount(end: number, from: number, to: number): Finding[] {
  if (from === to && end === to)
    return [{ kind: 'missing', index: from, until: to, text: 'The bundle holds no entry: it shows nothing.' }]
  if (end < to)
    return [
      {
        kind: 'missing',
        index: end,
        until: to,
        text: `The entries ${end} to ${to - 1} are missing: the bundle says it goes to ${to}.`,
      },
    ]
  if (end > to)
    return [
      {
        kind: 'changed',
        index: to,
        until: end,
        text: `The bundle holds ${end - to} entries more than it says; it should end at ${to}.`,
      },
    ]
  return []
}

/** `beyond`: the first checkpoint that no entry reached; `heldTo`: the last that they did. */
function judgeCover(beyond: SignedCheckpoint | undefined, end: number, heldTo: number): Finding[] {
  if (beyond !== undefined) {
    const text = `The log signed ${beyond.size} entries; the bundle ends at ${end}.`
    return [{ kind: 'missing', index: end, until: beyond.size, text }]
  }
  if (heldTo >= end) return []
  const text = `No checkpoint covers the entries ${heldTo} to ${end - 1}: nothing shows that they are what was recorded.`
  return [{ kind: 'missing', index: heldTo, until: end, text }]
}

function judgeQuorum(witnessedTo: number | undefined, end: number, quorum: number): Finding[] {
  if (quorum === 0 || (witnessedTo ?? -1) >= end) return []
  const seen = witnessedTo === undefined ? 'no checkpoint' : `only the checkpoint of size ${witnessedTo}`
  return [
    {
      kind: 'quorum_not_met',
      index: witnessedTo ?? 0,
      until: end,
      text: `${quorum} witnesses must have signed, and that many signed ${seen}; the bundle ends at ${end}.`,
    },
  ]
}

function remarksOnKeys({ trust }: VerifyOptions, quorum: number): Remark[] {
  const told: Remark[] = []
  if (trust?.logKey === undefined)
    told.push({ kind: 'keys', text: 'The log’s key was taken from the bundle itself: compare it with the one you were given.' })
  if (trust?.witnesses === undefined && quorum > 0)
    told.push({
      kind: 'keys',
      text: 'The witnesses’ keys were taken from the bundle itself: compare them with those you were given.',
    })
  if (quorum === 0)
    told.push({ kind: 'not_witnessed', text: 'No witness was demanded: a hub that signs two histories would not be noticed.' })
  return told
}
