import type pg from 'pg'
import { epochMs } from '../read-rows.ts'
import type { Decided, RingCounts } from './judge-ring.ts'

type Client = Pick<pg.Pool | pg.PoolClient, 'query'>

export interface RolloutAgentNow {
  readonly agentId: number
  readonly storeId: number
  readonly ring: number
  readonly fromVersion: string
  readonly state: keyof RingCounts | 'not_asked'
  readonly worksSinceMs: number | null
  readonly isOffline: boolean
  /** Without a connection for ten minutes, or it never had one. */
  readonly isAway: boolean
  /** It was told of its command, which has not ended: its silence may be the version's doing. */
  readonly wasTold: boolean
  readonly isReturning: boolean
  readonly code: string | null
  readonly line: string | null
  readonly endedAtMs: number | null
  /** Its command was never taken: it may be asked again. */
  readonly mayAskAgain: boolean
}

/** A connection that is made anew after an update is no outage. */
export const OFFLINE_MS = 10 * 60_000
/** Ends after which another try may go better: they say nothing of the version. */
const AGAIN = ['update_unreachable', 'update_cut_off', 'update_interrupted', 'not_begun', 'interrupted']

/** Where each agent of a rollout is, by what it told itself; one that was revoked before it could tell is waited for no longer. */
export async function readRolloutAgents(client: Client, rolloutId: string, now: Date): Promise<RolloutAgentNow[]> {
  const { rows } = await client.query<RolloutAgentNow>(
    `select g.agent_id as "agentId", g.store_id as "storeId", g.ring, g.from_version as "fromVersion",
       case when c.id is null then 'not_asked' when c.state <> 'ended' then 'waiting' when c.outcome = 'done' then 'works'
            when c.code = 'update_returned' then 'returned' else 'failed' end as state,
       case when c.outcome = 'done' then ${epochMs('c.ended_at')} end as "worksSinceMs",
       coalesce(c.outcome = 'done' and p.connected = false and p.since < $2::timestamptz - interval '${OFFLINE_MS} milliseconds', false) as "isOffline",
       not coalesce(p.connected or p.since >= $2::timestamptz - interval '${OFFLINE_MS} milliseconds', false) as "isAway",
       coalesce(c.state in ('sent', 'started'), false) as "wasTold",
       g.return_command_id is not null as "isReturning", c.code, c.lines[1] as line, ${epochMs('c.ended_at')} as "endedAtMs",
       coalesce(c.outcome = 'expired' or c.code = any ($3), false) as "mayAskAgain"
     from agent_rollout_agent g
     join agent a on a.id = g.agent_id
     left join agent_command c on c.id = g.command_id
     left join agent_presence p on p.agent_id = g.agent_id and p.until is null
     where g.rollout_id = $1 and (a.state <> 'revoked' or c.state = 'ended') order by g.ring, g.agent_id`,
    [rolloutId, now, AGAIN],
  )
  return rows
}

export function countRing(agents: readonly RolloutAgentNow[]): RingCounts {
  const count = (is: (agent: RolloutAgentNow) => boolean) => agents.filter(is).length
  const isToCome = ({ state, mayAskAgain }: RolloutAgentNow) =>
    state === 'not_asked' || state === 'waiting' || (state === 'failed' && mayAskAgain)
  const isAbsent = (agent: RolloutAgentNow) => isToCome(agent) && agent.isAway && !agent.wasTold
  return {
    waiting: count((agent) => isToCome(agent) && !isAbsent(agent)),
    absent: count(isAbsent),
    works: count(({ state }) => state === 'works'),
    offline: count(({ isOffline }) => isOffline),
    returned: count(({ state }) => state === 'returned'),
    failed: count(({ state, mayAskAgain }) => state === 'failed' && !mayAskAgain),
  }
}

/** An outcome nobody knows counts as not approved: a version that loses answers is not well either. */
const DECIDED = `count(*) filter (where p.outcome = 'approved')::int4 as approved, count(*)::int4 as of
  from payment p join terminal_assignment t on t.terminal_id = p.terminal_id and t.until is null`

/** What the terminals of these agents sold since each agent's own moment, and before the first of them in two weeks. */
export async function readSales(
  client: Client,
  agents: readonly { readonly agentId: number; readonly storeId: number; readonly worksSinceMs: number }[],
  now: Date,
): Promise<{ readonly after: Decided; readonly before: Decided }> {
  const none: Decided = { approved: 0, of: 0 }
  if (agents.length === 0) return { after: none, before: none }
  const given = [
    agents.map(({ agentId }) => agentId),
    agents.map(({ storeId }) => storeId),
    agents.map(({ worksSinceMs }) => new Date(worksSinceMs)),
  ]
  const read = async (when: string) => {
    const { rows } = await client.query<Decided>(
      `select ${DECIDED} join unnest($1::int4[], $2::int4[], $3::timestamptz[]) as g (agent_id, store_id, since) on g.agent_id = t.agent_id
       where p.store_id = g.store_id and p.kind = 'sale' and p.outcome is not null and ${when}
         and p.opened_on between ($4::timestamptz at time zone 'UTC')::date - 20 and ($4::timestamptz at time zone 'UTC')::date + 1`,
      [...given, now],
    )
    return rows[0] ?? none
  }
  return {
    after: await read('p.opened_at >= g.since'),
    before: await read(`p.opened_at < g.since and p.opened_at >= g.since - interval '14 days'`),
  }
}

/** What stores sold that have not got the version, since then; of six hours at most. */
export async function readOthersSales(client: Client, rolloutId: string, sinceMs: number, now: Date): Promise<Decided> {
  const from = new Date(Math.max(sinceMs, now.getTime() - 6 * 3_600_000))
  const { rows } = await client.query<Decided>(
    `select ${DECIDED}
     where p.opened_at >= $2 and p.kind = 'sale' and p.outcome is not null
       and p.opened_on >= ($2::timestamptz at time zone 'UTC')::date - 1
       and not exists (select from agent_rollout_agent g where g.rollout_id = $1 and g.store_id = p.store_id and g.command_id is not null)`,
    [rolloutId, from],
  )
  return rows[0] ?? { approved: 0, of: 0 }
}
