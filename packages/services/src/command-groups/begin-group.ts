import type pg from 'pg'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { countDisturbed } from './count-disturbed.ts'
import { countStores, type GroupMember, MEMBERS_AT_MOST, readCandidates, sortCandidates, tokenOf } from './find-members.ts'
import { ChosenAgents, GroupArgs, GroupKind, type GroupTask, groupTask, STORES_ALONE } from './group-choice.ts'

const AT_ONCE = { usual: 50, most: 500 }
const PER_MINUTE_AT_MOST = 6_000
/** Agents are told for four hours when nothing else is said: those that come back in that time hear of it. */
const TELL_MINUTES = { usual: 240, most: 24 * 60 }
/** What waits for a second person waits no longer. */
const PROPOSED_FOR_MINUTES = 60
/** Of all people, that have not ended. */
const OPEN_AT_MOST = 20

const reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
const common = {
  chosen: ChosenAgents,
  kind: GroupKind,
  args: GroupArgs,
  /** Of the preview that was looked at. */
  token: z.string().regex(/^[0-9a-f]{64}$/),
  /** How many may be under way at the same time. */
  atOnce: z.int().min(1).max(AT_ONCE.most).default(AT_ONCE.usual),
  /** How many are told within a minute, at most; null: as fast as they end. */
  perMinute: z.int().min(1).max(PER_MINUTE_AT_MOST).nullable().default(null),
  tellMinutes: z.int().min(1).max(TELL_MINUTES.most).default(TELL_MINUTES.usual),
}

/** What only reads, or does little; the latter wants a reason. */
export const BeginGroupInput = z.strictObject({ ...common, reason: reason.optional() })
export type BeginGroupInput = z.input<typeof BeginGroupInput>

/** What stores notice. */
export const DisturbGroupInput = z.strictObject({ ...common, reason })
export type DisturbGroupInput = z.input<typeof DisturbGroupInput>

export interface BegunGroup {
  readonly groupId: string
}

/**
 * Asks many agents for something of class 0 or 1. Throws `conflict` where something changed since it was looked at, `invalid` where
 * nobody would be asked, `forbidden` for another class, `too_many`.
 */
export function beginGroup(ctx: ServiceContext, input: z.output<typeof BeginGroupInput>): Promise<BegunGroup> {
  return write(ctx, input, [0, 1], 'running')
}

/** The same for what disturbs a few stores (class 2): the caller has seen to a fresh factor. `forbidden` for many stores. */
export function disturbGroup(ctx: ServiceContext, input: z.output<typeof DisturbGroupInput>): Promise<BegunGroup> {
  return write(ctx, input, [2], 'running')
}

/** The same for many stores: it waits for somebody else's word. */
export function proposeGroup(ctx: ServiceContext, input: z.output<typeof DisturbGroupInput>): Promise<BegunGroup> {
  return write(ctx, input, [2], 'proposed')
}

async function write(
  ctx: ServiceContext,
  input: z.output<typeof BeginGroupInput>,
  classes: readonly number[],
  state: 'running' | 'proposed',
): Promise<BegunGroup> {
  if (ctx.actor.kind !== 'user') throw new ServiceError('forbidden', 'Only people may ask agents for something.')
  const { chosen, token, atOnce, perMinute, tellMinutes, reason: why = null } = input
  const task = groupTask(input)
  if (!classes.includes(task.class))
    throw new ServiceError('forbidden', `"${task.kind}" has to be asked for in another way.`, { reason: 'command_class_wrong' })
  if (task.class > 0 && why === null)
    throw new ServiceError('invalid', 'This command wants a reason.', { field: 'reason', reason: 'reason_wanted' })
  const groupId = ctx.newId()
  const now = ctx.now()
  const minutes = state === 'running' ? tellMinutes : PROPOSED_FOR_MINUTES
  const requestedBy = ctx.actor.id
  await inTransaction(ctx, async (client) => {
    const members = await lookAgain(ctx, client, chosen, task, token)
    const stores = countStores(members)
    if (state === 'running' && task.class === 2 && (await countDisturbed(ctx, rowsThrough(client), members)) > STORES_ALONE)
      throw new ServiceError('forbidden', `In more than ${STORES_ALONE} stores this takes a second person.`, {
        reason: 'takes_two',
      })
    await client.query(
      `insert into command_group (id, kind, args, class, reason, chosen, members_hash, members, stores, at_once, per_minute, state,
         requested_by, requested_at, tell_minutes, expires_at, begun_at)
       values ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        ...[
          groupId,
          task.kind,
          JSON.stringify(task.args),
          task.class,
          why,
          JSON.stringify(chosen),
          token,
          members.length,
          stores,
        ],
        ...[atOnce, perMinute, state, requestedBy, now, tellMinutes],
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
        ...{ kind: task.kind, args: task.args, class: task.class, chosen },
        ...{ members: members.length, stores, membersHash: token, atOnce, perMinute, tellMinutes },
      },
      ...(why !== null && { personal: { why } }),
    })
  })
  return { groupId }
}

/** The members as they are now. Throws where they are not those of the token, and for too many. */
async function lookAgain(
  ctx: ServiceContext,
  client: pg.PoolClient,
  chosen: ChosenAgents,
  task: GroupTask,
  token: string,
): Promise<readonly GroupMember[]> {
  const { members } = sortCandidates(await readCandidates(ctx, rowsThrough(client), chosen), chosen, task)
  if (tokenOf(task, members) !== token)
    throw new ServiceError('conflict', 'Something changed since you looked. Look at it again.', { reason: 'changed_meanwhile' })
  if (members.length === 0)
    throw new ServiceError('invalid', 'There is nobody to ask.', { field: 'chosen', reason: 'nobody_to_ask' })
  if (members.length > MEMBERS_AT_MOST)
    throw new ServiceError('too_many', `At most ${MEMBERS_AT_MOST} at once: choose a narrower place.`, {
      reason: 'too_many_members',
    })
  // Of two who begin at once the second counts the first.
  await client.query('select pg_advisory_xact_lock(hashtext($1))', ['counterfoil.command_groups.begun'])
  const { rows } = await client.query<{ open: number }>(
    `select count(*)::int as open from command_group where state in ('proposed', 'running')`,
  )
  if ((rows[0]?.open ?? 0) >= OPEN_AT_MOST)
    throw new ServiceError('too_many', `${OPEN_AT_MOST} groups are open: wait for their end, or stop one.`, {
      reason: 'groups_open',
    })
  return members
}
