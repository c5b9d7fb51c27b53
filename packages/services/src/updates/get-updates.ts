import type { ServiceContext } from '../context.ts'
import { epochMs, rowsThrough } from '../read-rows.ts'
import type { Decided, RingCounts } from './judge-ring.ts'
import { countRing, type RolloutAgentNow, readRolloutAgents } from './read-ring-facts.ts'
import { RINGS, type Ring } from './rings.ts'
import { isWholeChain } from './whole-chain.ts'

export interface RolloutNow {
  readonly id: string
  readonly version: string
  readonly body: string
  readonly state: 'proposed' | 'running' | 'paused' | 'stopped' | 'done'
  readonly reason: string
  readonly requestedBy: string
  readonly requestedAtMs: number
  readonly approvedBy: readonly string[]
  readonly ring: number
  readonly ringSinceMs: number | null
  readonly endedAtMs: number | null
  readonly verdict: {
    readonly step: string
    readonly why?: string
    readonly ring: number
    readonly atMs: number
    readonly after: Decided
    readonly before: Decided
  } | null
  readonly rings: readonly {
    readonly name: Ring
    readonly soakMinutes: number
    readonly agents: number
    readonly counts: RingCounts
    readonly returning: number
  }[]
  /** Agents that went back or could not take it, in their own words. */
  readonly trouble: readonly {
    readonly agentId: number
    readonly agent: string
    readonly store: string
    readonly state: string
    readonly line: string | null
  }[]
  readonly mayApprove: boolean
}

export interface Updates {
  readonly releases: readonly { readonly version: string; readonly platforms: readonly string[]; readonly seenAtMs: number }[]
  readonly rollouts: readonly RolloutNow[]
  readonly versions: readonly { readonly version: string; readonly agents: number; readonly connected: number }[]
  readonly lab: readonly { readonly code: string; readonly name: string }[]
  /** What terminals say of their own software, by model: the newest of a model is what the others are behind. */
  readonly firmware: readonly {
    readonly protocol: string
    readonly model: string
    readonly software: string
    readonly terminals: number
  }[]
  readonly mayChange: boolean
}

const ROLLOUTS = 10
const TROUBLE = 50

type Row = Omit<RolloutNow, 'rings' | 'trouble' | 'mayApprove'> & {
  readonly soakMinutes: readonly number[]
  readonly requesterId: string
}

/** Versions on their way and in the field, for whoever reaches the whole chain; others see none that is on its way. */
export async function getUpdates(ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>): Promise<Updates> {
  const rows = rowsThrough(ctx.pool)
  const { actor } = ctx
  const mayChange = actor.kind === 'user' && isWholeChain(actor)
  const found = mayChange
    ? await rows<Row>(
        `select r.id::text as id, r.version, r.body, r.state, r.reason, u.name as "requestedBy", r.requested_by as "requesterId", ${epochMs('r.requested_at')} as "requestedAtMs",
           array(select p.name from agent_rollout_approval a join "user" p on p.id = a.person_id where a.rollout_id = r.id order by a.approved_at) as "approvedBy",
           r.ring, ${epochMs('r.ring_since')} as "ringSinceMs", ${epochMs('r.ended_at')} as "endedAtMs", r.verdict, r.soak_minutes as "soakMinutes"
         from agent_rollout r join "user" u on u.id = r.requested_by order by r.requested_at desc, r.id limit ${ROLLOUTS}`,
      )
    : []
  const rollouts: RolloutNow[] = []
  for (const { soakMinutes, requesterId, ...rollout } of found) {
    const agents = await readRolloutAgents(ctx.pool, rollout.id, ctx.now())
    rollouts.push({
      ...rollout,
      rings: RINGS.map((name, ring) =>
        ringNow(
          name,
          soakMinutes[ring] ?? 0,
          agents.filter((agent) => agent.ring === ring),
        ),
      ),
      trouble: await namesOf(ctx, agents.filter(({ state }) => state === 'returned' || state === 'failed').slice(0, TROUBLE)),
      mayApprove: rollout.state === 'proposed' && actor.kind === 'user' && actor.id !== requesterId,
    })
  }
  return {
    releases: await rows(
      `select version, array_agg(platform order by platform) as platforms, ${epochMs('min(seen_at)')} as "seenAtMs" from agent_release group by version
       order by string_to_array(version, '.')::int[] desc`,
    ),
    rollouts,
    versions: await rows(
      `select a.version, count(*)::int4 as agents, count(*) filter (where p.connected)::int4 as connected from agent a
       left join agent_presence p on p.agent_id = a.id and p.until is null where a.state = 'active' group by 1 order by 2 desc, 1`,
    ),
    lab: await rows('select s.code, s.name from lab_store l join store s on s.id = l.store_id order by s.code'),
    firmware: await rows(
      `select t.protocol, coalesce(t.model, '') as model, coalesce(t.software, '') as software, count(*)::int4 as terminals from terminal t
       join terminal_assignment a on a.terminal_id = t.id and a.until is null group by 1, 2, 3 order by 1, 2, 3 desc limit 200`,
    ),
    mayChange,
  }
}

function ringNow(name: Ring, soakMinutes: number, agents: readonly RolloutAgentNow[]): RolloutNow['rings'][number] {
  return {
    name,
    soakMinutes,
    agents: agents.length,
    counts: countRing(agents),
    returning: agents.filter(({ isReturning }) => isReturning).length,
  }
}

async function namesOf(
  { pool }: Pick<ServiceContext, 'pool'>,
  agents: readonly RolloutAgentNow[],
): Promise<RolloutNow['trouble']> {
  const named = await rowsThrough(pool)<{ agentId: number; agent: string; store: string }>(
    `select a.id as "agentId", a.name as agent, s.code || ' ' || s.name as store from agent a join store s on s.id = a.store_id where a.id = any ($1::int4[])`,
    agents.map(({ agentId }) => agentId),
  )
  return named.map((one) => {
    const { state = '', line = null } = agents.find(({ agentId }) => agentId === one.agentId) ?? {}
    return { ...one, state, line }
  })
}
