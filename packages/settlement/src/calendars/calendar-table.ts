import type { CivilDay } from './civil-day.ts'

/** One frozen edition of one calendar. A correction is a new version; old expectations keep the one they were made with. */
export interface CalendarTable {
  readonly id: string
  readonly version: string
  /** Who published the days and what it is called there. */
  readonly source: string
  /** ISO weekdays on which it is closed unless `open` says otherwise. */
  readonly weekend: readonly number[]
  /** Only published years are here; any other year is answered with "not published", never with a guess. */
  readonly years: Readonly<Record<number, CalendarYear>>
}

export interface CalendarYear {
  /** Day → key of the holiday's name. */
  readonly closed: Readonly<Record<CivilDay, string>>
  /** Days of a weekend that are worked (调休). */
  readonly open?: Readonly<Record<CivilDay, string>>
}

/** A calendar without closed days: for acquirers that settle every day of the year. */
export const EVERY_DAY = 'every-day'
