import type { CalendarTable } from '../calendars/calendar-table.ts'
import { civilDay, dayNumber } from '../calendars/civil-day.ts'
import { joinCalendars } from '../calendars/joint-calendar.ts'
import { byText } from '../matching/sorted.ts'
import { raise } from './raise.ts'
import { type MissingFiles, openDaysBetween } from './raise-missing-files.ts'

/** One booked statement, as its head and tail tell it. */
export interface StatementFact {
  readonly file: string
  readonly fileNumber: number
  readonly account: string
  readonly currency: string
  readonly sequence: string | null
  readonly openingMinor: number | null
  readonly closingMinor: number | null
  /** Day number of its closing balance. */
  readonly day: number
  readonly entries: number
}
export interface ExpectedStatements {
  readonly account: string
  readonly calendars: readonly string[]
  readonly dueAfterDays: number
  /** The day from which on statements are expected; null where those before the ones given are known. */
  readonly from: number | null
  readonly until: number
}
/** A payout that should be on a statement of the account. */
export interface DuePayout {
  readonly account: string
  readonly dueDay: number
}

/** A payout that was due some days before may have come with the statement that is missing. */
const DAYS_BEFORE = 7

/**
 * A chain is whole while each statement opens with what the one before closed with. A day without a statement is nothing
 * wrong in a whole chain: banks write none when nothing moved. After the last one only the calendar can tell. Before the first
 * one is missing when it opens with money, and payouts were due while statements were expected already. `due`: which are open.
 * `settledOn`: the day on which people have settled a gap by its key: what was not missing then is a gap of its own.
 */
export function raiseMissingStatements(
  statements: readonly StatementFact[],
  expected: readonly ExpectedStatements[],
  tables: readonly CalendarTable[],
  today: number,
  due: readonly DuePayout[] = [],
  settledOn: (key: string) => number | undefined = () => undefined,
): MissingFiles {
  const chains = Map.groupBy(statements, ({ account }) => account)
  const found = expected.flatMap(({ account, calendars, dueAfterDays, from, until }) => {
    const calendar = joinCalendars(calendars, tables)
    const chain = (chains.get(account) ?? []).toSorted(
      (a, b) => a.day - b.day || Number(a.sequence) - Number(b.sequence) || a.fileNumber - b.fileNumber || byText(a.file, b.file),
    )
    const broken = chain.flatMap((next, at) => {
      const before = chain[at - 1]
      if (!before || follows(before, next)) return []
      const between = openDaysBetween(calendar, civilDay(before.day), civilDay(next.day)).map(dayNumber)
      return [{ account, days: between.length > 0 ? between : [next.day], currency: next.currency }]
    })
    const [first] = chain
    if (first && from !== null && first.openingMinor !== 0) {
      const earliest = Math.min(...due.filter((one) => one.account === account && from <= one.dueDay).map(({ dueDay }) => dueDay))
      const before =
        earliest < first.day ? openDaysBetween(calendar, civilDay(earliest - 1), civilDay(first.day)).map(dayNumber) : []
      if (before.length > 0) broken.unshift({ account, days: before, currency: first.currency })
    }
    const last = chain.at(-1)
    const dueUntil = Math.min(until, today - dueAfterDays - 1)
    const after = last ? openDaysBetween(calendar, civilDay(last.day), civilDay(dueUntil + 1)).map(dayNumber) : []
    if (last && after.length > 0) broken.push({ account, days: after, currency: last.currency })
    return broken.flatMap((gap) =>
      splitSettled(gap.days, (day) => {
        const on = settledOn(keyOf(account, day))
        return on === undefined ? undefined : on - dueAfterDays - 1
      }).map(({ firstDay, lastDay }) => ({ account, firstDay, lastDay, currency: gap.currency })),
    )
  })
  const exceptions = found.map(({ account, firstDay, currency }) =>
    raise(
      'FILE_MISSING',
      { acquirer: '', account, day: firstDay },
      { amountMinor: 0, currency },
      { named: [account, civilDay(firstDay)] },
    ),
  )
  return {
    exceptions,
    gaps: found.map(({ account, firstDay, lastDay }, at) => ({
      key: exceptions[at]?.key ?? '',
      acquirer: null,
      account,
      firstDay: firstDay - DAYS_BEFORE,
      lastDay,
      only: ['MISSING_IN_BANK'],
    })),
  }
}

const keyOf = (account: string, firstDay: number): string =>
  raise('FILE_MISSING', { acquirer: '', account, day: firstDay }, NOTHING, { named: [account, civilDay(firstDay)] }).key
const NOTHING = { amountMinor: 0, currency: 'XXX' }

/** Open days without a statement, parted behind the last one that was missing when people settled what began with the first. */
function splitSettled(days: readonly number[], settledUntil: (firstDay: number) => number | undefined) {
  const parts: { firstDay: number; lastDay: number }[] = []
  for (let at = 0; at < days.length; ) {
    const firstDay = days[at] ?? 0
    const until = settledUntil(firstDay)
    const end = until === undefined ? days.length : Math.max(at + 1, days.filter((day) => day <= until).length)
    parts.push({ firstDay, lastDay: days[end - 1] ?? firstDay })
    at = end
  }
  return parts
}

function follows(before: StatementFact, next: StatementFact): boolean {
  if (before.closingMinor !== null && next.openingMinor !== null) return before.closingMinor === next.openingMinor
  const [a, b] = [Number(before.sequence ?? Number.NaN), Number(next.sequence ?? Number.NaN)]
  return Number.isNaN(a) || Number.isNaN(b) || b === a + 1 || b === 1
}

export interface RepeatedStatement {
  readonly statement: StatementFact
  readonly first: StatementFact
}

/** The same statement under another message id, or in another file. The first that came stands. */
export function findRepeatedStatements(statements: readonly StatementFact[]): RepeatedStatement[] {
  const first = new Map<string, StatementFact>()
  const repeated: RepeatedStatement[] = []
  for (const statement of statements.toSorted((a, b) => a.fileNumber - b.fileNumber || byText(a.file, b.file))) {
    const { account, currency, sequence, openingMinor, closingMinor, day, entries } = statement
    if (openingMinor === null || closingMinor === null || entries === 0) continue
    const key = JSON.stringify([account, currency, sequence, openingMinor, closingMinor, day, entries])
    const known = first.get(key)
    if (known) repeated.push({ statement, first: known })
    else first.set(key, statement)
  }
  return repeated
}
