import { HASH_BYTES } from '../hash-chain.ts'
import type { ReadSubtree } from '../merkle/proofs.ts'
import { nodeHash } from '../merkle/tree-hash.ts'
import { TILE_HEIGHT, TILE_WIDTH } from './tile-path.ts'

/**
 * Gives the hashes [from, from + count) of one tile level, 32 bytes each, one after the other. They never cross a tile. Level
 * 0 holds the leaves, level 1 the roots of 256 leaves, and so on.
 */
export type ReadTileHashes = (level: number, from: bigint, count: number) => Promise<Uint8Array> | Uint8Array

/** What `inclusionProof` and `consistencyProof` read by, over tiles. One call per hash of a proof, each of one tile. */
export function subtreesFromTiles(read: ReadTileHashes): ReadSubtree {
  return async (level, index) => {
    const height = level % TILE_HEIGHT
    const count = 1 << height
    const hashes = await read((level - height) / TILE_HEIGHT, index * BigInt(count), count)
    if (hashes.length !== count * HASH_BYTES)
      throw new RangeError(`tile level ${(level - height) / TILE_HEIGHT} gave ${hashes.length} bytes for ${count} hashes`)
    return rootOfComplete(hashes)
  }
}

/** The root over a power of two of hashes that stand one after the other, e.g. a full tile's. */
export function rootOfComplete(hashes: Uint8Array): Uint8Array {
  let row = Array.from({ length: hashes.length / HASH_BYTES }, (_, at) => hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES))
  if (row.length === 0 || row.length > TILE_WIDTH || (row.length & (row.length - 1)) !== 0)
    throw new RangeError(`${hashes.length} bytes are no complete subtree of at most ${TILE_WIDTH} hashes`)
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, at) => nodeHash(row[at * 2] ?? hashes, row[at * 2 + 1] ?? hashes))
  return row[0] ?? hashes
}
