import type { CalendarTable } from '../calendars/calendar-table.ts'
import { addDays, type CivilDay, monthLength, weekdayOf } from '../calendars/civil-day.ts'
import { type CalendarProblem, type ClosedDay, joinCalendars } from '../calendars/joint-calendar.ts'
import type { Contract, PayoutFrequency } from '../contracts/contract.ts'
import type { ExpectedDays, Step } from './expectation.ts'

export type CountedDays =
  | { readonly ok: true; readonly days: ExpectedDays; readonly steps: readonly Step[] }
  | { readonly ok: false; readonly problem: CalendarProblem }

/** From a sales day to its due dates. Every sale of a day shares them, so they are counted once. */
export function openDayCounter(contract: Contract, tables: readonly CalendarTable[]): (salesDay: CivilDay) => CountedDays {
  const { payout, bank, late } = contract
  const settlement = joinCalendars(contract.settlementCalendars, tables)
  const arrival = joinCalendars(bank.calendars, tables)
  // Money leaves on a day when both sides work.
  const both = joinCalendars([...contract.settlementCalendars, ...bank.calendars], tables)
  const afterCutOff = (bank.sentAtMinute ?? 0) > (bank.cutOffMinute ?? 1440)
  const lagDays = bank.bookingLagDays + (afterCutOff ? 1 : 0)

  const count = (salesDay: CivilDay): CountedDays => {
    const captureDay = addDays(salesDay, contract.captureDelayDays)
    const settled = settlement.add(captureDay, contract.settlementLag)
    if (!settled.ok) return settled
    const nominalDay = nextPayoutDay(payout.frequency, settled.day)
    const paid = both.roll(nominalDay)
    if (!paid.ok) return paid
    const arrived = arrival.add(paid.day, lagDays)
    if (!arrived.ok) return arrived
    const lateAfter = arrival.add(arrived.day, late.graceWorkingDays)
    if (!lateAfter.ok) return lateAfter
    const missingAfter = arrival.add(lateAfter.day, late.missingAfterWorkingDays)
    if (!missingAfter.ok) return missingAfter
    const capture: Step[] =
      contract.captureDelayDays === 0 ? [] : [{ step: 'capture', day: captureDay, delayDays: contract.captureDelayDays }]
    return {
      ok: true,
      days: {
        salesDay,
        captureDay,
        settlementDay: settled.day,
        payoutDay: paid.day,
        arrivalDue: arrived.day,
        lateAfter: lateAfter.day,
        missingAfter: missingAfter.day,
        fileDue: addDays(captureDay, contract.fileDueDays),
      },
      steps: [
        ...capture,
        { step: 'settlement', day: settled.day, lag: contract.settlementLag, skipped: settled.skipped },
        { step: 'payout', day: paid.day, frequency: payout.frequency, nominalDay, skipped: paid.skipped },
        { step: 'arrival', day: arrived.day, lagDays, afterCutOff, skipped: arrived.skipped },
      ],
    }
  }
  const counted = new Map<CivilDay, CountedDays>()
  return (salesDay) => {
    const result = counted.get(salesDay) ?? count(salesDay)
    counted.set(salesDay, result)
    return result
  }
}

/** The first day of the rhythm not before `day`. */
export function nextPayoutDay(frequency: PayoutFrequency, day: CivilDay): CivilDay {
  switch (frequency.every) {
    case 'day':
      return day
    case 'week': {
      let candidate = day
      while (!frequency.on.includes(weekdayOf(candidate))) candidate = addDays(candidate, 1)
      return candidate
    }
    case 'month': {
      const inMonthOf = (any: CivilDay) =>
        `${any.slice(0, 8)}${String(Math.min(frequency.on, monthLength(any))).padStart(2, '0')}`
      const thisMonth = inMonthOf(day)
      return thisMonth >= day ? thisMonth : inMonthOf(addDays(`${day.slice(0, 8)}01`, monthLength(day)))
    }
  }
}

/** Holidays that moved a date, for a sentence; weekends are what everybody counts anyway. */
export const holidaysOf = (skipped: readonly ClosedDay[]): readonly ClosedDay[] =>
  skipped.filter(({ because }) => because !== 'weekend')
