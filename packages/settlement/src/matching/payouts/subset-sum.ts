export type SubsetAnswer =
  | { readonly kind: 'none' | 'several' | 'too_many' }
  | { readonly kind: 'one'; readonly chosen: readonly number[] }

/** 2·2¹² sums: milliseconds. One candidate more doubles the time, so there is no "a few more". */
export const MOST_CANDIDATES = 24

/** The one subset of at least `least` amounts that sums to the target. Stops at the second: two solutions are no solution. */
export function findOnlySubset(amounts: readonly number[], target: number, least: number): SubsetAnswer {
  if (amounts.length > MOST_CANDIDATES) return { kind: 'too_many' }
  const half = amounts.length >> 1
  const left = sumsOf(amounts.slice(0, half))
  const right = sumsOf(amounts.slice(half))
  const masksOf = new Map<number, number[]>()
  for (const [mask, sum] of left.entries()) {
    const masks = masksOf.get(sum)
    if (masks) masks.push(mask)
    else masksOf.set(sum, [mask])
  }
  let chosen: number | undefined
  for (const [mask, sum] of right.entries()) {
    for (const other of masksOf.get(target - sum) ?? []) {
      const both = other | (mask << half)
      if (countOf(both) < least) continue
      if (chosen !== undefined) return { kind: 'several' }
      chosen = both
    }
  }
  return chosen === undefined
    ? { kind: 'none' }
    : { kind: 'one', chosen: amounts.flatMap((_, at) => ((chosen >> at) & 1 ? [at] : [])) }
}

function sumsOf(amounts: readonly number[]): Float64Array {
  const sums = new Float64Array(1 << amounts.length)
  for (let mask = 1; mask < sums.length; mask++) {
    const lowest = 31 - Math.clz32(mask & -mask)
    sums[mask] = (sums[mask & (mask - 1)] ?? 0) + (amounts[lowest] ?? 0)
  }
  return sums
}

function countOf(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}
