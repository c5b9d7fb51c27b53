import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { findAgentWithin } from './find-agent-within.ts'

export const WithdrawCommandInput = z.strictObject({ commandId: z.uuid() })
export type WithdrawCommandInput = z.infer<typeof WithdrawCommandInput>

/** Takes back what no agent has been told of yet, or what nobody has approved. Throws `not_found`, and `conflict` for one that was: it may be under way. */
export async function withdrawCommand(ctx: ServiceContext, { commandId }: WithdrawCommandInput): Promise<void> {
  const agentId = await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ agentId: number; state: string; kind: string }>(
      'select agent_id as "agentId", state, kind from agent_command where id = $1 for update',
      [commandId],
    )
    const [command] = rows
    if (command === undefined) throw new ServiceError('not_found', 'There is no such command.', { reason: 'command_unknown' })
    await findAgentWithin(ctx, client, command.agentId)
    if (!['waiting', 'planned', 'proposed'].includes(command.state)) {
      throw new ServiceError('conflict', 'The agent has been told already: what becomes of it will be seen here.', {
        reason: 'command_sent',
      })
    }
    await client.query(`update agent_command set state = 'ended', outcome = 'withdrawn', ended_at = $2 where id = $1`, [
      commandId,
      ctx.now(),
    ])
    await recordAct(ctx, client, {
      action: 'command.withdrawn',
      target: { type: 'command', id: commandId },
      after: { agentId: command.agentId, kind: command.kind },
    })
    return command.agentId
  })
  await notifyChange(ctx.pool, { entity: 'command', id: String(agentId) })
}
