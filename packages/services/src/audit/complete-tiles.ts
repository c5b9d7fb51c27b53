import { rootOfComplete, TILE_WIDTH } from '@counterfoil/audit'

/** A tile that has all of its hashes. */
export interface FullTile {
  readonly level: number
  readonly tile: bigint
  readonly hashes: Uint8Array
  /** What it is in the level above. */
  readonly root: Uint8Array
}

/** Hashes [from, to) of a tile level, in order, that were there before. */
export type ReadLevel = (level: number, from: bigint, to: bigint) => Promise<readonly Uint8Array[]>

const WIDTH = BigInt(TILE_WIDTH)
const LAST_LEVEL = 7

/** The tiles that `added` leaf hashes make full in a tree that had `size` leaves, lowest level first. */
export async function completeTiles(size: bigint, added: readonly Uint8Array[], read: ReadLevel): Promise<FullTile[]> {
  const full: FullTile[] = []
  let had = size
  let fresh = added
  for (let level = 0; level <= LAST_LEVEL && fresh.length > 0; level += 1) {
    const first = had / WIDTH
    const end = (had + BigInt(fresh.length)) / WIDTH
    if (end === first) break
    const before = await read(level, first * WIDTH, had)
    const row = [...before, ...fresh]
    const roots: Uint8Array[] = []
    for (let tile = first; tile < end; tile += 1n) {
      const at = Number(tile - first) * TILE_WIDTH
      const hashes = Buffer.concat(row.slice(at, at + TILE_WIDTH))
      const root = rootOfComplete(hashes)
      full.push({ level, tile, hashes, root })
      roots.push(root)
    }
    had = first
    fresh = roots
  }
  return full
}
