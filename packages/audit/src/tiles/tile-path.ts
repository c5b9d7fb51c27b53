/** Hashes in a full tile; each tile level is eight levels of the tree. */
export const TILE_WIDTH = 256
export const TILE_HEIGHT = 8

/** C2SP tlog-tiles: `tile/0/x001/x234/067`, with `.p/112` when only so many of its hashes are there yet. */
export function tilePath(level: number | 'entries', index: bigint, partialWidth = 0): string {
  const digits = index.toString()
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? []
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${path}${partialWidth > 0 ? `.p/${partialWidth}` : ''}`
}

export interface TileLevel {
  readonly level: number
  /** How many tiles are full. */
  readonly full: bigint
  /** How many hashes stand in the one after them; 0: there is none. */
  readonly partialWidth: number
}

/** The tiles of a tree, level by level, as far as there is a hash on it. */
export function tileSizes(treeSize: bigint): TileLevel[] {
  const levels: TileLevel[] = []
  for (let count = treeSize, level = 0; count > 0n; count /= BigInt(TILE_WIDTH), level += 1)
    levels.push({ level, full: count / BigInt(TILE_WIDTH), partialWidth: Number(count % BigInt(TILE_WIDTH)) })
  return levels
}
