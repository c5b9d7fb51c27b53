const DAY_MS = 24 * 3_600_000
/** What lies between two base backups counts up to this, or up to twice what usually does. */
const LEAST_STEP_MS = 2 * DAY_MS

/**
 * How old each base is, in ms, by the steps between them rather than by one clock: a clock that jumped ahead by months makes one long
 * step, of which nothing is counted, so that nothing made a moment ago is taken for old. A hub that was off for as long keeps more than
 * it must. Finishing times oldest first; the answer in the same order.
 */
export function countAges(finishedMs: readonly number[], nowMs: number): number[] {
  const steps = [...finishedMs, nowMs].slice(1).map((at, index) => Math.max(0, at - (finishedMs[index] ?? at)))
  const between = steps.slice(0, -1).toSorted((a, b) => a - b)
  const most = Math.max(LEAST_STEP_MS, 2 * (between[Math.floor((between.length - 1) / 2)] ?? 0))
  const ages: number[] = []
  let age = 0
  for (const step of steps.toReversed()) {
    age += step > most ? 0 : step
    ages.unshift(age)
  }
  return ages
}
