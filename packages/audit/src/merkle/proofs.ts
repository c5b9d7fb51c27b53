import { nodeHash } from './tree-hash.ts'

/** Gives the hash of the complete subtree over the leaves [index · 2^level, (index + 1) · 2^level). */
export type ReadSubtree = (level: number, index: bigint) => Promise<Uint8Array> | Uint8Array

/** RFC 6962 2.1.1: the hashes that lead from leaf `index` to the root of the first `size` leaves, the leaf's sibling first. */
export function inclusionProof(read: ReadSubtree, index: bigint, size: bigint): Promise<Uint8Array[]> {
  if (index < 0n || index >= size) throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`)
  return pathWithin(read, index, 0n, size)
}

/** RFC 6962 2.1.2: shows that the first `from` of `to` leaves are the tree that had `from`. Empty for nothing new. */
export function consistencyProof(read: ReadSubtree, from: bigint, to: bigint): Promise<Uint8Array[]> {
  if (from < 0n || from > to) throw new RangeError(`a tree of ${to} leaves never was one of ${from}`)
  if (from === 0n) return Promise.resolve([])
  return consistencyWithin(read, from, 0n, to, true)
}

/** The path of one leaf within [low, high), whose low end is a multiple of the power of two that covers it. */
export async function pathWithin(read: ReadSubtree, index: bigint, low: bigint, high: bigint): Promise<Uint8Array[]> {
  if (high - low === 1n) return []
  const middle = low + splitOf(high - low)
  if (index < middle) return [...(await pathWithin(read, index, low, middle)), await rootWithin(read, middle, high)]
  return [...(await pathWithin(read, index, middle, high)), await rootWithin(read, low, middle)]
}

/** The root of the leaves [low, high), whose low end is a multiple of the power of two that covers it. */
export async function rootWithin(read: ReadSubtree, low: bigint, high: bigint): Promise<Uint8Array> {
  const width = high - low
  if ((width & (width - 1n)) === 0n) return read(bitLength(width) - 1, low / width)
  const middle = low + splitOf(width)
  return nodeHash(await rootWithin(read, low, middle), await rootWithin(read, middle, high))
}

async function consistencyWithin(
  read: ReadSubtree,
  from: bigint,
  low: bigint,
  high: bigint,
  known: boolean,
): Promise<Uint8Array[]> {
  // The old root itself is left out: whoever asks has it.
  if (from === high) return known ? [] : [await rootWithin(read, low, high)]
  const middle = low + splitOf(high - low)
  if (from <= middle) return [...(await consistencyWithin(read, from, low, middle, known)), await rootWithin(read, middle, high)]
  return [...(await consistencyWithin(read, from, middle, high, false)), await rootWithin(read, low, middle)]
}

/** The largest power of two below `width`. */
function splitOf(width: bigint): bigint {
  return 1n << BigInt(bitLength(width - 1n) - 1)
}

function bitLength(value: bigint): number {
  return value.toString(2).length
}
