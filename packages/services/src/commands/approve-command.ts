import { canonicalJson } from '@counterfoil/audit'
import { notifyChange } from '@counterfoil/db/connections'
import { approvalText, approvedPart } from '@counterfoil/protocol'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import type pg from 'pg'
import { z } from 'zod'
import { approvalOptions } from '../approvers/approval-options.ts'
import { type KeptRoster, readRosterInForce } from '../approvers/read-roster.ts'
import { takeApproval } from '../approvers/take-approval.ts'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { AssertionResponse } from '../passkeys/passkey-json.ts'
import { findAgentWithin } from './find-agent-within.ts'
import { orderOf } from './order-of.ts'

export const CommandIdInput = z.strictObject({ commandId: z.uuid() })
export type CommandIdInput = z.infer<typeof CommandIdInput>
export const ApproveCommandInput = z.strictObject({ commandId: z.uuid(), response: AssertionResponse })
export type ApproveCommandInput = z.input<typeof ApproveCommandInput>

export interface CommandToApprove {
  /** What is signed, word for word. */
  readonly text: string
  readonly options: PublicKeyCredentialRequestOptionsJSON
}

interface Proposed {
  readonly agentId: number
  readonly kind: string
  readonly requestedBy: string
  readonly text: string
  readonly roster: KeptRoster
}

/** What the actor's browser needs to approve this command and no other. Throws `not_found`, `conflict`, `forbidden`. */
export async function commandApprovalOptions(
  ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>,
  { commandId }: CommandIdInput,
): Promise<CommandToApprove> {
  const proposed = await readProposed(ctx, ctx.pool, commandId)
  return { text: proposed.text, options: approvalOptions(ctx, proposed.roster, proposed.text) }
}

/**
 * The second person's word, with which the command is told to its agent. Throws `not_found`; `conflict` for one that does not wait
 * any more; `forbidden` for one's own, for who is not on the list that agents know, and for a passkey that signed something else.
 */
export async function approveCommand(
  ctx: ServiceContext,
  { commandId, response }: z.output<typeof ApproveCommandInput>,
): Promise<void> {
  const agentId = await inTransaction(ctx, async (client) => {
    const { roster, text, kind, agentId } = await readProposed(ctx, client, commandId, 'for update')
    const approval = await takeApproval(ctx, client, roster, text, response)
    await client.query(
      'insert into agent_command_approval (command_id, person_id, approval, approved_at) values ($1, $2, $3, $4)',
      [commandId, approval.person.slice('user:'.length), JSON.stringify(approval), ctx.now()],
    )
    await client.query(
      `with numbered as (update agent set command_counter = command_counter + 1 where id = $2 returning command_counter)
       update agent_command set state = 'waiting', counter = numbered.command_counter from numbered where id = $1`,
      [commandId, agentId],
    )
    await recordAct(ctx, client, {
      action: 'command.approved',
      target: { type: 'command', id: commandId },
      after: { agentId, kind, approval },
    })
    return agentId
  })
  await notifyChange(ctx.pool, { entity: 'command', id: String(agentId) })
}

async function readProposed(
  ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>,
  client: Pick<pg.PoolClient, 'query'>,
  commandId: string,
  lock: '' | 'for update' = '',
): Promise<Proposed> {
  const { rows } = await client.query<{
    id: string
    agentId: number
    uid: string
    epoch: number
    state: string
    kind: string
    args: Readonly<Record<string, string | number>>
    requestedBy: string
    requestedAt: Date
    notBefore: Date
    expiresAt: Date
  }>(
    `select c.id::text as id, c.agent_id as "agentId", a.uid::text as uid, c.epoch, c.state, c.kind, c.args, c.requested_by as "requestedBy",
            c.requested_at as "requestedAt", c.not_before as "notBefore", c.expires_at as "expiresAt"
     from agent_command c join agent a on a.id = c.agent_id where c.id = $1 ${lock === '' ? '' : 'for update of c'}`,
    [commandId],
  )
  const [command] = rows
  if (command === undefined) throw new ServiceError('not_found', 'There is no such command.', { reason: 'command_unknown' })
  await findAgentWithin(ctx, client, command.agentId)
  if (command.state !== 'proposed' || command.expiresAt <= ctx.now())
    throw new ServiceError('conflict', 'It does not wait for a second person any more.', { reason: 'command_not_proposed' })
  const roster = await readRosterInForce(client)
  if (roster === null) throw new ServiceError('conflict', 'Agents know no approvers yet.', { reason: 'no_approvers' })
  if (ctx.actor.kind === 'user' && ctx.actor.id === command.requestedBy)
    throw new ServiceError('forbidden', 'It takes somebody else than who asked for it.', { reason: 'asked_oneself' })
  const text = approvalText(
    canonicalJson(approvedPart(orderOf({ uid: command.uid, epoch: command.epoch }, { ...command, counter: 0, approvals: [] }))),
  )
  return { agentId: command.agentId, kind: command.kind, requestedBy: command.requestedBy, text, roster }
}
