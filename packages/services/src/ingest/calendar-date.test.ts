import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayNumber } from './calendar-date.ts'

it('counts days as the engine does, from the year 0000 to 9999', () => {
  fc.assert(
    fc.property(fc.integer({ min: -719_528, max: 2_932_896 }), (day) => {
      expect(dayNumber(new Date(day * 86_400_000).toISOString().slice(0, 10))).toBe(day)
    }),
  )
  for (const date of ['0000-01-01', '1900-03-01', '2000-02-29', '2024-12-31', '9999-12-31'])
    expect(dayNumber(date)).toBe(Date.parse(date) / 86_400_000)
})
