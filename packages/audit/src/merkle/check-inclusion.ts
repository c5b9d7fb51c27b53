import { sameBytes } from '../crypto/bytes.ts'
import type { Sha256 } from '../crypto/primitives.ts'
import { nodeHashWith } from './portable-hash.ts'

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly why: string }

export interface InclusionClaim {
  readonly index: bigint
  readonly size: bigint
  readonly leaf: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

const HASH_BYTES = 32
const SIZE_LIMIT = 1n << 64n

/** RFC 9162 2.1.3.2. The size must come from a signed checkpoint: a path alone does not bind it. */
export function checkInclusion({ index, size, leaf, root, proof }: InclusionClaim, sha256: Sha256): Verdict {
  if (size < 0n || size >= SIZE_LIMIT || index < 0n || index >= size) return no(`a tree of ${size} leaves has no leaf ${index}`)
  if (![leaf, root, ...proof].every((hash) => hash.length === HASH_BYTES)) return no('a hash does not have 32 bytes')
  let node = index
  let last = size - 1n
  let hash = leaf
  for (const sibling of proof) {
    if (last === 0n) return no('the proof is longer than the path to the root')
    if ((node & 1n) === 1n || node === last) {
      hash = nodeHashWith(sha256, sibling, hash)
      // On the ragged right edge a node goes up unchanged until it is a right child.
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n
        last >>= 1n
      }
    } else hash = nodeHashWith(sha256, hash, sibling)
    node >>= 1n
    last >>= 1n
  }
  if (last !== 0n) return no('the proof is shorter than the path to the root')
  return sameBytes(hash, root) ? { ok: true } : no('the proof leads to another root')
}

function no(why: string): Verdict {
  return { ok: false, why }
}
