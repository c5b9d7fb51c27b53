import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { storesWithin } from '../../permissions/stores-within.ts'
import { epochMs, type ReadRows, readTogether } from '../../read-rows.ts'
import { scopeValues } from '../../stores/scope-condition.ts'
import { type AgeBand, ageBandSql } from './age-bands.ts'
import { minorOf, places } from './places.ts'
import { type BrokenSum, readBrokenSums } from './read-broken-sums.ts'

export const FundsBoardInput = z.strictObject({ scope: WatchScope })
export type FundsBoardInput = z.infer<typeof FundsBoardInput>

/** What one acquirer owes in one currency, of one age. Minor units. */
export interface OwedCell {
  readonly acquirer: string
  readonly currency: string
  readonly band: AgeBand
  readonly owedMinor: number
  readonly payments: number
  readonly stores: number
  /** Of the health of its payments: the worst that is known. */
  readonly late: number
  readonly missing: number
}

export interface DueToday {
  readonly currency: string
  readonly dueMinor: number
  readonly arrivedMinor: number
}

export interface FundsBoard {
  readonly asOfMs: number
  readonly owed: readonly OwedCell[]
  readonly dueToday: readonly DueToday[]
  /** Approved, but no contract or calendar tells when they come. */
  readonly notTold: readonly { readonly currency: string; readonly amountMinor: number; readonly payments: number }[]
  /** Of the lines of the last 30 days' files: linked by the rules alone, and all. */
  readonly lines: { readonly matched: number; readonly all: number }
  readonly identities: readonly { readonly name: string; readonly held: number; readonly broken: number }[]
  /** Those that do not hold, the first of them. */
  readonly brokenSums: readonly BrokenSum[]
  /** null until the first run. */
  readonly lastRunMs: number | null
}

/** Who owes us what, since when. Without the whole chain in reach, figures of files and identities are left out. */
export async function getFundsBoard(ctx: ServiceContext, { scope }: FundsBoardInput): Promise<FundsBoard> {
  const within = storesWithin(ctx, scope)
  const values = [...scopeValues(within), ctx.now()]
  const whole = within.country === null && within.region === null && within.storeIds === null
  return readTogether(ctx, async (rows) => ({
    asOfMs: ctx.now().getTime(),
    owed: await readOwed(rows, values),
    dueToday: await readDueToday(rows, values),
    notTold: await readNotTold(rows, values),
    lines: whole ? await readLines(rows, ctx.now()) : { matched: 0, all: 0 },
    identities: whole ? await readIdentities(rows) : [],
    brokenSums: whole ? await readBrokenSums(rows) : [],
    lastRunMs: (await rows<{ ms: number | null }>(`select max(${epochMs('ended_at')}) as ms from funds_run`))[0]?.ms ?? null,
  }))
}

const readOwed = (rows: ReadRows, values: readonly unknown[]) =>
  rows<OwedCell>(
    `with ${places}
     select p.acquirer, p.currency::text as currency, ${ageBandSql('p.due_on', 'place.today')} as band,
            ${minorOf('sum(p.net)', 'p.currency')} as "owedMinor", count(*)::int4 as payments,
            count(distinct p.store_id)::int4 as stores,
            (count(*) filter (where p.health = 'late'))::int4 as late, (count(*) filter (where p.health = 'missing'))::int4 as missing
     from funds_payment p join place on place.id = p.store_id
     where p.open and p.state = 'expected' and p.arrived_on is null
     group by p.acquirer, p.currency, band
     order by p.acquirer, p.currency, band`,
    ...values,
  )

const readDueToday = (rows: ReadRows, values: readonly unknown[]) =>
  rows<DueToday>(
    `with ${places}
     select p.currency::text as currency, ${minorOf('sum(p.net)', 'p.currency')} as "dueMinor",
            coalesce(${minorOf('sum(p.net) filter (where p.arrived_on is not null)', 'p.currency')}, 0) as "arrivedMinor"
     from funds_payment p join place on place.id = p.store_id
     where p.due_on = place.today and p.state = 'expected'
     group by p.currency order by p.currency`,
    ...values,
  )

const readNotTold = (rows: ReadRows, values: readonly unknown[]) =>
  rows<FundsBoard['notTold'][number]>(
    `with ${places}
     select p.currency::text as currency, sum(case p.kind when 'sale' then p.amount_minor else -p.amount_minor end)::float8 as "amountMinor",
            count(*)::int4 as payments
     from funds_payment p join place on place.id = p.store_id
     where p.open and p.state = 'not_told' group by p.currency order by p.currency`,
    ...values,
  )

async function readLines(rows: ReadRows, now: Date): Promise<FundsBoard['lines']> {
  const [found] = await rows<FundsBoard['lines']>(
    `select (count(*) filter (where o.file_id is null))::int4 as matched, count(*)::int4 as all
     from settlement_line l join funds_file f on f.id = l.file_id left join settlement_line_open o using (file_id, position)
     where f.state = 'imported' and f.imported_at > $1::timestamptz - interval '30 days' and l.kind in ('sale', 'refund')
       and not exists (select from payout p where p.id = l.payout_id and p.replaced_by is not null)`,
    now,
  )
  return found ?? { matched: 0, all: 0 }
}

const readIdentities = (rows: ReadRows) =>
  rows<FundsBoard['identities'][number]>(
    `select name, (count(*) filter (where holds))::int4 as held, (count(*) filter (where not holds))::int4 as broken
     from funds_identity group by name order by name`,
  )
