import { notifyChange } from '@counterfoil/db/connections'
import { CommandTask, commandClasses, commandKinds, RowId } from '@counterfoil/protocol'
import { z } from 'zod'
import { readRosterInForce } from '../approvers/read-roster.ts'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { findAgentWithin } from './find-agent-within.ts'
import { insertCommand } from './insert-command.ts'

/** How long an agent may take to come to it, when nothing else is said, and at most. */
const GOOD_FOR_MINUTES = 15
const MOST_MINUTES = 24 * 60
/** What waits for a second person waits no longer, and is carried out within that time. */
const PROPOSED_FOR_MINUTES = 60

const common = {
  agentId: RowId,
  kind: z.enum(commandKinds as [string, ...string[]]),
  args: z.record(z.string().max(40), z.union([z.string().max(60), z.int()])),
  goodForMinutes: z.int().min(1).max(MOST_MINUTES).default(GOOD_FOR_MINUTES),
}
const reason = z.string().trim().min(1).max(500)

/** What only reads, or does little. */
export const AskCommandInput = z.strictObject({ ...common, reason: reason.optional() })
export type AskCommandInput = z.input<typeof AskCommandInput>

/** What a store notices, or what two people must want. */
export const DisturbCommandInput = z.strictObject({ ...common, reason })
export type DisturbCommandInput = z.input<typeof DisturbCommandInput>

export const ProposeCommandInput = DisturbCommandInput.omit({ goodForMinutes: true })
export type ProposeCommandInput = z.input<typeof ProposeCommandInput>

export interface RequestedCommand {
  readonly commandId: string
  readonly expiresAt: Date
}

/**
 * Asks an agent for something of class 0 or 1; class 1 wants a reason. Throws `not_found`, `invalid`, `forbidden` for a kind of a
 * higher class, `conflict` for an agent that takes nothing, `too_many`.
 */
export function askCommand(ctx: ServiceContext, input: z.output<typeof AskCommandInput>): Promise<RequestedCommand> {
  return request(ctx, input, [0, 1])
}

/** The same for what disturbs a store (class 2): the caller has seen to a fresh factor. */
export function disturbCommand(ctx: ServiceContext, input: z.output<typeof DisturbCommandInput>): Promise<RequestedCommand> {
  return request(ctx, input, [2])
}

/**
 * The same for what two people must want (class 3): it waits until somebody else approves it with a passkey that agents know.
 * Throws `conflict` besides while there is no list of approvers with anybody else on it.
 */
export async function proposeCommand(
  ctx: ServiceContext,
  input: z.output<typeof ProposeCommandInput>,
): Promise<RequestedCommand> {
  const inForce = await readRosterInForce(ctx.pool)
  const me = ctx.actor.kind === 'user' ? `user:${ctx.actor.id}` : ''
  if (inForce === null || inForce.roster.members.every(({ person }) => person === me))
    throw new ServiceError('conflict', 'Nobody could approve it: agents know no approvers yet.', { reason: 'no_approvers' })
  return request(ctx, { ...input, goodForMinutes: PROPOSED_FOR_MINUTES }, [3])
}

async function request(
  ctx: ServiceContext,
  input: z.output<typeof AskCommandInput>,
  classes: readonly number[],
): Promise<RequestedCommand> {
  const { agentId, goodForMinutes, reason: why = null } = input
  if (ctx.actor.kind !== 'user') throw new ServiceError('forbidden', 'Only people may ask an agent for something.')
  const task = CommandTask.safeParse({ kind: input.kind, args: input.args })
  if (!task.success) {
    throw new ServiceError('invalid', 'This command does not go with these arguments.', {
      field: 'args',
      reason: 'command_args_wrong',
    })
  }
  const { kind, args } = task.data
  if (kind === 'agent.configure')
    throw new ServiceError('forbidden', 'What an agent is set by is sent from the settings.', { reason: 'command_class_wrong' })
  if (kind === 'link.drill')
    throw new ServiceError('forbidden', 'A drill is begun on the store’s page of redundancy.', { reason: 'command_class_wrong' })
  const commandClass = commandClasses[kind]
  if (!classes.includes(commandClass))
    throw new ServiceError('forbidden', `"${kind}" has to be asked for in another way.`, { reason: 'command_class_wrong' })
  if (commandClass > 0 && why === null)
    throw new ServiceError('invalid', 'This command wants a reason.', { field: 'reason', reason: 'reason_wanted' })
  const requestedBy = ctx.actor.id
  const commandId = ctx.newId()
  const now = ctx.now()
  const expiresAt = new Date(now.getTime() + goodForMinutes * 60_000)
  await inTransaction(ctx, async (client) => {
    const agent = await findAgentWithin(ctx, client, agentId)
    if (agent.state !== 'active') {
      throw new ServiceError('conflict', 'This agent is shut out or locked: it takes no commands.', {
        reason: 'agent_not_active',
      })
    }
    if ('terminal' in args && !agent.terminals.includes(args.terminal)) {
      throw new ServiceError('invalid', 'This agent has no such terminal.', {
        field: 'args.terminal',
        reason: 'terminal_unknown',
      })
    }
    // What waits for a second person is given its number when it has one: whatever is asked meanwhile would be above it.
    const proposed = commandClass === 3
    const counter = await insertCommand(client, {
      ...{ commandId, agentId, epoch: agent.epoch, kind, args, reason: why, requestedBy, requestedAt: now },
      ...{ notBefore: now, expiresAt, state: proposed ? 'proposed' : 'waiting' },
    })
    await recordAct(ctx, client, {
      action: proposed ? 'command.proposed' : commandClass === 2 ? 'command.disturbing' : 'command.asked',
      target: { type: 'command', id: commandId },
      after: {
        agentId,
        storeId: agent.storeId,
        kind,
        args,
        class: commandClass,
        ...(counter !== null && { counter }),
        expiresAt: expiresAt.getTime(),
      },
      ...(why !== null && { personal: { why } }),
    })
  })
  await notifyChange(ctx.pool, { entity: 'command', id: String(agentId) })
  return { commandId, expiresAt }
}
