import type pg from 'pg'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { countDisturbed } from './count-disturbed.ts'
import { type GroupMember, MEMBERS_AT_MOST, readCandidates, sortCandidates, tokenOf } from './find-members.ts'
import { ChosenAgents, GroupArgs, GroupKind, type GroupTask, groupTask, STORES_ALONE } from './group-choice.ts'
import { insertGroup, lockBeginning } from './insert-group.ts'

/** Agents are told for four hours when nothing else is said: those that come back in that time hear of it. */
const TELL_MINUTES = { usual: 240, most: 24 * 60 }

const reason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
/** How fast a group goes. */
export const pace = {
  /** How many may be under way at the same time. */
  atOnce: z.int().min(1).max(500).default(50),
  /** How many are told within a minute, at most; null: as fast as they end. */
  perMinute: z.int().min(1).max(6_000).nullable().default(null),
}

const common = {
  chosen: ChosenAgents,
  kind: GroupKind,
  args: GroupArgs,
  /** Of the preview that was looked at. */
  token: z.string().regex(/^[0-9a-f]{64}$/),
  ...pace,
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
  const requestedBy = ctx.actor.id
  await inTransaction(ctx, async (client) => {
    await lockBeginning(client)
    const members = await lookAgain(ctx, client, chosen, task, token)
    if (state === 'running' && task.class === 2 && (await countDisturbed(ctx, rowsThrough(client), members)) > STORES_ALONE)
      throw new ServiceError('forbidden', `In more than ${STORES_ALONE} stores this takes a second person.`, {
        reason: 'takes_two',
      })
    await insertGroup(ctx, client, {
      ...{ groupId, kind: task.kind, class: task.class, args: task.args, reason: why, chosen, token, members },
      ...{ atOnce, perMinute, tellMinutes, state, requestedBy },
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
  return members
}
