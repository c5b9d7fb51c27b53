/**
 * Mann and Whitney's test: in how many pairs of one before and one after the later is more, in standard deviations of what comes
 * in any order. Asks nothing of how the values are spread; with four on each side it is at most 2.3.
 */
export function surelyMore(before: readonly number[], after: readonly number[]): number {
  const pairs = before.length * after.length
  if (pairs === 0) return 0
  let more = 0
  for (const was of before) for (const is of after) more += is > was ? 1 : is === was ? 0.5 : 0
  return (more / pairs - 0.5) / Math.sqrt((before.length + after.length + 1) / (12 * pairs))
}
