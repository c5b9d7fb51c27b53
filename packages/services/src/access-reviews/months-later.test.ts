import { expect, it } from 'vitest'
import { monthsLater } from './months-later.ts'

it.each([
  ['2026-05-15T08:00:00.000Z', '2026-11-15T08:00:00.000Z'],
  ['2026-11-30T08:00:00.000Z', '2027-05-30T08:00:00.000Z'],
  ['2026-08-31T08:00:00.000Z', '2027-02-28T08:00:00.000Z'],
  ['2027-08-30T23:59:59.000Z', '2028-02-29T23:59:59.000Z'],
])('six months after %s is %s', (from, later) => {
  expect(monthsLater(new Date(from), 6).toISOString()).toBe(later)
})
