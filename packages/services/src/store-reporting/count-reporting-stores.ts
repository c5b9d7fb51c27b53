import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'

export interface ReportingStores {
  /** Open stores with at least one agent connected now. */
  readonly reporting: number
  /** Open stores. */
  readonly all: number
}

/** How many of the open stores the asker may know of report at this moment. */
export async function countReportingStores(ctx: ServiceContext): Promise<ReportingStores> {
  const { rows } = await ctx.pool.query<ReportingStores>(
    `select count(*) filter (where exists (
              select 1 from agent a join agent_presence p on p.agent_id = a.id
              where a.store_id = s.id and a.state = 'active' and p.until is null and p.connected))::int as reporting,
            count(*)::int as all
     from store s
     where (s.closed_on is null or s.closed_on > $1) and ${scopeConditionAt(2)}`,
    [ctx.now(), ...scopeValues(storesWithin(ctx, { kind: 'chain' }))],
  )
  return rows[0] ?? { reporting: 0, all: 0 }
}
