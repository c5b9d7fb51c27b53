/** In order, without copying what already is: most inputs come sorted from the database. */
export function sorted<T>(items: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  for (let at = 1; at < items.length; at++) {
    const [before, here] = [items[at - 1], items[at]]
    if (before !== undefined && here !== undefined && compare(before, here) > 0) return items.toSorted(compare)
  }
  return items
}

/** By UTF-16 code units: the same on every machine, unlike a locale's order. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
