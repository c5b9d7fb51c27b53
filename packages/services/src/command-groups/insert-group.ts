import type { CommandKind } from '@counterfoil/protocol'
import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { countStores, type GroupMember } from './find-members.ts'
import type { ChosenAgents } from './group-choice.ts'

/** What waits for a second person waits no longer. */
const PROPOSED_FOR_MINUTES = 60
/** Of all people, that have not ended. */
const OPEN_AT_MOST = 20

export interface NewGroup {
  readonly groupId: string
  readonly kind: CommandKind
  readonly class: 0 | 1 | 2
  readonly args: Readonly<Record<string, unknown>>
  readonly reason: string | null
  readonly chosen: ChosenAgents
  /** Of the preview that was looked at. */
  readonly token: string
  /** In the order in which they are told. */
  readonly members: readonly GroupMember[]
  readonly atOnce: number
  readonly perMinute: number | null
  readonly tellMinutes: number
  readonly state: 'running' | 'proposed'
  readonly requestedBy: string
}

/** Writes a group down with its members and its entry in the record, under `lockBeginning`. Throws `too_many` where too many are open. */
export async function insertGroup(ctx: ServiceContext, client: pg.PoolClient, group: NewGroup): Promise<void> {
  const { groupId, kind, args, reason, chosen, token, members, atOnce, perMinute, tellMinutes, state } = group
  await demandRoom(client)
  const now = ctx.now()
  const minutes = state === 'running' ? tellMinutes : PROPOSED_FOR_MINUTES
  const stores = countStores(members)
  await client.query(
    `insert into command_group (id, kind, args, class, reason, chosen, members_hash, members, stores, at_once, per_minute, state,
       requested_by, requested_at, tell_minutes, expires_at, begun_at)
     values ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    [
      ...[groupId, kind, JSON.stringify(args), group.class, reason, JSON.stringify(chosen), token, members.length, stores],
      ...[atOnce, perMinute, state, group.requestedBy, now, tellMinutes],
      ...[new Date(now.getTime() + minutes * 60_000), state === 'running' ? now : null],
    ],
  )
  await client.query(
    `insert into command_group_agent (group_id, place, agent_id, epoch, store_id, terminal)
     select $1, u.nth, u.agent_id, u.epoch, u.store_id, u.terminal
     from unnest($2::int4[], $3::int4[], $4::int4[], $5::text[]) with ordinality as u (agent_id, epoch, store_id, terminal, nth)`,
    [
      groupId,
      members.map(({ agentId }) => agentId),
      members.map(({ epoch }) => epoch),
      members.map(({ storeId }) => storeId),
      members.map(({ terminal }) => terminal),
    ],
  )
  await recordAct(ctx, client, {
    action: state === 'running' ? 'command_group.begun' : 'command_group.proposed',
    target: { type: 'command_group', id: groupId },
    after: {
      ...{ kind, args, class: group.class, chosen },
      ...{ members: members.length, stores, membersHash: token, atOnce, perMinute, tellMinutes },
    },
    ...(reason !== null && { personal: { why: reason } }),
  })
}

/** Nobody else begins a group until the transaction ends: of two at once the second counts the first, and what one person disturbs. */
export async function lockBeginning(client: pg.PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtext($1))', ['counterfoil.command_groups.begun'])
}

async function demandRoom(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ open: number }>(
    `select count(*)::int as open from command_group where state in ('proposed', 'running')`,
  )
  if ((rows[0]?.open ?? 0) >= OPEN_AT_MOST)
    throw new ServiceError('too_many', `${OPEN_AT_MOST} groups are open: wait for their end, or stop one.`, {
      reason: 'groups_open',
    })
}
