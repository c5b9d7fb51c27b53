import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  appendLeaves,
  consistencyProof,
  emptyFrontier,
  inclusionProof,
  leafHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '../merkle/index.ts'
import { readVectors } from '../testing/read-vectors.ts'
import { rootOfComplete, subtreesFromTiles, TILE_WIDTH, tilePath, tileSizes } from './index.ts'

interface Vectors {
  tiles: {
    paths: { level: number; index: string; path: string }[]
    sizes: { treeSize: string; levels: { level: number; full: string; partialWidth: string }[] }[]
  }
}
const { tiles } = readVectors<Vectors>('merkle.json')

describe('tiles', () => {
  it.each(tiles.paths)('$path', ({ level, index, path }) => {
    expect(tilePath(level, BigInt(index))).toBe(path)
    expect(tilePath(level, BigInt(index), 112)).toBe(`${path}.p/112`)
  })

  it('name the entries beside the hashes', () => {
    expect(tilePath('entries', 1_234_067n)).toBe('tile/entries/x001/x234/067')
  })

  it.each(tiles.sizes)('of a tree of $treeSize', ({ treeSize, levels }) => {
    expect(tileSizes(BigInt(treeSize)).map(({ level, full, partialWidth }) => [level, `${full}`, `${partialWidth}`])).toEqual(
      levels.map(({ level, full, partialWidth }) => [level, full, partialWidth]),
    )
  })

  const leaves = Array.from({ length: 1_500 }, (_, at) => leafHash(`${at}`))
  const levels = [Buffer.concat(leaves)]
  levels.push(
    Buffer.concat(
      Array.from({ length: Math.floor(leaves.length / TILE_WIDTH) }, (_, tile) =>
        rootOfComplete(levels[0]?.subarray(tile * TILE_WIDTH * 32, (tile + 1) * TILE_WIDTH * 32) ?? Buffer.alloc(0)),
      ),
    ),
  )
  const read = subtreesFromTiles((level, from, count) => {
    const first = Number(from)
    expect(Math.floor(first / TILE_WIDTH)).toBe(Math.floor((first + count - 1) / TILE_WIDTH))
    return levels[level]?.subarray(first * 32, (first + count) * 32) ?? Buffer.alloc(0)
  })
  const rootAt = (size: bigint) => rootOf(appendLeaves(emptyFrontier(), leaves.slice(0, Number(size))))

  it('hold all that proofs need, over more than one level', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 1_500 }), fc.integer({ min: 1, max: 1_500 }))
    await fc.assert(
      fc.asyncProperty(sizes, async ([one, other]) => {
        const from = BigInt(Math.min(one, other))
        const to = BigInt(Math.max(one, other))
        const consistency = await consistencyProof(read, from, to)
        const claim = { from, to, fromRoot: rootAt(from), toRoot: rootAt(to), proof: consistency }
        expect(verifyConsistency(claim)).toEqual({ ok: true })
        const index = from - 1n
        const leaf = leaves[Number(index)] ?? rootAt(0n)
        const proof = await inclusionProof(read, index, to)
        expect(verifyInclusion({ index, size: to, leaf, root: rootAt(to), proof })).toEqual({ ok: true })
      }),
      { numRuns: 40 },
    )
  })

  it('that are short are told, not padded', async () => {
    await expect(
      inclusionProof(
        subtreesFromTiles(() => new Uint8Array(32)),
        0n,
        4n,
      ),
    ).rejects.toThrow(/32 bytes for 2 hashes/)
    expect(() => rootOfComplete(new Uint8Array(96))).toThrow(/no complete subtree/)
  })
})
