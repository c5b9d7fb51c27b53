import { HASH_BYTES } from '../hash-chain.ts'
import { EMPTY_ROOT, nodeHash } from './tree-hash.ts'

/**
 * All that a growing tree must remember: the roots of the complete subtrees its leaves make, biggest (leftmost) first, one
 * per bit that is set in the size. Values are never changed in place.
 */
export interface Frontier {
  readonly size: bigint
  readonly hashes: readonly Uint8Array[]
}

export function emptyFrontier(): Frontier {
  return { size: 0n, hashes: [] }
}

/** The frontier with one more leaf; `hash` is its leaf hash, not its body. */
export function appendLeaf(frontier: Frontier, hash: Uint8Array): Frontier {
  return appendLeaves(frontier, [hash])
}

/** The same for many, with one copy of the list. */
export function appendLeaves(frontier: Frontier, leaves: readonly Uint8Array[]): Frontier {
  const hashes = [...frontier.hashes]
  let { size } = frontier
  for (const leaf of leaves) {
    if (leaf.length !== HASH_BYTES) throw new RangeError(`a leaf hash has ${HASH_BYTES} bytes, this one has ${leaf.length}`)
    let merged = leaf
    // Each trailing one bit of the size is a complete subtree as big as what has grown so far.
    for (let rest = size; (rest & 1n) === 1n; rest >>= 1n) merged = nodeHash(required(hashes.pop()), merged)
    hashes.push(merged)
    size += 1n
  }
  return { size, hashes }
}

/** The tree's root: the complete subtrees folded from the right. */
export function rootOf(frontier: Frontier): Buffer {
  const { hashes } = frontier
  const last = hashes.at(-1)
  if (last === undefined) return Buffer.from(EMPTY_ROOT)
  let root: Buffer = Buffer.from(last)
  for (let at = hashes.length - 2; at >= 0; at -= 1) root = nodeHash(required(hashes[at]), root)
  return root
}

/** The hashes one after the other, biggest subtree first; the size is kept beside them. */
export function encodeFrontier(frontier: Frontier): Buffer {
  return Buffer.concat(frontier.hashes)
}

/** Throws a RangeError when the bytes are not as many hashes as the size has bits set. */
export function decodeFrontier(size: bigint, bytes: Uint8Array): Frontier {
  if (size < 0n || size >= 1n << 64n) throw new RangeError(`a tree of ${size} leaves is out of range`)
  const count = size.toString(2).replaceAll('0', '').length
  if (bytes.length !== count * HASH_BYTES)
    throw new RangeError(`a tree of ${size} leaves has a frontier of ${count} hashes; these are ${bytes.length} bytes`)
  const hashes = Array.from({ length: count }, (_, at) => Buffer.from(bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)))
  return { size, hashes }
}

function required(hash: Uint8Array | undefined): Uint8Array {
  if (hash === undefined) throw new RangeError('this frontier has fewer hashes than its size says')
  return hash
}
