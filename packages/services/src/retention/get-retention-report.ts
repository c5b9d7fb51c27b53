import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import {
  EVENT_MONTHS_AT_HAND,
  type EventMonthsChoice,
  type KeptMonth,
  MOST_EVENT_MONTHS,
  readEventMonthsChoice,
} from '../event-months/index.ts'
import { requireWholeChain } from '../permissions/index.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { type DataClassName, dataClasses, dataClassNames, type PurgedClass, purgedClasses, type Reason } from './data-classes.ts'
import { countOver } from './purge-class.ts'
import { Quarter, quarterBegins, quarterEnds, quarterOf } from './quarter.ts'
import { readPeriods } from './read-periods.ts'

export const RetentionReportInput = z.strictObject({ quarter: Quarter.optional() })
export type RetentionReportInput = z.infer<typeof RetentionReportInput>

/** What went of a class in the quarter, and what is too old at this moment. */
export interface PurgeTold {
  readonly days: number
  readonly leastDays: number
  readonly mostDays: number
  readonly defaultDays: number
  readonly changedAt: Date | null
  readonly changedBy: string | null
  /** Days of the quarter on which a hub looked, and what went then. */
  readonly looks: number
  readonly removed: number
  readonly oldest: Date | null
  readonly newest: Date | null
  readonly lastLookAt: Date | null
  /** The most that a look of the quarter left behind beyond what stays on purpose. */
  readonly mostLeft: number
  /** Counted now: older than the period, and those of them that stay on purpose. */
  readonly overNow: number
  readonly heldNow: number
}

export interface EventMonthsTold extends EventMonthsChoice {
  readonly leastMonths: number
  readonly mostMonths: number
  readonly kept: readonly KeptMonth[]
  /** Files that were not what they were when a hub read them last. */
  readonly unsound: readonly string[]
}

export interface ClassTold {
  readonly name: DataClassName
  readonly because: Reason
  readonly accountData: boolean
  readonly monthsAtHand: number | null
  /** Months that are in files alone. */
  readonly awayMonths: readonly string[]
  /** Of events: from when on a hub puts them away by itself, and which stayed when it looked last. */
  readonly byThemselves: EventMonthsTold | null
  readonly purge: PurgeTold | null
}

export interface RetentionReport {
  readonly quarter: string
  readonly from: Date
  readonly until: Date
  readonly madeAt: Date
  readonly classes: readonly ClassTold[]
  /** Rows that should be gone and are here: of every class, but for what stays on purpose. */
  readonly overdue: number
}

/** PCI DSS 3.2.1: every class, how long it is kept, what went of it in a quarter, and whether anything older is left. */
export async function getRetentionReport(
  ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>,
  { quarter = quarterOf(ctx.now()) }: RetentionReportInput,
): Promise<RetentionReport> {
  requireWholeChain(ctx)
  const madeAt = ctx.now()
  const [from, until] = [quarterBegins(quarter), quarterEnds(quarter)]
  const { purges, away, eventMonths } = await readTogether(ctx, async (rows) => ({
    purges: await readPurges(rows, { from, until, madeAt }),
    away: { audit: await readAway(rows, 'audit_archive'), events: await readAway(rows, 'event_archive') },
    eventMonths: await readEventMonths(rows),
  }))
  const classes = dataClassNames.map((name): ClassTold => {
    const dataClass = dataClasses[name]
    return {
      name,
      because: dataClass.rule.because,
      accountData: 'accountData' in dataClass,
      monthsAtHand: dataClass.rule.kind === 'archived' ? dataClass.rule.monthsAtHand : null,
      awayMonths: name === 'audit' || name === 'events' ? away[name] : [],
      byThemselves: name === 'events' ? eventMonths : null,
      purge: purges.get(name) ?? null,
    }
  })
  const overdue = classes.reduce((sum, { purge }) => sum + (purge === null ? 0 : purge.overNow - purge.heldNow), 0)
  return { quarter, from, until, madeAt, classes, overdue }
}

async function readAway(rows: ReadRows, table: 'audit_archive' | 'event_archive'): Promise<string[]> {
  const found = await rows<{ month: string }>(`select month from ${table} where away_at is not null order by month`)
  return found.map(({ month }) => month)
}

async function readEventMonths(rows: ReadRows): Promise<EventMonthsTold> {
  const choice = await readEventMonthsChoice(rows)
  const kept = await rows<KeptMonth>('select month, reason from event_month_kept order by month')
  const unsound = await rows<{ month: string }>(
    'select month from event_archive where trouble is not null and away_at is not null order by month',
  )
  return {
    ...choice,
    leastMonths: EVENT_MONTHS_AT_HAND,
    mostMonths: MOST_EVENT_MONTHS,
    kept,
    unsound: unsound.map(({ month }) => month),
  }
}

type RunsTold = Pick<PurgeTold, 'looks' | 'removed' | 'oldest' | 'newest' | 'lastLookAt' | 'mostLeft'>

const NO_RUNS: RunsTold = { looks: 0, removed: 0, oldest: null, newest: null, lastLookAt: null, mostLeft: 0 }

async function readPurges(
  rows: ReadRows,
  { from, until, madeAt }: { readonly from: Date; readonly until: Date; readonly madeAt: Date },
): Promise<ReadonlyMap<string, PurgeTold>> {
  const periods = await readPeriods(rows)
  const runs = await rows<RunsTold & { readonly name: string }>(
    `select class as name, count(*)::int4 as looks, sum(removed)::float8 as removed, min(oldest) as oldest, max(newest) as newest,
       max(began_at) as "lastLookAt", coalesce(max(left_over - held), 0)::float8 as "mostLeft"
     from retention_run where began_at >= $1 and began_at < $2 group by class`,
    from,
    until,
  )
  const told = new Map<PurgedClass, PurgeTold>()
  for (const name of purgedClasses) {
    const { leastDays, mostDays, defaultDays } = dataClasses[name].rule
    const period = periods[name]
    const { leftOver, held } = await countOver(rows, name, new Date(madeAt.getTime() - (period.days + SLACK_DAYS) * DAY_MS))
    const { name: _, ...ran } = runs.find((run) => run.name === name) ?? { name, ...NO_RUNS }
    told.set(name, { ...period, leastDays, mostDays, defaultDays, ...ran, overNow: leftOver, heldNow: held })
  }
  return told
}

const DAY_MS = 86_400_000
/** Hubs look once a day: what came of age since then is not late yet. */
const SLACK_DAYS = 1
