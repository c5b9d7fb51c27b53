import { describe, expect, it } from 'vitest'
import { createBusinessCalendar, newestFirst, type StoreHours } from './business-day.ts'

const at = (iso: string): number => Date.parse(iso)
const hours = (timeZone: string, cutOffMinutes = 0, validFrom = '2020-01-01'): StoreHours => ({
  timeZone,
  cutOffMinutes,
  validFrom,
})
const day = createBusinessCalendar()

describe('business day', () => {
  it.each([
    // Shanghai has no summer time: midnight there is 16:00 UTC all year round.
    ['Asia/Shanghai', 0, '2026-07-01T15:59:59.999Z', '2026-07-01'],
    ['Asia/Shanghai', 0, '2026-07-01T16:00:00.000Z', '2026-07-02'],
    ['Asia/Shanghai', 240, '2026-07-01T19:59:59.999Z', '2026-07-01'],
    ['Asia/Shanghai', 240, '2026-07-01T20:00:00.000Z', '2026-07-02'],
    // Berlin, last Sunday of March: 02:00 becomes 03:00 at 01:00 UTC.
    ['Europe/Berlin', 0, '2026-03-28T22:59:59.999Z', '2026-03-28'],
    ['Europe/Berlin', 0, '2026-03-28T23:00:00.000Z', '2026-03-29'],
    ['Europe/Berlin', 0, '2026-03-29T21:59:59.999Z', '2026-03-29'],
    ['Europe/Berlin', 0, '2026-03-29T22:00:00.000Z', '2026-03-30'],
    ['Europe/Berlin', 240, '2026-03-29T01:59:59.999Z', '2026-03-28'],
    ['Europe/Berlin', 240, '2026-03-29T02:00:00.000Z', '2026-03-29'],
    // … and of October: 03:00 becomes 02:00 at 01:00 UTC; 02:30 happens twice and is one business day both times.
    ['Europe/Berlin', 180, '2026-10-25T00:30:00.000Z', '2026-10-24'],
    ['Europe/Berlin', 180, '2026-10-25T01:30:00.000Z', '2026-10-24'],
    ['Europe/Berlin', 180, '2026-10-25T02:00:00.000Z', '2026-10-25'],
    // Half and three-quarter hour zones, and the far side of the date line.
    ['Asia/Kathmandu', 0, '2026-01-01T18:14:59.000Z', '2026-01-01'],
    ['Asia/Kathmandu', 0, '2026-01-01T18:15:00.000Z', '2026-01-02'],
    ['Pacific/Kiritimati', 0, '2026-01-01T10:00:00.000Z', '2026-01-02'],
    ['America/New_York', 0, '2026-11-01T03:59:00.000Z', '2026-10-31'],
  ])('%s, cut-off %d min: %s is %s', (timeZone, cutOffMinutes, instant, expected) => {
    expect(day([hours(timeZone, cutOffMinutes)], at(instant))).toEqual({ businessDate: expected, timeZone })
  })

  it('follows a change of cut-off from its date on, and serves instants before the first entry', () => {
    const changed = newestFirst([hours('Europe/Rome', 0, '2026-01-01'), hours('Europe/Rome', 300, '2026-06-01')])
    expect(day(changed, at('2026-05-31T23:00:00Z')).businessDate).toBe('2026-06-01')
    expect(day(changed, at('2026-06-02T01:00:00Z')).businessDate).toBe('2026-06-01')
    expect(day(changed, at('2025-12-31T12:00:00Z')).businessDate).toBe('2025-12-31')
  })

  it('falls back to UTC without hours or with a zone nobody knows: no setting refuses a payment', () => {
    expect(day([], at('2026-02-03T23:59:00Z'))).toEqual({ businessDate: '2026-02-03', timeZone: 'UTC' })
    expect(day([hours('Mars/Olympus')], at('2026-02-03T23:59:00Z')).businessDate).toBe('2026-02-03')
  })

  it('agrees with the platform for every hour of a year with two changes', () => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' })
    for (let ms = at('2026-01-01T00:00:00Z'); ms < at('2027-01-01T00:00:00Z'); ms += 3_600_000) {
      expect(day([hours('Europe/Paris')], ms).businessDate).toBe(format.format(ms))
    }
  })
})
