import { expect, it } from 'vitest'
import { judgePhoneTimes } from './judge-phone-times.ts'

const MINUTE = 60_000
it.each([
  ['at once', { doneAtMs: 0, sentAtMs: 1_000, recordedAtMs: 2_000 }, null, null],
  ['kept for an hour, by a right clock', { doneAtMs: 0, sentAtMs: 60 * MINUTE, recordedAtMs: 60 * MINUTE }, null, 60 * MINUTE],
  ['by a clock that is behind', { doneAtMs: 0, sentAtMs: 0, recordedAtMs: 9 * MINUTE }, 9 * MINUTE, null],
  ['by a clock that is ahead', { doneAtMs: 9 * MINUTE, sentAtMs: 9 * MINUTE, recordedAtMs: 0 }, 9 * MINUTE, null],
] as const)('%s', (_, times, offMs, waitedMs) => {
  expect(judgePhoneTimes(times)).toEqual({ offMs, waitedMs })
})
