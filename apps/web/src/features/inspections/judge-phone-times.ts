/** A phone whose clock is off by more than this is said to be. */
const CLOCK_OFF_MS = 5 * 60_000
/** What was sent later than this after it was done waited on the phone. */
const WAITED_MS = 5 * 60_000

interface Times {
  readonly doneAtMs: number
  readonly sentAtMs: number
  readonly recordedAtMs: number
}

/** How far the phone's clock was off when it sent, and how long it kept the inspection; null where that is nothing. */
export function judgePhoneTimes({ doneAtMs, sentAtMs, recordedAtMs }: Times): {
  readonly offMs: number | null
  readonly waitedMs: number | null
} {
  const offMs = Math.abs(recordedAtMs - sentAtMs)
  const waitedMs = sentAtMs - doneAtMs
  return { offMs: offMs > CLOCK_OFF_MS ? offMs : null, waitedMs: waitedMs > WAITED_MS ? waitedMs : null }
}
