import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { daysSince, OVERDUE_AFTER_MS, readTimeZone } from './day-bounds.ts'

export interface ListedDay {
  readonly day: string
  readonly findings: number
  readonly signedAt: Date | null
  readonly signedBy: string | null
  /** It is not over, may be signed, should have been long ago, or is. */
  readonly state: 'running' | 'open' | 'overdue' | 'signed'
}

export interface ListedDays {
  readonly days: readonly ListedDay[]
  /** The day to go on before; null at the end. */
  readonly next: string | null
  /** Of all days, on whatever page. */
  readonly overdue: number
}

export const ListAuditDaysInput = z.strictObject({
  signed: z.boolean(),
  /** The last day seen; newer ones and itself are left out. */
  cursor: z.iso.date().nullish(),
  limit: z.int().min(1).max(120).default(30),
})
export type ListAuditDaysInput = z.input<typeof ListAuditDaysInput>

type Context = Pick<ServiceContext, 'pool' | 'actor' | 'now'>

/** The days somebody signed, or those nobody did, newest first: a day stays among the second until it is signed, however old it is. */
export async function listAuditDays(
  ctx: Context,
  { signed, cursor = null, limit = 30 }: ListAuditDaysInput,
): Promise<ListedDays> {
  requireWholeChain(ctx)
  const { pool } = ctx
  const timeZone = await readTimeZone(pool)
  const { rows: started } = await pool.query<{ since: Date }>('select since from audit_follower where id = 1')
  const days = daysSince(timeZone, started[0]?.since ?? ctx.now(), ctx.now())
  const { rows } = await pool.query<Omit<ListedDay, 'state'> & { endsAt: Date }>(
    `select d.day::text as day, (select count(*)::int4 from audit_finding f where f.day = d.day) as findings,
       r.signed_at as "signedAt", u.name as "signedBy", (d.day + 1)::timestamp at time zone $2 as "endsAt"
     from unnest($1::date[]) as d (day) left join audit_day_review r on r.day = d.day left join "user" u on u.id = r.signed_by
     where (r.day is not null) = $3 and ($4::date is null or d.day < $4::date) order by d.day desc limit $5`,
    [days, timeZone, signed, cursor, limit + 1],
  )
  const page = rows.slice(0, limit)
  const nowMs = ctx.now().getTime()
  return {
    days: page.map(({ endsAt, ...row }) => ({ ...row, state: stateOf(row.signedAt, endsAt.getTime(), nowMs) })),
    next: rows.length > limit ? (page.at(-1)?.day ?? null) : null,
    overdue: await countOverdue(ctx, days, timeZone),
  }
}

function stateOf(signedAt: Date | null, endMs: number, nowMs: number): ListedDay['state'] {
  if (signedAt !== null) return 'signed'
  return nowMs < endMs ? 'running' : nowMs - endMs > OVERDUE_AFTER_MS ? 'overdue' : 'open'
}

async function countOverdue({ pool, now }: Context, days: readonly string[], timeZone: string): Promise<number> {
  const { rows } = await pool.query<{ overdue: number }>(
    `select count(*)::int4 as overdue from unnest($1::date[]) as d (day)
     where (d.day + 1)::timestamp at time zone $2 < $3 and not exists (select from audit_day_review r where r.day = d.day)`,
    [days, timeZone, new Date(now().getTime() - OVERDUE_AFTER_MS)],
  )
  return rows[0]?.overdue ?? 0
}

export async function countOverdueDays(ctx: Context): Promise<number> {
  return (await listAuditDays(ctx, { signed: false, limit: 1 })).overdue
}
