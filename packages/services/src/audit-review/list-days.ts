import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { daysBetween, OVERDUE_AFTER_MS, readBounds, readTimeZone } from './day-bounds.ts'

export interface ListedDay {
  readonly day: string
  readonly findings: number
  readonly signedAt: Date | null
  readonly signedBy: string | null
  /** It is not over, may be signed, should have been long ago, or is. */
  readonly state: 'running' | 'open' | 'overdue' | 'signed'
}

const MOST_DAYS = 120

/** The last days, newest first. */
export async function listAuditDays(ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>): Promise<ListedDay[]> {
  requireWholeChain(ctx)
  const { pool } = ctx
  const timeZone = await readTimeZone(pool)
  const { rows: started } = await pool.query<{ since: Date }>('select since from audit_follower where id = 1')
  const days = daysBetween(timeZone, started[0]?.since ?? ctx.now(), ctx.now(), MOST_DAYS)
  const { rows } = await pool.query<{ day: string; findings: number; signedAt: Date | null; signedBy: string | null }>(
    `select d.day::text as day, (select count(*)::int4 from audit_finding f where f.day = d.day) as findings,
       r.signed_at as "signedAt", u.name as "signedBy"
     from unnest($1::date[]) as d (day) left join audit_day_review r on r.day = d.day left join "user" u on u.id = r.signed_by
     order by d.day desc`,
    [days],
  )
  const nowMs = ctx.now().getTime()
  return Promise.all(
    rows.map(async (row): Promise<ListedDay> => {
      if (row.signedAt !== null) return { ...row, state: 'signed' }
      const endMs = (await readBounds(pool, timeZone, row.day)).endsAt.getTime()
      return { ...row, state: nowMs < endMs ? 'running' : nowMs - endMs > OVERDUE_AFTER_MS ? 'overdue' : 'open' }
    }),
  )
}

export async function countOverdueDays(ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>): Promise<number> {
  return (await listAuditDays(ctx)).filter(({ state }) => state === 'overdue').length
}
