import { type ArchiveFolder, BUSY } from '../audit-archives/index.ts'
import { overFor } from '../audit-archives/months.ts'
import { isServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/index.ts'
import { rowsThrough } from '../read-rows.ts'
import { type EventArchive, readEventArchives } from './archive-row.ts'
import { readEventMonthsChoice } from './event-months-choice.ts'
import { type EventArchiveContext, putAwayEvents } from './put-away-events.ts'
import { verifyEventArchive } from './verify-event-archive.ts'

/** What keeps a month that is due in the database until the next look. Each has its words. */
export const keptReasons = [
  'payments_undecided',
  'expectations_open',
  'exceptions_open',
  'heads_not_in_log',
  'events_busy',
] as const
export type KeptReason = (typeof keptReasons)[number]

export interface KeptMonth {
  readonly month: string
  readonly reason: KeptReason
}

export interface TendedEventMonths {
  readonly putAway: readonly string[]
  readonly kept: readonly KeptMonth[]
  readonly verified: readonly string[]
}

const DAY_MS = 24 * 3_600_000
const VERIFY_EVERY_MS = 30 * DAY_MS
/** Somebody brought it back to look at it. */
const BROUGHT_BACK_FOR_MS = 30 * DAY_MS

/**
 * What a day asks of the events' archives: months that have come of the age a person chose are put away, and the file nobody has
 * read for a month is read, because it is the only place of what is in it. What fails is thrown, after everything else was tried.
 */
export async function tendEventMonths(ctx: EventArchiveContext, folder: ArchiveFolder): Promise<TendedEventMonths> {
  requireWholeChain(ctx)
  const failures: unknown[] = []
  const archives = await readEventArchives(ctx.pool)
  const due = await dueMonths(ctx, archives)
  const putAway: string[] = []
  const kept: KeptMonth[] = []
  for (const month of due) {
    try {
      await putAwayEvents(ctx, folder, month)
      putAway.push(month)
    } catch (error) {
      const reason = isServiceError(error) ? error.reason : undefined
      // Somebody at the server is at the archives, or this hub ends: the next look finds what is left.
      if (reason === BUSY) break
      if (isKeptReason(reason)) kept.push({ month, reason })
      else failures.push(error)
    }
  }
  await noteKept(ctx, kept)
  const verified: string[] = []
  for (const month of toRead(archives, ctx.now().getTime())) {
    try {
      await verifyEventArchive(ctx, folder, month)
      verified.push(month)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return { putAway, kept, verified }
}

function isKeptReason(reason: string | undefined): reason is KeptReason {
  return (keptReasons as readonly (string | undefined)[]).includes(reason)
}

/** Months with events in the database that are older than was chosen, the earliest first. */
async function dueMonths(ctx: EventArchiveContext, archives: readonly EventArchive[]): Promise<string[]> {
  const { months } = await readEventMonthsChoice(rowsThrough(ctx.pool))
  if (months === null) return []
  const now = ctx.now()
  const looked = new Set(
    archives
      .filter(({ restoredAt }) => restoredAt !== null && now.getTime() - restoredAt.getTime() < BROUGHT_BACK_FOR_MS)
      .map(({ month }) => month),
  )
  const { rows } = await ctx.pool.query<{ month: string }>(
    `select replace(substr(c.relname, 7), '_', '-') as month from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'event'::regclass and c.relname ~ '^event_[0-9]{4}_[0-9]{2}$' order by 1`,
  )
  const due: string[] = []
  for (const { month } of rows) {
    if (looked.has(month) || !overFor(month, months, now)) continue
    const { rows: some } = await ctx.pool.query(
      `select from event where recorded_on >= ($1 || '-01')::date and recorded_on < (($1 || '-01')::date + interval '1 month')::date limit 1`,
      [month],
    )
    if (some.length > 0) due.push(month)
  }
  return due
}

async function noteKept(ctx: EventArchiveContext, kept: readonly KeptMonth[]): Promise<void> {
  await inTransaction(ctx, async (client) => {
    await client.query('delete from event_month_kept')
    for (const { month, reason } of kept)
      await client.query('insert into event_month_kept (month, reason, looked_at) values ($1, $2, $3)', [
        month,
        reason,
        ctx.now(),
      ])
  })
}

/** Files that were not sound, each time until they are: whoever is told of a failing job is told for as long as it lasts. And the stalest. */
function toRead(archives: readonly EventArchive[], nowMs: number): string[] {
  const away = archives.filter(({ awayAt }) => awayAt !== null)
  const [stalest] = away
    .filter(({ trouble, verifiedAt }) => trouble === null && nowMs - verifiedAt.getTime() > VERIFY_EVERY_MS)
    .sort((left, right) => left.verifiedAt.getTime() - right.verifiedAt.getTime())
  const unsound = away.filter(({ trouble }) => trouble !== null)
  return [...unsound, ...(stalest === undefined ? [] : [stalest])].map(({ month }) => month)
}
