import type { ServiceContext } from '../context.ts'

/** A store without a line tells the end of a command late. */
const ANSWER_MS = 10 * 60_000

/** Ends commands whose time is over: those no agent was told of for good, the others until something is heard. Gives how many. */
export async function endOverdueCommands(ctx: Pick<ServiceContext, 'pool' | 'now'>): Promise<number> {
  const { rowCount } = await ctx.pool.query(
    `update agent_command set state = 'ended', ended_at = $1::timestamptz, outcome = case when state in ('proposed', 'planned', 'waiting') then 'expired' else 'unanswered' end
     where state <> 'ended' and expires_at < case when state in ('proposed', 'planned', 'waiting') then $1::timestamptz else $2::timestamptz end`,
    [ctx.now(), new Date(ctx.now().getTime() - ANSWER_MS)],
  )
  return rowCount ?? 0
}
