import { type HubLine, SILENT_MS } from '../agents/index.ts'
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
  readonly endedWhy: 'good' | 'not_seen' | 'rule_off' | null
  readonly raiseAt: number
  readonly worstValue: number
  readonly lastValue: number
  /** Who said that they know of it, and when. */
  readonly knownBy: string | null
  readonly knownAt: Date | null
  /** Notices that were not taken yet, and why the last try failed. */
  readonly untold: number
  readonly trouble: string | null
}

export interface SystemState {
  readonly figures: ChainFigures
  /** Open ones first, then the newest. */
  readonly alerts: readonly ListedAlert[]
  readonly hubs: readonly HubSeen[]
}

export interface HubSeen {
  /** Where it listens; its machine alone, where it is of an older release. */
  readonly host: string
  readonly startedAt: Date
  readonly seenSecondsAgo: number
  /** `gone`: it ended without a word. */
  readonly state: 'alive' | 'gone'
  readonly line: HubLine
}

const MOST_LISTED = 200

/** How the system stands: its figures, its hubs, what it noticed. */
export async function getSystemState(ctx: Pick<ServiceContext, 'pool' | 'actor'>): Promise<SystemState> {
  requireWholeChain(ctx)
  const { rows: alerts } = await ctx.pool.query<ListedAlert>(
    `select a.id, a.rule, a.subject, a.severity, a.raised_at as "raisedAt", a.ended_at as "endedAt", a.ended_why as "endedWhy",
       a.raise_at as "raiseAt", a.worst_value as "worstValue", a.last_value as "lastValue",
       u.name as "knownBy", a.acknowledged_at as "knownAt",
       count(n.alert_id) filter (where n.taken_at is null)::int4 as untold, max(n.trouble) filter (where n.taken_at is null) as trouble
     from operations_alert a left join operations_notice n on n.alert_id = a.id
       left join "user" u on u.id = a.acknowledged_by
     group by a.id, u.name order by a.ended_at is not null, a.raised_at desc, a.id limit ${MOST_LISTED}`,
  )
  // One that was started again is no news of the one before it.
  const { rows: hubs } = await ctx.pool.query<HubSeen>(
    `select coalesce(address, host) as host, started_at as "startedAt", line,
       greatest(0, extract(epoch from now() - seen_at))::float8 as "seenSecondsAgo",
       case when seen_at > now() - interval '${SILENT_MS} milliseconds' then 'alive' else 'gone' end as state
     from hub_node h where not exists (select from hub_node again where again.address = h.address and again.started_at > h.started_at)
     order by host, started_at`,
  )
  return { figures: await readChainFigures(ctx), alerts, hubs }
}
