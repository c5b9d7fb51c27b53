import {
  leafHash,
  openCheckpoint,
  parseVerifierKey,
  type VerifierKey,
  verifyConsistency,
  verifyInclusion,
} from '@counterfoil/audit/browser'
import type { AuditEntryDetail, EntryProof } from '@counterfoil/services/audit'
import { readBase64 } from './base64.ts'
import { checkPersonal } from './check-personal.ts'
import { readEntryBody } from './entry-body.ts'
import type { KeptLog } from './kept-log.ts'

export type Failure = 'body' | 'checkpoint' | 'shrunk' | 'grown' | 'personal' | 'key'

/** What was worked out here, step by step. */
export interface Verified {
  readonly state: 'verified'
  /** The bytes were here and were hashed; of an entry in the archive only its hash is. */
  readonly hashed: boolean
  readonly leaf: Uint8Array
  readonly root: Uint8Array
  readonly index: number
  readonly size: number
  readonly hashes: number
  readonly logKey: VerifierKey
  /** The size this browser kept before; null for the first time. */
  readonly grownFrom: number | null
  readonly personal: { readonly kept: number; readonly erased: number }
}

export type Verdict =
  | Verified
  | { readonly state: 'waiting'; readonly why: 'index' | 'checkpoint' }
  | { readonly state: 'failed'; readonly failure: Failure; readonly why: string }

interface Question {
  readonly detail: Pick<AuditEntryDetail, 'body' | 'leaf' | 'personal'>
  readonly proof: EntryProof
  readonly kept: KeptLog | null
  /** Of the entry the page asked for. */
  readonly id: string
}

/** Commitments stand in the bytes, and those are in the archive. */
const NOTHING_CHECKED = { kept: 0, erased: 0, differs: [] }

/** Follows the entry's exact bytes to a checkpoint signed by the key this browser knows. Trusts nothing the server says. */
export function verifyEntry({ detail, proof, kept, id }: Question): Verdict {
  const body = detail.body === null ? null : readBase64(detail.body)
  const entry = body === null ? null : readEntryBody(body)
  const leaf = body === null ? readBase64(detail.leaf ?? '') : leafHash(body)
  if (leaf === null || (detail.body !== null && entry === null)) return failed('body', 'these bytes are no entry')
  if (entry !== null && entry.id !== id) return failed('body', `this is the entry ${entry.id}`)
  // A key that changed is said even while nothing else can be checked.
  if (kept !== null && proof.logKey !== null && proof.logKey !== kept.logKey)
    return failed('key', `${proof.logKey} instead of ${kept.logKey}`)
  if (proof.index === null) return { state: 'waiting', why: 'index' }
  if (proof.checkpoint === null || proof.path === null || proof.logKey === null) {
    const lost = kept !== null && (proof.checkpoint?.size ?? 0) < kept.size
    return lost
      ? failed('shrunk', `${proof.checkpoint?.size ?? 0} entries, ${kept.size} before`)
      : { state: 'waiting', why: 'checkpoint' }
  }
  let logKey: VerifierKey
  try {
    logKey = parseVerifierKey(kept?.logKey ?? proof.logKey)
  } catch (error) {
    return failed('checkpoint', error instanceof Error ? error.message : 'the log’s key cannot be read')
  }
  const origin = kept?.origin ?? proof.origin
  const opened = openCheckpoint(proof.checkpoint.note, { origin, logKey, trusted: [] })
  if (!opened.ok) return failed('checkpoint', opened.why)
  const { size, root } = opened.checkpoint
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) return failed('checkpoint', `a log of ${size} entries`)
  if (kept !== null) {
    const grown = checkGrown({ size, root }, kept, proof.grown)
    if (grown !== null) return grown
  }
  const path = readHashes(proof.path)
  const included = verifyInclusion({ index: BigInt(proof.index), size, leaf, root, proof: path })
  if (!included.ok) return failed('body', included.why)
  const personal = entry === null ? NOTHING_CHECKED : checkPersonal(entry, detail.personal)
  if (personal.differs.length > 0) return failed('personal', personal.differs.join(', '))
  return {
    state: 'verified',
    hashed: body !== null,
    leaf,
    root,
    index: proof.index,
    size: Number(size),
    hashes: path.length,
    logKey,
    grownFrom: kept?.size ?? null,
    personal,
  }
}

function checkGrown(
  { size, root }: { readonly size: bigint; readonly root: Uint8Array },
  kept: KeptLog,
  grown: EntryProof['grown'],
): Verdict | null {
  const from = BigInt(kept.size)
  if (size < from) return failed('shrunk', `${size} entries, ${kept.size} before`)
  const fromRoot = readBase64(kept.root) ?? new Uint8Array()
  const proof = grown?.from === kept.size ? readHashes(grown.path) : []
  const verdict = verifyConsistency({ from, to: size, fromRoot, toRoot: root, proof })
  return verdict.ok ? null : failed('grown', verdict.why)
}

/** What is no base64 becomes no hash, and fails where it is used. */
function readHashes(hashes: readonly string[]): Uint8Array[] {
  return hashes.map((hash) => readBase64(hash) ?? new Uint8Array())
}

function failed(failure: Failure, why: string): Verdict {
  return { state: 'failed', failure, why }
}
