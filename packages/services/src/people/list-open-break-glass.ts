import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { PeopleContext } from './change-people.ts'

/** An administrator link that was made on the server although there were accounts, and nobody has said they know of it. */
export interface OpenBreakGlass {
  readonly id: string
  readonly usedAt: Date
  readonly reason: string
  /** Whether the link has made its account. */
  readonly linkUsed: boolean
  /** The asker's own account: somebody else says that they know of it. */
  readonly own: boolean
}

/** Those nobody has acknowledged: what the asker can acknowledge before their own, then the newest first. */
export async function listOpenBreakGlass(ctx: Pick<PeopleContext, 'pool' | 'actor'>): Promise<OpenBreakGlass[]> {
  requireWholeChain(ctx)
  const { rows } = await ctx.pool.query<OpenBreakGlass>(
    `select b.id, b.used_at as "usedAt", b.reason,
       exists (select from setup_link l where l.id = b.id and l.used_at is not null) as "linkUsed",
       b.account_id is not distinct from $1 as own
     from break_glass b where b.acknowledged_at is null order by own, b.used_at desc, b.id`,
    [ctx.actor.kind === 'user' ? ctx.actor.id : ''],
  )
  return rows
}
