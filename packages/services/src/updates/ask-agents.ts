import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { OFFLINE_MS } from './read-ring-facts.ts'

/** Told at once to so many agents: each fetches a file of some forty megabytes. */
export const MOST_AT_ONCE = 50
const UPDATE_GOOD_FOR_MS = 24 * 3_600_000
/** A store that is away for days must not stay with what was taken back from all others. */
const RETURN_GOOD_FOR_MS = 30 * 24 * 3_600_000
const AGAIN_AFTER = '1 hour'

interface Asked {
  readonly commandId: string
  readonly agentId: number
}

/**
 * Takes the update back from agents that have not heard of it and have no connection: a store that is away holds no place of those
 * that are told at once. When it is back it is asked like any other.
 */
export async function takeBackFromAbsent(
  ctx: Pick<ServiceContext, 'now'>,
  client: pg.PoolClient,
  rolloutId: string,
): Promise<void> {
  const now = ctx.now()
  await client.query(
    `with taken as (
       update agent_command c set state = 'ended', outcome = 'withdrawn', ended_at = $2::timestamptz
       from agent_rollout_agent g join agent_presence p on p.agent_id = g.agent_id and p.until is null and not p.connected and p.since < $3
       where g.rollout_id = $1 and c.id = g.command_id and c.state = 'waiting' returning c.id)
     update agent_rollout_agent g set command_id = null from taken where g.rollout_id = $1 and g.command_id = taken.id`,
    [rolloutId, now, new Date(now.getTime() - OFFLINE_MS)],
  )
}

/**
 * Asks connected agents of the rings that have begun for its version, a few at a time; those that could not be reached again after an hour.
 * Each command carries the rollout's own approval. Gives the agents that were asked.
 */
export async function askForUpdate(
  ctx: Pick<ServiceContext, 'now' | 'newId'>,
  client: pg.PoolClient,
  rolloutId: string,
): Promise<number[]> {
  const { rows } = await client.query<{ agentId: number; ended: boolean }>(
    `select g.agent_id as "agentId", c.id is not null as ended from agent_rollout_agent g
     join agent_rollout r on r.id = g.rollout_id join agent a on a.id = g.agent_id
       join agent_presence p on p.agent_id = a.id and p.until is null and p.connected
     left join agent_command c on c.id = g.command_id
     where g.rollout_id = $1 and r.state = 'running' and g.ring <= r.ring and a.state = 'active' and g.return_command_id is null
       and (c.id is null or (c.state = 'ended' and c.ended_at < $2::timestamptz - interval '${AGAIN_AFTER}'
         and (c.outcome in ('expired', 'unanswered') or c.code in ('update_unreachable', 'update_cut_off', 'update_interrupted', 'not_begun', 'interrupted'))))
     order by g.ring, g.agent_id
     limit greatest(0, ${MOST_AT_ONCE} - (select count(*) from agent_rollout_agent o join agent_command c on c.id = o.command_id
       where o.rollout_id = $1 and c.state <> 'ended'))`,
    [rolloutId, ctx.now()],
  )
  const asked = rows.map(({ agentId }) => ({ agentId, commandId: ctx.newId() }))
  await writeCommands(ctx, client, rolloutId, asked, {
    kind: 'agent.update',
    class: 3,
    column: 'command_id',
    goodForMs: UPDATE_GOOD_FOR_MS,
    args: `jsonb_build_object('rollout', r.body)`,
  })
  await client.query(
    `insert into agent_command_approval (command_id, person_id, approval, approved_at)
     select g.command_id, p.person_id, p.approval, p.approved_at from agent_rollout_approval p join agent_rollout_agent g on g.rollout_id = p.rollout_id
     where p.rollout_id = $1 and g.command_id = any ($2::uuid[])`,
    [rolloutId, asked.map(({ commandId }) => commandId)],
  )
  return asked.map(({ agentId }) => agentId)
}

/**
 * Asks every agent that has the version, or is about to get it, to go back to the one before; what was not told yet is taken back. One
 * that was away until its time was over is asked again; one that has another version since then is left alone.
 */
export async function askToReturn(
  ctx: Pick<ServiceContext, 'now' | 'newId'>,
  client: pg.PoolClient,
  rolloutId: string,
): Promise<number[]> {
  await client.query(
    `update agent_command c set state = 'ended', outcome = 'withdrawn', ended_at = $2 from agent_rollout_agent g
     where g.rollout_id = $1 and c.id = g.command_id and c.state = 'waiting'`,
    [rolloutId, ctx.now()],
  )
  const { rows } = await client.query<{ agentId: number }>(
    `select g.agent_id as "agentId" from agent_rollout_agent g join agent_rollout r on r.id = g.rollout_id
       join agent_command c on c.id = g.command_id join agent a on a.id = g.agent_id
     left join agent_command b on b.id = g.return_command_id
     where g.rollout_id = $1 and a.state = 'active' and (b.id is null or b.outcome in ('expired', 'unanswered'))
       and (c.state <> 'ended' or c.outcome = 'unanswered' or (c.outcome = 'done' and a.version = r.version))
     order by g.agent_id`,
    [rolloutId],
  )
  const asked = rows.map(({ agentId }) => ({ agentId, commandId: ctx.newId() }))
  await writeCommands(ctx, client, rolloutId, asked, {
    kind: 'agent.return',
    class: 2,
    column: 'return_command_id',
    goodForMs: RETURN_GOOD_FOR_MS,
    args: `jsonb_build_object('version', g.from_version)`,
  })
  return asked.map(({ agentId }) => agentId)
}

interface Written {
  readonly kind: 'agent.update' | 'agent.return'
  readonly class: number
  readonly column: 'command_id' | 'return_command_id'
  readonly goodForMs: number
  /** SQL text over the rollout `r` and its agent `g`. */
  readonly args: string
}

async function writeCommands(
  ctx: Pick<ServiceContext, 'now'>,
  client: pg.PoolClient,
  rolloutId: string,
  asked: readonly Asked[],
  { kind, class: commandClass, column, goodForMs, args }: Written,
): Promise<void> {
  if (asked.length === 0) return
  const now = ctx.now()
  const given = [asked.map(({ agentId }) => agentId), asked.map(({ commandId }) => commandId)]
  await client.query(
    `with given as (select * from unnest($2::int4[], $3::uuid[]) as u (agent_id, command_id)),
       numbered as (update agent a set command_counter = command_counter + 1 from given where a.id = given.agent_id returning a.id, a.epoch, a.command_counter)
     insert into agent_command (id, agent_id, epoch, counter, kind, class, args, reason, requested_by, requested_at, not_before, expires_at, state)
     select given.command_id, n.id, n.epoch, n.command_counter, $4, $5, ${args}, r.reason, r.requested_by, $6, $6, $7, 'waiting'
     from given join numbered n on n.id = given.agent_id join agent_rollout r on r.id = $1
     join agent_rollout_agent g on g.rollout_id = r.id and g.agent_id = n.id`,
    [rolloutId, ...given, kind, commandClass, now, new Date(now.getTime() + goodForMs)],
  )
  await client.query(
    `update agent_rollout_agent g set ${column} = u.command_id from unnest($2::int4[], $3::uuid[]) as u (agent_id, command_id)
     where g.rollout_id = $1 and g.agent_id = u.agent_id`,
    [rolloutId, ...given],
  )
}
