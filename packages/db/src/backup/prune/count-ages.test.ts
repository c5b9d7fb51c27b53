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

it('counts no more than two days of a jump of sixty, before and after a base was made by the wrong clock', () => {
  expect(inDays(countAges(daily(40), 60 * DAY_MS)).at(-1)).toBe(2)
  const ages = inDays(countAges([...daily(40), 60 * DAY_MS, 61 * DAY_MS], 61 * DAY_MS))
  expect(ages.slice(-3)).toEqual([3, 1, 0])
  expect(ages[0]).toBe(42)
})

it('is never below nothing where a clock went back', () => {
  expect(Math.min(...countAges(daily(3), -30 * DAY_MS))).toBe(0)
})
