import type { CalendarTable } from '../calendars/calendar-table.ts'
import { addDays, type CivilDay, civilDay, dayNumber } from '../calendars/civil-day.ts'
import { type JointCalendar, joinCalendars } from '../calendars/joint-calendar.ts'
import type { RaisedException } from './exception-codes.ts'
import { raise } from './raise.ts'
import type { Gap } from './silence.ts'

/** Files of an acquirer that come for each day its calendars are open. */
export interface ExpectedFiles {
  readonly source: string
  readonly acquirer: string
  /** null where one file has all merchant accounts. */
  readonly merchantAccount: string | null
  readonly calendars: readonly string[]
  readonly dueAfterDays: number
  /** Day numbers, both included. */
  readonly from: number
  readonly until: number
}
export interface MissingFiles {
  readonly exceptions: readonly RaisedException[]
  readonly gaps: readonly (Gap & { readonly key: string })[]
}

/** `covered`: source → days that the files here are of. `isQuiet`: nothing was sold, so nothing is to be told. */
export function raiseMissingFiles(
  expected: readonly ExpectedFiles[],
  covered: ReadonlyMap<string, ReadonlySet<number>>,
  isQuiet: (files: ExpectedFiles, day: number) => boolean,
  tables: readonly CalendarTable[],
  today: number,
): MissingFiles {
  const found = expected.flatMap((files) => {
    const calendar = joinCalendars(files.calendars, tables)
    const days = covered.get(files.source)
    return daysBetween(files.from, Math.min(files.until, today - files.dueAfterDays - 1))
      .filter((day) => !days?.has(day) && isOpen(calendar, civilDay(day)) && !isQuiet(files, day))
      .map((day) => ({ files, day }))
  })
  const exceptions = found.map(({ files: { source, acquirer, merchantAccount }, day }) =>
    raise(
      'FILE_MISSING',
      { acquirer, merchantAccount, account: null, day },
      { amountMinor: 0, currency: 'XXX' },
      { named: [source, civilDay(day)] },
    ),
  )
  return {
    exceptions,
    gaps: exceptions.map(({ key, scope }) => ({
      key,
      acquirer: scope.acquirer,
      merchantAccount: scope.merchantAccount ?? null,
      account: null,
      firstDay: scope.day,
      lastDay: scope.day,
    })),
  }
}

export const isOpen = (calendar: JointCalendar, day: CivilDay): boolean => {
  const rolled = calendar.roll(day)
  return rolled.ok && rolled.day === day
}

export const daysBetween = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)

/** Open days after one day and before another. */
export const openDaysBetween = (calendar: JointCalendar, after: CivilDay, before: CivilDay): CivilDay[] =>
  daysBetween(dayNumber(addDays(after, 1)), dayNumber(before) - 1)
    .map(civilDay)
    .filter((day) => isOpen(calendar, day))
