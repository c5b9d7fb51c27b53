import { expect, it } from 'vitest'
import { countAges } from './count-ages.ts'

const DAY_MS = 24 * 3_600_000
/** A base a day, the newest one minutes ago; day 0 is today. */
const daily = (days: number) => Array.from({ length: days }, (_, index) => (index - days + 1) * DAY_MS)
const inDays = (ages: readonly number[]) => ages.map((age) => Math.round(age / DAY_MS))

it('tells the age by the clock while it goes as bases are made', () => {
  expect(inDays(countAges(daily(5), DAY_MS / 2))).toEqual([5, 4, 3, 2, 1])
  expect(
    inDays(
      countAges(
        [-28, -21, -14, -7].map((day) => day * DAY_MS),
        0,
      ),
    ),
  ).toEqual([28, 21, 14, 7])
  expect(countAges([], 0)).toEqual([])
})

it('counts nothing of a jump, before and after a base was made by the wrong clock', () => {
  expect(inDays(countAges(daily(40), 60 * DAY_MS)).at(-1)).toBe(0)
  const ages = inDays(countAges([...daily(40), 60 * DAY_MS, 61 * DAY_MS], 61 * DAY_MS))
  expect(ages.slice(-3)).toEqual([1, 1, 0])
  expect(ages[0]).toBe(40)
})

it.each([1, 2])('takes no base of the last %i days for older after the clock jumped by a year', (keepDays) => {
  const everySixHours = Array.from({ length: 40 }, (_, index) => ((index - 39) * DAY_MS) / 4)
  const YEAR_MS = 365 * DAY_MS
  for (const madeSince of [[], [0], [0, 0.25], [0, 0.25, 0.5]]) {
    const since = madeSince.map((days) => YEAR_MS + days * DAY_MS)
    const nowMs = since.at(-1) ?? YEAR_MS
    const ages = countAges([...everySixHours, ...since], nowMs)
    const trulyOld = [...everySixHours, ...since.map((at) => at - YEAR_MS)].map((at) => nowMs - YEAR_MS - at)
    for (const [nth, age] of ages.entries()) if (age >= keepDays * DAY_MS) expect(trulyOld[nth]).toBeGreaterThanOrEqual(age)
    expect(ages.filter((age) => age >= keepDays * DAY_MS).length).toBeGreaterThan(20)
  }
})

it('is never below nothing where a clock went back', () => {
  expect(Math.min(...countAges(daily(3), -30 * DAY_MS))).toBe(0)
})
