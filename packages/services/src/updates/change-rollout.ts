import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { askToReturn } from './ask-agents.ts'
import { isWholeChain } from './whole-chain.ts'

/** `return` stops it and asks every agent that took it to go back. */
export const ChangeRolloutInput = z.strictObject({
  rolloutId: z.uuid(),
  to: z.enum(['pause', 'resume', 'stop', 'return']),
  reason: z.string().trim().min(1).max(500),
})
export type ChangeRolloutInput = z.infer<typeof ChangeRolloutInput>

const FROM: Readonly<Record<ChangeRolloutInput['to'], readonly string[]>> = {
  pause: ['running'],
  resume: ['paused'],
  stop: ['proposed', 'running', 'paused'],
  return: ['running', 'paused', 'stopped', 'done'],
}
const STATE = { pause: 'paused', resume: 'running', stop: 'stopped', return: 'stopped' } as const

/** Holds, goes on with, ends or takes back a rollout. Throws `not_found`, `forbidden`, and `conflict` where that makes no sense now. */
export async function changeRollout(ctx: ServiceContext, { rolloutId, to, reason }: ChangeRolloutInput): Promise<void> {
  if (ctx.actor.kind !== 'user' || !isWholeChain(ctx.actor))
    throw new ServiceError('forbidden', 'A version goes to every store: this takes somebody who reaches the whole chain.', {
      reason: 'not_whole_chain',
    })
  const told = await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ state: string; version: string }>(
      'select state, version from agent_rollout where id = $1 for update',
      [rolloutId],
    )
    const [rollout] = rows
    if (rollout === undefined) throw new ServiceError('not_found', 'There is no such rollout.', { reason: 'rollout_unknown' })
    if (!FROM[to].includes(rollout.state))
      throw new ServiceError('conflict', 'The rollout has moved on meanwhile.', { reason: 'rollout_moved_on' })
    const ends = to === 'stop' || to === 'return'
    await client.query('update agent_rollout set state = $2, ended_at = coalesce(ended_at, $3) where id = $1', [
      rolloutId,
      STATE[to],
      ends ? ctx.now() : null,
    ])
    const asked = to === 'return' ? await askToReturn(ctx, client, rolloutId) : []
    await recordAct(ctx, client, {
      action: 'rollout.changed',
      target: { type: 'rollout', id: rolloutId },
      before: { state: rollout.state },
      after: { state: STATE[to], version: rollout.version, ...(to === 'return' && { askedToReturn: asked.length }) },
      personal: { why: reason },
    })
    return asked
  })
  for (const agentId of told) await notifyChange(ctx.pool, { entity: 'command', id: String(agentId) })
}
