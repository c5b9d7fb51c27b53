import { addDays, type CivilDay } from '../calendars/civil-day.ts'
import { openZoneClock } from '../calendars/zone-clock.ts'
import type { Contract } from '../contracts/contract.ts'

export interface SalesDayClock {
  /** The day on the wall, and the one the acquirer counts the sale to. */
  read(ms: number): { readonly localDay: CivilDay; readonly salesDay: CivilDay }
}

/** A day closes at one instant, however often the clocks show its closing time that night. */
export function openSalesDayClock({ zone, salesDay: rule }: Pick<Contract, 'zone' | 'salesDay'>): SalesDayClock {
  const clock = openZoneClock(zone)
  const closings = new Map<CivilDay, number>()
  const closingOn = (day: CivilDay): number => {
    const closing = closings.get(day) ?? clock.instantOf(day, rule.closesAtMinute)
    closings.set(day, closing)
    return closing
  }
  return {
    read: (ms) => {
      const localDay = clock.localDay(ms)
      const closed = ms >= closingOn(localDay)
      if (rule.closes === 'next_day') return { localDay, salesDay: closed ? localDay : addDays(localDay, -1) }
      return { localDay, salesDay: closed ? addDays(localDay, 1) : localDay }
    },
  }
}
