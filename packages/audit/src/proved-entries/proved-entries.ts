import { base64, readBase64 } from '../crypto/text.ts'

export const PROVED_ENTRIES_KIND = 'counterfoil.audit.entries'

/** The first line: what the entries are proved against, and how many there are. Whoever verifies believes none of it. */
export interface ProvedEntriesHead {
  readonly origin: string
  /** A verifier key. */
  readonly logKey: string
  /** The signed note with its cosignatures. */
  readonly checkpoint: string
  readonly entries: number
  /** More were found than a file takes: the oldest are not in it. */
  readonly cut: boolean
  /** Found too, but no checkpoint covers them yet. */
  readonly notCovered: number
}

/** Each line after it: one entry, its exact bytes as the text they are, and the hashes that lead from it to the root. */
export interface ProvedEntry {
  readonly index: number
  readonly proof: readonly Uint8Array[]
  readonly entry: string
}

export function provedEntriesHead(head: ProvedEntriesHead): string {
  return `${JSON.stringify({ kind: PROVED_ENTRIES_KIND, v: 1, ...head })}\n`
}

export function provedEntryLine({ index, proof, entry }: ProvedEntry): string {
  return `${JSON.stringify({ index, proof: proof.map(base64), entry })}\n`
}

/** Undefined for what is none. */
export function parseProvedEntriesHead(line: string): ProvedEntriesHead | undefined {
  const fields = parse(line)
  if (fields?.kind !== PROVED_ENTRIES_KIND || fields.v !== 1) return undefined
  const { origin, logKey, checkpoint, entries, cut, notCovered } = fields
  if (typeof origin !== 'string' || typeof logKey !== 'string' || typeof checkpoint !== 'string') return undefined
  if (!isCount(entries) || typeof cut !== 'boolean' || !isCount(notCovered)) return undefined
  return { origin, logKey, checkpoint, entries, cut, notCovered }
}

/** Undefined for what is none. */
export function parseProvedEntry(line: string): ProvedEntry | undefined {
  const { index, proof, entry } = parse(line) ?? {}
  if (!isCount(index) || !Array.isArray(proof) || typeof entry !== 'string') return undefined
  const hashes = proof.map((hash) => readBase64(String(hash))).filter((hash) => hash?.length === 32)
  return hashes.length === proof.length ? { index, proof: hashes as Uint8Array[], entry } : undefined
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
