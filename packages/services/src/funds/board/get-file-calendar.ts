import { addDays, type CalendarTable, type CivilDay, EVERY_DAY, joinCalendars } from '@counterfoil/settlement/funds'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { readTogether } from '../../read-rows.ts'
import { readCalendars } from '../calendars/read-calendars.ts'

export const FileCalendarInput = z.strictObject({
  daysBack: z.int().min(1).max(60).default(11),
  daysAhead: z.int().min(0).max(30).default(6),
})
export type FileCalendarInput = z.infer<typeof FileCalendarInput>

/** `closed`: none is due; `broken`: here, but its balances do not follow from the day before. */
export type FileDayState = 'received' | 'late' | 'overdue' | 'duplicate' | 'broken' | 'expected' | 'closed' | 'held'

export interface ExpectedFiles {
  readonly sourceId: number
  readonly name: string
  readonly kind: 'acquirer' | 'bank'
  /** Local minute of the day by which it is due, and of which zone. */
  readonly dueMinute: number
  readonly dueAfterDays: number
  readonly timeZone: string
  readonly workingDaysOnly: boolean
  readonly days: readonly { readonly day: string; readonly state: FileDayState; readonly fileId: string | null }[]
}

export interface FileCalendar {
  readonly today: string
  readonly days: readonly string[]
  readonly sources: readonly ExpectedFiles[]
}

interface SourceRecord {
  readonly id: number
  readonly name: string
  readonly kind: 'acquirer' | 'bank'
  readonly calendars: string[]
  readonly dueMinute: number
  readonly dueAfterDays: number
  readonly timeZone: string
  readonly activeFrom: string
  readonly activeTo: string | null
  readonly accountId: number | null
}

interface DayRecord {
  readonly sourceId: number
  readonly day: string
  readonly fileId: string
  readonly state: string
  readonly late: boolean
}

/** Files that were expected about each day and whether they came, by the day they are about. */
export async function getFileCalendar(ctx: ServiceContext, { daysBack, daysAhead }: FileCalendarInput): Promise<FileCalendar> {
  const today: CivilDay = ctx.now().toISOString().slice(0, 10)
  const days = Array.from({ length: daysBack + daysAhead + 1 }, (_, n) => addDays(today, n - daysBack))
  return readTogether(ctx, async (rows) => {
    const sources = await rows<SourceRecord>(
      `select id, name, kind, calendars, due_minute as "dueMinute", due_after_days as "dueAfterDays", time_zone as "timeZone",
              active_from::text as "activeFrom", active_to::text as "activeTo", bank_account_id as "accountId"
       from funds_source where active_to is null or active_to >= $1::date order by kind, name`,
      days[0],
    )
    const tables = (await readCalendars(ctx.pool)).map(({ table }) => table)
    const came = await rows<DayRecord>(
      `select s.id as "sourceId", d::date::text as day, f.id::text as "fileId", f.state,
              f.received_at > ((d::date + s.due_after_days) + make_interval(mins => s.due_minute)) at time zone s.time_zone as late
       from funds_file f join funds_source s on s.id = f.source_id
       cross join generate_series(greatest(f.first_day, $1::date), least(f.last_day, $2::date), interval '1 day') d
       where f.last_day >= $1::date and f.first_day <= $2::date and f.state in ('imported', 'duplicate', 'held', 'previewed')
       order by f.id`,
      days[0],
      days.at(-1),
    )
    const overdue = await rows<{ sourceId: number; day: string }>(
      `select s.id as "sourceId", d::date::text as day from funds_source s
       cross join generate_series($1::date, $2::date, interval '1 day') d
       where ((d::date + s.due_after_days) + make_interval(mins => s.due_minute)) at time zone s.time_zone < $3::timestamptz`,
      days[0],
      days.at(-1),
      ctx.now(),
    )
    const broken = await rows<{ accountId: number; day: string }>(
      `select distinct s.bank_account_id as "accountId", s.opening_on::text as day from funds_identity i
       join bank_account a on a.number = split_part(i.about, ' ', 1)
       join bank_statement s on s.bank_account_id = a.id and s.file_id::text = split_part(i.about, ' ', -1)
         and s.closing_on::text = left(split_part(i.about, ' ', 2), 10)
       where i.name = 'statement_chain' and not i.holds`,
    )
    const byDay = Map.groupBy(came, ({ sourceId, day }) => `${sourceId} ${day}`)
    const past = new Set(overdue.map(({ sourceId, day }) => `${sourceId} ${day}`))
    const torn = new Set(broken.map(({ accountId, day }) => `${accountId} ${day}`))
    return {
      today,
      days,
      sources: sources.map((source) => ({
        sourceId: source.id,
        name: source.name,
        kind: source.kind,
        dueMinute: source.dueMinute,
        dueAfterDays: source.dueAfterDays,
        timeZone: source.timeZone,
        workingDaysOnly: source.calendars.some((name) => name !== EVERY_DAY),
        days: days.map((day) => {
          const files = byDay.get(`${source.id} ${day}`) ?? []
          const state = stateOf(
            source,
            day,
            files,
            past.has(`${source.id} ${day}`),
            torn.has(`${source.accountId} ${day}`),
            tables,
          )
          return { day, state, fileId: files.at(-1)?.fileId ?? null }
        }),
      })),
    }
  })
}

function stateOf(
  source: SourceRecord,
  day: string,
  files: readonly DayRecord[],
  past: boolean,
  torn: boolean,
  tables: readonly CalendarTable[],
): FileDayState {
  const imported = files.find(({ state }) => state === 'imported')
  if (imported) {
    if (torn) return 'broken'
    if (files.some(({ state }) => state === 'duplicate')) return 'duplicate'
    return imported.late ? 'late' : 'received'
  }
  if (files.length > 0) return 'held'
  const rolled = joinCalendars(source.calendars, tables).roll(day)
  const due = day >= source.activeFrom && (source.activeTo === null || day <= source.activeTo) && rolled.ok && rolled.day === day
  if (!due) return 'closed'
  return past ? 'overdue' : 'expected'
}
