import { type ReadSubtree, subtreesFromTiles, TILE_HEIGHT, TILE_WIDTH } from '@counterfoil/audit'
import { type Queryable, tileReader } from './read-tree.ts'

const MOST_TILES = 512
const MOST_NODES = 50_000
const HASH_BYTES = 32

/** What many proofs to one size read by: neighbours share most of their hashes, so tiles and nodes are kept, so many at most. */
export function cachedTree(client: Queryable, size: bigint): ReadSubtree {
  const read = tileReader(client)
  const width = BigInt(TILE_WIDTH)
  const tiles = keepSome<Promise<Uint8Array>>(MOST_TILES)
  const nodes = keepSome<Promise<Uint8Array>>(MOST_NODES)
  const subtrees = subtreesFromTiles(async (level, from, count) => {
    const tile = from / width
    const whole = await tiles(`${level}/${tile}`, async () => {
      const there = (size >> BigInt(level * TILE_HEIGHT)) - tile * width
      return read(level, tile * width, Number(there < width ? there : width))
    })
    const at = Number(from % width) * HASH_BYTES
    return whole.subarray(at, at + count * HASH_BYTES)
  })
  return (level, index) => nodes(`${level}/${index}`, async () => subtrees(level, index))
}

/** Keeps what was asked for last; the oldest goes first. */
function keepSome<Value>(most: number): (key: string, make: () => Value) => Value {
  const kept = new Map<string, Value>()
  return (key, make) => {
    const found = kept.get(key)
    if (found !== undefined) return found
    const made = make()
    kept.set(key, made)
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return made
  }
}
