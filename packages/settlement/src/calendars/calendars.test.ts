import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EVERY_DAY } from './calendar-table.ts'
import { addDays, civilDay, dayNumber, isCivilDay, monthLength, weekdayOf } from './civil-day.ts'
import { joinCalendars } from './joint-calendar.ts'
import { CALENDARS } from './registry.ts'

const join = (...ids: string[]) => joinCalendars(ids, CALENDARS)

describe('the frozen calendar tables', () => {
  it.each(CALENDARS)('$id: every day is a day of its year, and no day is both closed and worked', (table) => {
    for (const [year, { closed, open = {} }] of Object.entries(table.years)) {
      for (const day of [...Object.keys(closed), ...Object.keys(open)]) {
        expect(isCivilDay(day)).toBe(true)
        expect(day.slice(0, 4)).toBe(year)
      }
      for (const day of Object.keys(open)) {
        expect(closed[day]).toBeUndefined()
        expect(table.weekend).toContain(weekdayOf(day))
      }
    }
  })

  it('has the weekdays which the Chinese notices print beside their days', () => {
    const printed: [string, number][] = [
      ['2025-01-28', 2],
      ['2025-02-04', 2],
      ['2025-01-26', 7],
      ['2025-10-08', 3],
      ['2025-10-11', 6],
      ['2026-02-15', 7],
      ['2026-02-23', 1],
      ['2026-02-28', 6],
      ['2026-05-09', 6],
      ['2026-09-20', 7],
      ['2026-10-07', 3],
    ]
    for (const [day, weekday] of printed) expect([day, weekdayOf(day)]).toEqual([day, weekday])
  })
})

describe('joint calendars', () => {
  it('works on a make-up Saturday, and rests through the nine days of the 2026 spring festival', () => {
    expect(join('china').roll('2026-02-14')).toEqual({ ok: true, day: '2026-02-14', skipped: [] })
    const rolled = join('china').roll('2026-02-15')
    expect(rolled).toMatchObject({ ok: true, day: '2026-02-24' })
    expect(rolled.ok && rolled.skipped.map(({ because }) => because)).toEqual(Array(9).fill('spring_festival'))
  })

  it('is closed when one of two calendars is', () => {
    expect(join('china', 'target2').roll('2026-02-14')).toMatchObject({ day: '2026-02-24' })
    expect(join('target2').roll('2026-04-03')).toMatchObject({ day: '2026-04-07' })
    expect(join('target2', 'us-fed').roll('2026-05-25')).toMatchObject({ day: '2026-05-26' })
  })

  it('keeps the Fed open on the Friday before a Saturday holiday', () => {
    expect(join('us-fed').roll('2026-07-03')).toMatchObject({ day: '2026-07-03' })
    expect(join('us-fed').roll('2027-07-04')).toMatchObject({ day: '2027-07-06' })
  })

  it('says "not published" for a year nobody announced, also when a roll runs into it', () => {
    const problem = { ok: false, problem: { kind: 'year_not_published', calendar: 'china', year: 2027 } }
    expect(join('china', 'target2').roll('2027-03-01')).toEqual(problem)
    expect(join('china').add('2026-12-31', 1)).toEqual(problem)
    expect(join('nowhere').roll('2026-03-01')).toEqual({ ok: false, problem: { kind: 'unknown_calendar', calendar: 'nowhere' } })
  })

  it('counts every day where an acquirer settles every day', () => {
    expect(join(EVERY_DAY).add('2026-12-31', 1)).toEqual({ ok: true, day: '2027-01-01', skipped: [] })
  })

  it('rolls to the first day that all are open, and adding one by one is adding at once', () => {
    const days = fc.integer({ min: dayNumber('2025-01-01'), max: dayNumber('2026-11-30') }).map(civilDay)
    const ids = fc.uniqueArray(fc.constantFrom('target2', 'us-fed', 'uk', 'china'), { minLength: 1 })
    fc.assert(
      fc.property(days, ids, fc.integer({ min: 1, max: 6 }), (day, names, steps) => {
        const joint = join(...names)
        const rolled = joint.roll(day)
        expect(rolled.ok && rolled.day >= day).toBe(true)
        if (!rolled.ok) return
        expect(rolled.skipped.map((one) => one.day)).toEqual(rolled.skipped.map((_, n) => addDays(day, n)))
        expect(joint.roll(rolled.day)).toEqual({ ok: true, day: rolled.day, skipped: [] })
        let one = day
        for (let n = 0; n < steps; n++) {
          const next = joint.add(one, 1)
          if (next.ok) one = next.day
        }
        expect(joint.add(day, steps)).toMatchObject({ day: one })
        expect(join(...names.toReversed()).add(day, steps)).toEqual(joint.add(day, steps))
      }),
    )
  })
})

describe('civil days', () => {
  it('knows 30 February for what it is', () => {
    expect(isCivilDay('2026-02-30')).toBe(false)
    expect(() => dayNumber('2026-02-30')).toThrow(RangeError)
    expect(isCivilDay('2024-02-29')).toBe(true)
    expect(monthLength('2026-02-10')).toBe(28)
    expect(monthLength('2026-12-10')).toBe(31)
  })
})
