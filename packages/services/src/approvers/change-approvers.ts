import { createHash } from 'node:crypto'
import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import type { FactorKit } from '../sign-in/factor-kit.ts'
import { buildRoster } from './build-roster.ts'
import { lockRosters } from './lock-rosters.ts'
import { readPendingRoster, readRosterInForce } from './read-roster.ts'

export const ChangeApproversInput = z.strictObject({ people: z.array(z.string().max(64)).min(2).max(64) })
export type ChangeApproversInput = z.infer<typeof ChangeApproversInput>

/**
 * Proposes who may approve. The first list is in force at once; each later one waits for two people of the one in force. Throws
 * `invalid` (see `buildRoster`), `conflict` while another waits.
 */
export async function changeApprovers(
  ctx: ServiceContext,
  { site }: Pick<FactorKit, 'site'>,
  { people }: ChangeApproversInput,
): Promise<{ readonly number: number; readonly inForce: boolean }> {
  if (ctx.actor.kind !== 'user') throw new ServiceError('forbidden', 'Only people may say who approves.')
  const proposedBy = ctx.actor.id
  const done = await inTransaction(ctx, async (client) => {
    await lockRosters(client)
    if ((await readPendingRoster(client)) !== null)
      throw new ServiceError('conflict', 'Another list waits for approval already.', { reason: 'roster_waits' })
    const before = await readRosterInForce(client)
    const text = await buildRoster(client, site, people, before)
    const number = (before?.number ?? 0) + 1
    const inForce = before === null
    const now = ctx.now()
    await client.query(
      `insert into approver_roster (number, roster, hash, proposed_by, proposed_at, in_force_since) values ($1, $2, $3, $4, $5, $6)`,
      [number, text, createHash('sha256').update(text).digest(), proposedBy, now, inForce ? now : null],
    )
    await recordAct(ctx, client, {
      action: inForce ? 'approvers.in_force' : 'approvers.proposed',
      target: { type: 'approvers', id: String(number) },
      after: { number, people: [...new Set(people)].toSorted() },
    })
    return { number, inForce }
  })
  if (done.inForce) await notifyChange(ctx.pool, { entity: 'approvers', id: String(done.number) })
  return done
}
