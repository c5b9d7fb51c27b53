import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { AlertRule, Severity } from './alert-rules.ts'
import { type ChainFigures, readChainFigures } from './read-figures.ts'

export interface ListedAlert {
  readonly id: string
  readonly rule: AlertRule
  readonly subject: string
  readonly severity: Severity
  readonly raisedAt: Date
  readonly endedAt: Date | null
  readonly endedWhy: 'good' | 'not_seen' | null
  readonly raiseAt: number
  readonly worstValue: number
  readonly lastValue: number
  /** Notices that were not taken yet, and why the last try failed. */
  readonly untold: number
  readonly trouble: string | null
}

export interface SystemState {
  readonly figures: ChainFigures
  /** Open ones first, then the newest. */
  readonly alerts: readonly ListedAlert[]
  readonly hubs: readonly { readonly host: string; readonly startedAt: Date; readonly seenSecondsAgo: number }[]
}

const MOST_LISTED = 200

/** How the system stands: its figures, its hubs, what it noticed. */
export async function getSystemState(ctx: Pick<ServiceContext, 'pool' | 'actor'>): Promise<SystemState> {
  requireWholeChain(ctx)
  const { rows: alerts } = await ctx.pool.query<ListedAlert>(
    `select a.id, a.rule, a.subject, a.severity, a.raised_at as "raisedAt", a.ended_at as "endedAt", a.ended_why as "endedWhy",
       a.raise_at as "raiseAt", a.worst_value as "worstValue", a.last_value as "lastValue",
       count(n.alert_id) filter (where n.taken_at is null)::int4 as untold, max(n.trouble) filter (where n.taken_at is null) as trouble
     from operations_alert a left join operations_notice n on n.alert_id = a.id
     group by a.id order by a.ended_at is not null, a.raised_at desc, a.id limit ${MOST_LISTED}`,
  )
  const { rows: hubs } = await ctx.pool.query<SystemState['hubs'][number]>(
    `select host, started_at as "startedAt", greatest(0, extract(epoch from now() - seen_at))::float8 as "seenSecondsAgo"
     from hub_node order by host, started_at`,
  )
  return { figures: await readChainFigures(ctx), alerts, hubs }
}
