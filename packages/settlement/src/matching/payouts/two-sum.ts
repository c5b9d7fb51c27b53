/** Pairs of places whose amounts sum to the target, at most two of them: the second only says that it is not the only one. */
export function findTwoSums(amounts: readonly number[], target: number): readonly (readonly [number, number])[] {
  const placesOf = new Map<number, number[]>()
  const found: [number, number][] = []
  for (const [at, amount] of amounts.entries()) {
    for (const other of placesOf.get(target - amount) ?? []) {
      found.push([other, at])
      if (found.length === 2) return found
    }
    const places = placesOf.get(amount)
    if (places) places.push(at)
    else placesOf.set(amount, [at])
  }
  return found
}
