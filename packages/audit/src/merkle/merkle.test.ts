import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naiveRoot } from '../testing/naive-root.ts'
import { readVectors } from '../testing/read-vectors.ts'
import {
  appendLeaf,
  appendLeaves,
  consistencyProof,
  decodeFrontier,
  EMPTY_ROOT,
  emptyFrontier,
  encodeFrontier,
  inclusionProof,
  leafHash,
  nodeHash,
  pathWithin,
  rootOf,
  rootWithin,
  subtreesInMemory,
  verifyConsistency,
  verifyInclusion,
} from './index.ts'

interface Vectors {
  rfc6962: { emptyRootHex: string; leafInputsHex: string[]; nodeHashesHex: string[][]; rootsBySizeHex: string[] }
  inclusion: {
    name: string
    leafIndex: string
    treeSize: string
    leafHash: string
    root: string
    proof: string[]
    wantErr: boolean
  }[]
  consistency: { name: string; size1: string; size2: string; root1: string; root2: string; proof: string[]; wantErr: boolean }[]
  accumulators: { subtreeHash: { sha256: string }; inclusionProofs: { sha256: string } }
}
const vectors = readVectors<Vectors>('merkle.json')
const bytes = (text: string) => Buffer.from(text, 'base64')
const hex = (hash: Uint8Array) => Buffer.from(hash).toString('hex')
const leaves = vectors.rfc6962.leafInputsHex.map((text) => leafHash(Buffer.from(text, 'hex')))
const read = subtreesInMemory(leaves)

describe('the RFC 6962 tree of the vectors', () => {
  it('has their leaves, nodes and roots', async () => {
    expect(hex(EMPTY_ROOT)).toBe(vectors.rfc6962.emptyRootHex)
    for (const [level, hashes] of vectors.rfc6962.nodeHashesHex.entries())
      for (const [index, hash] of hashes.entries()) expect(hex(await read(level, BigInt(index)))).toBe(hash)
    const roots = vectors.rfc6962.rootsBySizeHex.map((_, size) => appendLeaves(emptyFrontier(), leaves.slice(0, size)))
    expect(roots.map((frontier) => hex(rootOf(frontier)))).toEqual(vectors.rfc6962.rootsBySizeHex)
  })

  it.each(vectors.inclusion)('$name', ({ leafIndex, treeSize, leafHash: leaf, root, proof, wantErr }) => {
    const claim = {
      index: BigInt(leafIndex),
      size: BigInt(treeSize),
      leaf: bytes(leaf),
      root: bytes(root),
      proof: proof.map(bytes),
    }
    expect(verifyInclusion(claim).ok).toBe(!wantErr)
  })

  it.each(vectors.consistency)('$name', ({ size1, size2, root1, root2, proof, wantErr }) => {
    const claim = {
      from: BigInt(size1),
      to: BigInt(size2),
      fromRoot: bytes(root1),
      toRoot: bytes(root2),
      proof: proof.map(bytes),
    }
    expect(verifyConsistency(claim).ok).toBe(!wantErr)
  })

  it('agrees with both accumulators over every subtree of 130 leaves', async () => {
    const many = subtreesInMemory(Array.from({ length: 130 }, (_, at) => leafHash(Uint8Array.of(at))))
    const roots = createHash('sha256')
    const paths = createHash('sha256')
    for (let end = 0; end <= 130; end += 1)
      for (let start = 0; start <= end; start += 1) {
        const aligned = 2 ** Math.ceil(Math.log2(Math.max(1, end - start)))
        if (start !== 0 && start !== end && start % aligned !== 0) continue
        const [low, high] = [BigInt(start), BigInt(end)]
        roots.update(`[${start}, ${end}) ${hex(start === end ? EMPTY_ROOT : await rootWithin(many, low, high))}\n`)
        for (let index = low; index < high; index += 1n) {
          const path = await pathWithin(many, index, low, high)
          paths.update(`${index} [${start}, ${end})${path.map((hash) => ` ${hex(hash)}`).join('')}\n`)
        }
      }
    expect(roots.digest('hex')).toBe(vectors.accumulators.subtreeHash.sha256)
    expect(paths.digest('hex')).toBe(vectors.accumulators.inclusionProofs.sha256)
  })
})

const someLeaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 70 })

describe('any tree', () => {
  it('has the root of the definition, whichever way it grew, and its frontier reads back', () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), (all, cut) => {
        const first = appendLeaves(emptyFrontier(), all.slice(0, cut % (all.length + 1)))
        const whole = appendLeaves(decodeFrontier(first.size, encodeFrontier(first)), all.slice(Number(first.size)))
        expect(hex(rootOf(whole))).toBe(hex(naiveRoot(all)))
        expect(whole.size).toBe(BigInt(all.length))
        expect(rootOf(all.reduce((grown, leaf) => appendLeaf(grown, leaf), emptyFrontier()))).toEqual(rootOf(whole))
      }),
    )
  })

  it('proves each of its leaves, and no proof with a bit turned over', async () => {
    await fc.assert(
      fc.asyncProperty(someLeaves, fc.nat(), fc.nat(), fc.nat(), async (all, where, which, bit) => {
        const index = BigInt(where % all.length)
        const size = BigInt(all.length)
        const proof = await inclusionProof(subtreesInMemory(all), index, size)
        const leaf = all[Number(index)] ?? EMPTY_ROOT
        const claim = { index, size, leaf, root: naiveRoot(all), proof }
        expect(verifyInclusion(claim)).toEqual({ ok: true })
        const [turnedLeaf = leaf, turnedRoot = leaf, ...turnedProof] = turnBit([leaf, claim.root, ...proof], which, bit)
        expect(verifyInclusion({ ...claim, leaf: turnedLeaf, root: turnedRoot, proof: turnedProof }).ok).toBe(false)
        if (proof.length > 0) expect(verifyInclusion({ ...claim, proof: proof.slice(1) }).ok).toBe(false)
      }),
    )
  })

  it('proves that it began as each smaller one, and no proof with a bit turned over', async () => {
    await fc.assert(
      fc.asyncProperty(someLeaves, fc.nat(), fc.nat(), fc.nat(), async (all, where, which, bit) => {
        const from = BigInt(1 + (where % all.length))
        const to = BigInt(all.length)
        const proof = await consistencyProof(subtreesInMemory(all), from, to)
        const claim = { from, to, fromRoot: naiveRoot(all.slice(0, Number(from))), toRoot: naiveRoot(all), proof }
        expect(verifyConsistency(claim)).toEqual({ ok: true })
        const [fromRoot = EMPTY_ROOT, toRoot = EMPTY_ROOT, ...turned] = turnBit(
          [claim.fromRoot, claim.toRoot, ...proof],
          which,
          bit,
        )
        expect(verifyConsistency({ ...claim, fromRoot, toRoot, proof: turned }).ok).toBe(false)
      }),
    )
  })

  it('refuses hashes and frontiers that have another length than they must', () => {
    expect(() => appendLeaf(emptyFrontier(), new Uint8Array(31))).toThrow(/31/)
    expect(() => decodeFrontier(3n, new Uint8Array(32))).toThrow(/2 hashes/)
    expect(() => inclusionProof(read, 8n, 8n)).toThrow(/no leaf 8/)
    expect(() => consistencyProof(read, 9n, 8n)).toThrow(/never was one of 9/)
    expect(nodeHash(EMPTY_ROOT, EMPTY_ROOT)).toHaveLength(32)
  })
})

function turnBit(hashes: readonly Uint8Array[], which: number, bit: number): Uint8Array[] {
  return hashes.map((hash, at) => {
    if (at !== which % hashes.length) return hash
    const turned = Uint8Array.from(hash)
    turned[(bit >> 3) % 32] = (turned[(bit >> 3) % 32] ?? 0) ^ (1 << (bit & 7))
    return turned
  })
}
