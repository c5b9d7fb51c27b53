import { sameBytes } from '../crypto/bytes.ts'
import type { Sha256 } from '../crypto/primitives.ts'
import type { Verdict } from './check-inclusion.ts'
import { nodeHashWith } from './portable-hash.ts'

export interface ConsistencyClaim {
  readonly from: bigint
  readonly to: bigint
  readonly fromRoot: Uint8Array
  readonly toRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

const HASH_BYTES = 32
const SIZE_LIMIT = 1n << 64n

/** RFC 9162 2.1.4.2: the tree of `from` leaves is the beginning of the one of `to`. From nothing, everything follows: refused. */
export function checkConsistency({ from, to, fromRoot, toRoot, proof }: ConsistencyClaim, sha256: Sha256): Verdict {
  if (from <= 0n || to >= SIZE_LIMIT || from > to) return no(`a proof cannot lead from ${from} leaves to ${to}`)
  if (from === to) {
    if (proof.length > 0) return no('trees of the same size need no proof, and one was given')
    return sameBytes(fromRoot, toRoot) ? { ok: true } : no('two roots for one size')
  }
  if (![fromRoot, toRoot, ...proof].every((hash) => hash.length === HASH_BYTES)) return no('a hash does not have 32 bytes')
  // A complete old tree is itself the first node of the path, and is left out of the proof.
  const path = (from & (from - 1n)) === 0n ? [fromRoot, ...proof] : proof
  const [first, ...rest] = path
  if (first === undefined || proof.length === 0) return no('the proof is empty')
  let node = from - 1n
  let last = to - 1n
  for (; (node & 1n) === 1n; node >>= 1n) last >>= 1n
  let older = first
  let newer = first
  for (const hash of rest) {
    if (last === 0n) return no('the proof is longer than the path to the root')
    if ((node & 1n) === 1n || node === last) {
      older = nodeHashWith(sha256, hash, older)
      newer = nodeHashWith(sha256, hash, newer)
      while ((node & 1n) === 0n && node !== 0n) {
        node >>= 1n
        last >>= 1n
      }
    } else newer = nodeHashWith(sha256, newer, hash)
    node >>= 1n
    last >>= 1n
  }
  if (last !== 0n) return no('the proof is shorter than the path to the root')
  if (!sameBytes(older, fromRoot)) return no('the proof leads to another old root')
  return sameBytes(newer, toRoot) ? { ok: true } : no('the proof leads to another new root')
}

function no(why: string): Verdict {
  return { ok: false, why }
}
