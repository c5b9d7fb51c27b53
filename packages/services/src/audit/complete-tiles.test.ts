import { leafHash, nodeHash, TILE_WIDTH } from '@counterfoil/audit'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { completeTiles, type FullTile } from './complete-tiles.ts'

const WIDTH = BigInt(TILE_WIDTH)
const leaves = Array.from({ length: 66_000 }, (_, index) => leafHash(`entry ${index}`))

/** RFC 6962 2.1 by its own words. */
function root(hashes: readonly Uint8Array[]): Uint8Array {
  const [only = new Uint8Array()] = hashes
  if (hashes.length === 1) return only
  const middle = 2 ** Math.floor(Math.log2(hashes.length - 1))
  return nodeHash(root(hashes.slice(0, middle)), root(hashes.slice(middle)))
}

/** Grows a tree by these steps; the levels are read from what has been kept, as the database's are. */
async function grow(steps: readonly number[]): Promise<FullTile[]> {
  const tiles: FullTile[] = []
  let size = 0
  for (const step of steps) {
    const added = leaves.slice(size, size + step)
    const read = async (level: number, from: bigint, to: bigint) => {
      if (level === 0) return leaves.slice(Number(from), Number(to))
      const found = tiles.filter((tile) => tile.level === level - 1 && tile.tile >= from && tile.tile < to)
      return found.map((tile) => tile.root)
    }
    tiles.push(...(await completeTiles(BigInt(size), added, read)))
    size += step
  }
  return tiles
}

it('makes each tile once, whatever the steps', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 12 }), async (steps) => {
      const size = steps.reduce((sum, step) => sum + step, 0)
      const tiles = await grow(steps)
      expect(tiles.map(({ level, tile }) => [level, tile])).toEqual(
        Array.from({ length: Math.floor(size / TILE_WIDTH) }, (_, tile) => [0, BigInt(tile)]),
      )
      for (const { tile, hashes, root: own } of tiles) {
        const under = leaves.slice(Number(tile * WIDTH), Number((tile + 1n) * WIDTH))
        expect(Buffer.concat(under).equals(hashes)).toBe(true)
        expect(Buffer.from(root(under)).equals(own)).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})

it('makes the level above out of 256 tiles', async () => {
  const tiles = await grow([65_535, 1, 464])
  const above = tiles.filter(({ level }) => level === 1)
  expect(above.map(({ tile }) => tile)).toEqual([0n])
  expect(Buffer.from(above[0]?.root ?? []).equals(root(leaves.slice(0, 65_536)))).toBe(true)
  expect(tiles.filter(({ level }) => level === 0)).toHaveLength(257)
})
