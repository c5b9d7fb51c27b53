/** How many events a batch says it has; the ingest checks that it is so. */
export function countOf(input: unknown): number {
  const count = typeof input === 'object' && input !== null && 'count' in input ? input.count : 0
  return Number.isSafeInteger(count) ? Math.max(0, Number(count)) : 0
}
