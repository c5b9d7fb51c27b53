import {
  appendLeaves,
  canonicalJson,
  consistencyProof,
  createSignerKey,
  emptyFrontier,
  formatCheckpoint,
  formatVerifierKey,
  inclusionProof,
  leafHash,
  rootOf,
  type SignerKey,
  signNote,
} from '@counterfoil/audit'
import type { ShownCheckpoint, WitnessedTree } from '../../src/witness/witnessed-log.ts'

export const ORIGIN = 'counterfoil/test'
export const LOG_KEY = createSignerKey(ORIGIN, new Uint8Array(32).fill(1))
export const OTHER_KEY = createSignerKey(ORIGIN, new Uint8Array(32).fill(9))

const text = (hash: Uint8Array) => Buffer.from(hash).toString('base64')

/** A hub's log in memory: what it shows of any of its sizes. */
export function logOfEntries(entries: readonly string[], key: SignerKey = LOG_KEY) {
  const leaves = entries.map((entry) => leafHash(entry))
  const root = (size: number) => rootOf(appendLeaves(emptyFrontier(), leaves.slice(0, size)))
  const read = (level: number, index: bigint) => {
    const width = 2 ** level
    const first = Number(index) * width
    return rootOf(appendLeaves(emptyFrontier(), leaves.slice(first, first + width)))
  }
  const note = (size: number) => signNote(formatCheckpoint({ origin: key.name, size: BigInt(size), root: root(size) }), key)
  return {
    root: (size: number) => text(root(size)),
    note,
    seen: (size: number): WitnessedTree => ({ size: BigInt(size), root: text(root(size)), note: note(size) }),
    async show(from: number, to: number): Promise<ShownCheckpoint> {
      const proof = from > to ? [] : (await consistencyProof(read, BigInt(from), BigInt(to))).map(text)
      return { ok: true, logKey: formatVerifierKey(key), note: note(to), proof, signedAtMs: 1_000 }
    },
    /** As after a declared loss: from `base`, with the declaration that stands at `index`. */
    async showRestored(base: number, to: number, index: number): Promise<ShownCheckpoint> {
      const inclusion = (await inclusionProof(read, BigInt(index), BigInt(to))).map(text)
      const declared = { index: String(index), entry: entries[index] ?? '', inclusion }
      return { ...(await this.show(base, to)), restored: { base: String(base), declared } }
    },
  }
}

/** `prefix` 0, 1, 2 … */
export function namedEntries(prefix: string, from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, at) => `${prefix} ${from + at}`)
}

export function declarationOf(after: {
  readonly from: number
  readonly to: number
  readonly root: string
  readonly lost: readonly { readonly size: string; readonly root: string }[]
}): string {
  return canonicalJson({ v: 1, action: 'log.restored', outcome: 'done', after })
}
