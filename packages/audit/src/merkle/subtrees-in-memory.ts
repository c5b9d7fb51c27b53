import type { ReadSubtree } from './proofs.ts'
import { nodeHash } from './tree-hash.ts'

/** Complete subtrees over leaf hashes that are all at hand; each node is hashed once. */
export function subtreesInMemory(leaves: readonly Uint8Array[]): ReadSubtree {
  const levels: (readonly Uint8Array[])[] = [leaves]
  for (let below: readonly Uint8Array[] = leaves; below.length > 1; ) {
    const row: Uint8Array[] = []
    for (let at = 0; at + 1 < below.length; at += 2) {
      const [left, right] = [below[at], below[at + 1]]
      if (left !== undefined && right !== undefined) row.push(nodeHash(left, right))
    }
    levels.push(row)
    below = row
  }
  return (level, index) => {
    const hash = levels[level]?.[Number(index)]
    if (hash === undefined) throw new RangeError(`${leaves.length} leaves have no complete subtree ${index} of level ${level}`)
    return hash
  }
}
