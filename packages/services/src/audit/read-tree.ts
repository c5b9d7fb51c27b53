import type { ReadSubtree } from '@counterfoil/audit'
import type { ReadRows } from '../read-rows.ts'

const TILE_LEVELS = 8
const HASH_BYTES = 32

/**
 * Complete subtrees of the log from its tiles. A tile that is not complete yet is read as the leaves, or as the roots of the
 * complete tiles, it will consist of. Each is asked for once.
 */
export function readTree(rows: ReadRows, nodeHash: (left: Uint8Array, right: Uint8Array) => Uint8Array): ReadSubtree {
  const kept = new Map<string, Promise<readonly Uint8Array[]>>()
  const hashesAt = (level: number, first: bigint, count: bigint): Promise<readonly Uint8Array[]> => {
    const key = `${level}/${first}/${count}`
    const known = kept.get(key) ?? readHashes(rows, level, first, count)
    kept.set(key, known)
    return known
  }
  return async (level, index) => {
    const above = level % TILE_LEVELS
    const count = 1n << BigInt(above)
    let hashes = await hashesAt(Math.floor(level / TILE_LEVELS), index * count, count)
    if (BigInt(hashes.length) !== count) throw new Error(`the log lacks the subtree ${index} of level ${level}`)
    while (hashes.length > 1) {
      hashes = Array.from({ length: hashes.length / 2 }, (_, at) => nodeHash(hashAt(hashes, 2 * at), hashAt(hashes, 2 * at + 1)))
    }
    return hashAt(hashes, 0)
  }
}

/** Hashes of one tile level: of leaves at level 0, else roots of complete tiles of the level below. */
async function readHashes(rows: ReadRows, level: number, first: bigint, count: bigint): Promise<readonly Uint8Array[]> {
  const found =
    level === 0
      ? await rows<{ hash: Buffer }>(
          'select hash from audit_leaf where idx >= $1::int8 and idx < $2::int8 order by idx',
          first.toString(),
          (first + count).toString(),
        )
      : await rows<{ hash: Buffer }>(
          'select root as hash from audit_tile where level = $1 and tile >= $2::int8 and tile < $3::int8 order by tile',
          level - 1,
          first.toString(),
          (first + count).toString(),
        )
  return found.map(({ hash }) => hash)
}

function hashAt(hashes: readonly Uint8Array[], at: number): Uint8Array {
  const hash = hashes[at]
  if (hash?.length !== HASH_BYTES) throw new Error('a hash of the log does not have 32 bytes')
  return hash
}
