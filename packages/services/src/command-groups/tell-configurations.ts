import { createHash } from 'node:crypto'
import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import { insertCommand, MOST_OPEN } from '../commands/insert-command.ts'
import { findWindow } from '../configurations/find-window.ts'
import { type ConfigurationContent, contentOf, diffContent, documentText } from '../configurations/wanted-content.ts'
import type { ServiceContext } from '../context.ts'
import { rowsThrough } from '../read-rows.ts'

/** As for one that is sent alone: a terminal that is busy is waited for. */
const GOOD_FOR_MS = 60 * 60_000

/** Nobody else numbers configurations until the transaction ends. */
export async function lockConfigurations(client: Pick<pg.PoolClient, 'query'>): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtext($1))', ['counterfoil.configurations'])
}

/**
 * SQL text over `command_group g` and its member `m`: it may be told at the moment `now`. Where the group has a window, that is by the
 * clock of the member's store; an agent takes one configuration after another.
 */
export const mayBeTold = (now: string): string => `(g.kind <> 'agent.configure' or (
  not exists (select from agent_command o where o.agent_id = m.agent_id and o.kind = 'agent.configure' and o.state <> 'ended')
  and (g.args ->> 'window' is null or coalesce((
    select case when w.opens < w.closes then w.clock >= w.opens and w.clock < w.closes else w.clock >= w.opens or w.clock < w.closes end
    from (select (${now}::timestamptz at time zone h.time_zone)::time as clock, left(g.args ->> 'window', 5)::time as opens,
        right(g.args ->> 'window', 5)::time as closes
      from store_hours h where h.store_id = m.store_id and h.valid_from <= ${now}::timestamptz::date order by h.valid_from desc limit 1) w), false))))`

/** Members whose configuration is another by now than the one that was looked at: what was looked at would not be what happens. */
export async function passOverConfigured(client: pg.PoolClient, groupId: string): Promise<void> {
  await client.query(
    `update command_group_agent m set passed_over = 'configured_meanwhile' from command_group_configuration q join agent a on true
     where m.group_id = $1 and m.command_id is null and m.passed_over is null and q.group_id = m.group_id and q.place = m.place
       and a.id = m.agent_id and coalesce(a.configuration_number, 0) <> q.before_number`,
    [groupId],
  )
}

interface NextMember {
  readonly place: number
  readonly agentId: number
  readonly epoch: number
  readonly storeId: number
  readonly content: ConfigurationContent
  readonly document: string | null
  readonly before: number
  readonly last: number
  readonly reason: string
  readonly requestedBy: string
  readonly window: string | null
  readonly trialSeconds: number
}

/** Tells the next members that are connected and in their window, each its own document under its agent's next number. */
export async function tellConfigurations(
  ctx: Pick<ServiceContext, 'pool' | 'now' | 'newId'>,
  client: pg.PoolClient,
  groupId: string,
  count: number,
): Promise<number[]> {
  const now = ctx.now()
  const { rows } = await client.query<NextMember>(
    `select m.place, m.agent_id as "agentId", m.epoch, m.store_id as "storeId", q.content, v.document, q.before_number as before,
       coalesce((select max(n.number) from agent_configuration n where n.agent_id = m.agent_id), 0) as last,
       g.reason, g.requested_by as "requestedBy", g.args ->> 'window' as window, (g.args ->> 'trialSeconds')::int4 as "trialSeconds"
     from command_group_agent m join command_group g on g.id = m.group_id
       join command_group_configuration q on q.group_id = m.group_id and q.place = m.place
       join agent a on a.id = m.agent_id and a.state = 'active'
       join agent_presence p on p.agent_id = m.agent_id and p.until is null and p.connected
       left join agent_configuration v on v.agent_id = a.id and v.number = a.configuration_number and v.hash = a.configuration_hash
     where m.group_id = $1 and m.command_id is null and m.passed_over is null and ${mayBeTold('$3')}
       and (select count(*) from agent_command o where o.agent_id = m.agent_id and o.state <> 'ended') < ${MOST_OPEN}
     order by m.place limit $2`,
    [groupId, count, now],
  )
  for (const member of rows) await tell(ctx, client, groupId, member, now)
  return rows.map(({ agentId }) => agentId)
}

async function tell(
  ctx: Pick<ServiceContext, 'pool' | 'now' | 'newId'>,
  client: pg.PoolClient,
  groupId: string,
  { place, agentId, epoch, storeId, content, reason, requestedBy, window, trialSeconds, before, ...member }: NextMember,
  now: Date,
): Promise<void> {
  const number = member.last + 1
  const document = documentText(content, number)
  const hash = createHash('sha256').update(document).digest()
  const commandId = ctx.newId()
  const goodUntil =
    window === null
      ? new Date(now.getTime() + GOOD_FOR_MS)
      : (await findWindow(rowsThrough(client), storeId, window, now)).expiresAt
  await insertCommand(client, {
    ...{ commandId, agentId, epoch, kind: 'agent.configure' as const, reason, requestedBy, requestedAt: now, notBefore: now },
    ...{ expiresAt: goodUntil, state: 'waiting' as const },
    args: { number, hash: hash.toString('hex'), document, trialSeconds },
  })
  await client.query(
    `insert into agent_configuration (agent_id, number, epoch, document, hash, why, made_by, made_at, command_id, state_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)`,
    [agentId, number, epoch, document, hash, reason, requestedBy, now, commandId],
  )
  await client.query('update command_group_agent set command_id = $3 where group_id = $1 and place = $2', [
    groupId,
    place,
    commandId,
  ])
  await recordAct({ ...ctx, actor: { kind: 'system', name: 'hub' } }, client, {
    action: 'configuration.sent',
    target: { type: 'agent', id: String(agentId) },
    before: { number: before },
    after: {
      ...{ storeId, number, hash: hash.toString('hex'), commandId, groupId, requestedBy, trialSeconds },
      ...{ notBefore: now.getTime(), expiresAt: goodUntil.getTime() },
      changes: diffContent(contentOf(member.document), content),
    },
    personal: { why: reason },
  })
}
