import type pg from 'pg'
import { MOST_OPEN } from '../commands/insert-command.ts'
import type { ServiceContext } from '../context.ts'

/** From when an agent is told, as for a command of its own. */
const GOOD_FOR_MS = 15 * 60_000
/** A line that is made anew within it was no absence. */
const ABSENT_MS = 2 * 60_000

/** Members that can be told nothing any more: their agent was shut out or enrolled anew, or has no such terminal now. */
export async function passOverGone(client: pg.PoolClient, groupId: string): Promise<void> {
  await client.query(
    `update command_group_agent m set passed_over = case when a.state = 'revoked' or a.epoch <> m.epoch then 'agent_gone' else 'terminal_gone' end
     from agent a where m.group_id = $1 and m.command_id is null and m.passed_over is null and a.id = m.agent_id
       and (a.state = 'revoked' or a.epoch <> m.epoch or (m.terminal <> '' and not exists (
         select from terminal_assignment t where t.agent_id = m.agent_id and t.key = m.terminal and t.until is null)))`,
    [groupId],
  )
}

/**
 * Tells the next members that are connected: a command and a number for each, in as many statements for one as for five hundred.
 * Nobody gets more than an agent may have open. Gives the agents that have something to be told.
 */
export async function tellMembers(
  ctx: Pick<ServiceContext, 'now' | 'newId'>,
  client: pg.PoolClient,
  groupId: string,
  count: number,
): Promise<number[]> {
  const { rows } = await client.query<{ place: number; agentId: number }>(
    `select place, agent_id as "agentId" from (
       select m.place, m.agent_id, row_number() over (partition by m.agent_id order by m.place)
         + (select count(*) from agent_command o where o.agent_id = m.agent_id and o.state <> 'ended') as open
       from command_group_agent m join agent a on a.id = m.agent_id and a.state = 'active'
         join agent_presence p on p.agent_id = m.agent_id and p.until is null and p.connected
       where m.group_id = $1 and m.command_id is null and m.passed_over is null) as left_to_tell
     where open <= ${MOST_OPEN} order by place limit $2`,
    [groupId, count],
  )
  if (rows.length === 0) return []
  const agentIds = [...new Set(rows.map(({ agentId }) => agentId))]
  // In the order in which configurations are sent, which number several agents in one transaction as well.
  await client.query(
    'select a.id from agent a join store s on s.id = a.store_id where a.id = any ($1::int4[]) order by s.code, a.id for no key update of a',
    [agentIds],
  )
  const now = ctx.now()
  const given = [rows.map(({ place }) => place), rows.map(() => ctx.newId())]
  await client.query(
    `with told as (
       select m.agent_id, m.terminal, u.command_id, row_number() over (partition by m.agent_id order by m.place)::int4 as nth
       from unnest($2::int4[], $3::uuid[]) as u (place, command_id) join command_group_agent m on m.group_id = $1 and m.place = u.place),
     counted as (select agent_id, count(*)::int4 as count from told group by agent_id),
     numbered as (update agent a set command_counter = command_counter + counted.count from counted where a.id = counted.agent_id
       returning a.id, a.epoch, a.command_counter - counted.count as before)
     insert into agent_command (id, agent_id, epoch, counter, kind, class, args, reason, requested_by, requested_at, not_before, expires_at, state)
     select told.command_id, n.id, n.epoch, n.before + told.nth, g.kind, g.class,
       case when told.terminal = '' then g.args else g.args || jsonb_build_object('terminal', told.terminal) end,
       g.reason, g.requested_by, $4, $4, $5, 'waiting'
     from told join numbered n on n.id = told.agent_id join command_group g on g.id = $1`,
    [groupId, ...given, now, new Date(now.getTime() + GOOD_FOR_MS)],
  )
  await client.query(
    `update command_group_agent m set command_id = u.command_id from unnest($2::int4[], $3::uuid[]) as u (place, command_id)
     where m.group_id = $1 and m.place = u.place`,
    [groupId, ...given],
  )
  return agentIds
}

/**
 * Takes back what members have not heard whose store is without a connection: one that is away holds no place of those that are told
 * at once. They are told when they are back, like whoever was away from the beginning.
 */
export async function takeBackFromAbsent(
  ctx: Pick<ServiceContext, 'now'>,
  client: pg.PoolClient,
  groupId: string,
): Promise<void> {
  const now = ctx.now()
  await client.query(
    `with taken as (
       update agent_command c set state = 'ended', outcome = 'withdrawn', ended_at = $2::timestamptz
       from command_group_agent m join agent_presence p on p.agent_id = m.agent_id and p.until is null and not p.connected and p.since < $3
       where m.group_id = $1 and c.id = m.command_id and c.state = 'waiting' returning c.id)
     update command_group_agent m set command_id = null from taken where m.group_id = $1 and m.command_id = taken.id`,
    [groupId, now, new Date(now.getTime() - ABSENT_MS)],
  )
}

/** Takes back what no agent has heard yet. What is under way goes on, and says how it ended. */
export async function withdrawWaiting(ctx: Pick<ServiceContext, 'now'>, client: pg.PoolClient, groupId: string): Promise<number> {
  const { rowCount } = await client.query(
    `update agent_command c set state = 'ended', outcome = 'withdrawn', ended_at = $2 from command_group_agent m
     where m.group_id = $1 and c.id = m.command_id and c.state = 'waiting'`,
    [groupId, ctx.now()],
  )
  return rowCount ?? 0
}
