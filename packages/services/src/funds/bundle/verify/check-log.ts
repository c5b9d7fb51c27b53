import {
  type BundleSource,
  decodeProofFile,
  leafHash,
  openCheckpoint,
  parseVerifierKey,
  readText,
  type VerifierKey,
  type VerifyOptions,
  verifyInclusion,
} from '@counterfoil/audit'
import { type BundleManifest, LOG_ENTRY, LOG_KEY, LOG_PROOF } from '../format.ts'
import type { Findings, FundsReport } from './findings.ts'
import { parse } from './read-lines.ts'

const MOST_BYTES = 1 << 20

export interface LogQuestion {
  readonly manifest: BundleManifest
  readonly root: string
  readonly trust: NonNullable<VerifyOptions['trust']>
}

/** That the log, signed, holds the entry of the making, and that this entry names the root of these records. */
export async function checkLog(
  source: BundleSource,
  { manifest, root, trust }: LogQuestion,
  findings: Findings,
  remarks: string[],
): Promise<FundsReport['log']> {
  if (!manifest.log) {
    remarks.push(
      'The bundle carries no proof from the log: the log had not signed its entry yet. Ask for the proof of that entry (funds_bundle.made).',
    )
    if (trust.logKey !== undefined) findings.add('missing', 'There is no proof from the log, though its key was given.')
    return null
  }
  const absent = [LOG_ENTRY, LOG_PROOF, LOG_KEY].filter((name) => !source.files.has(name))
  for (const name of absent) findings.add('missing', `${name} is missing.`)
  if (absent.length > 0) return null
  const body = await readText(source, LOG_ENTRY, MOST_BYTES)
  const proof = decodeProofFile(await readText(source, LOG_PROOF, MOST_BYTES))
  const logKey = trust.logKey ?? readKey((await readText(source, LOG_KEY, MOST_BYTES)).trim())
  if (trust.logKey === undefined)
    remarks.push('The log’s key was taken from the bundle itself: compare it with the one you were given (--log-key).')
  if (proof === undefined || logKey === undefined) {
    findings.add('malformed', `${proof === undefined ? LOG_PROOF : LOG_KEY} cannot be read.`)
    return null
  }
  const opened = openCheckpoint(proof.checkpoint, { origin: trust.origin ?? logKey.name, logKey, trusted: trust.witnesses ?? [] })
  if (!opened.ok) {
    findings.add('bad_signature', `The checkpoint is not to be trusted: ${opened.why}.`)
    return null
  }
  const { size, root: logRoot, origin } = opened.checkpoint
  const inclusion = verifyInclusion({ index: proof.index, size, leaf: leafHash(body), root: logRoot, proof: proof.proof })
  if (!inclusion.ok)
    findings.add('changed', `${LOG_ENTRY} is not entry ${proof.index} of the signed log of ${size} entries: ${inclusion.why}.`)
  const witnesses = opened.verified.filter(({ id }) => id !== logKey.id).map(({ name }) => name)
  if (witnesses.length < (trust.quorum ?? 0))
    findings.add('quorum_not_met', `${trust.quorum} witnesses must have signed, and ${witnesses.length} did.`)
  const { action, after } = (parse(body) ?? {}) as { action?: unknown; after?: { root?: unknown } }
  if (action !== 'funds_bundle.made' || after?.root !== root)
    findings.add(
      'changed',
      `Entry ${proof.index} of the log is about other records: their root there is ${String(after?.root)}, here it is ${root}.`,
    )
  return { index: `${proof.index}`, size: `${size}`, origin, witnesses }
}

function readKey(text: string): VerifierKey | undefined {
  try {
    return parseVerifierKey(text)
  } catch {
    return undefined
  }
}
