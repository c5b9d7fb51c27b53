import { canonicalJson } from '@counterfoil/audit'
import { AgentVersion, type Rollout } from '@counterfoil/protocol'
import { z } from 'zod'
import { readRosterInForce } from '../approvers/read-roster.ts'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { isWholeChain } from './whole-chain.ts'

const MOST_MINUTES = 30 * 24 * 60
/** A rollout that waits for payments in small stores takes weeks, not months. */
const GOOD_FOR_DAYS = 30
const DAY_MS = 86_400_000

/** `soakMinutes`: how long each of the five rings rests before the next one begins. */
export const ProposeRolloutInput = z.strictObject({
  version: AgentVersion,
  soakMinutes: z.array(z.int().min(0).max(MOST_MINUTES)).length(5),
  reason: z.string().trim().min(1).max(500),
})
export type ProposeRolloutInput = z.infer<typeof ProposeRolloutInput>

/**
 * Puts down a rollout for somebody else to approve. Throws `forbidden` for who does not reach the whole chain, `not_found` for a
 * version that is not on the signed list, `conflict` while another one is under way or nobody could approve it.
 */
export async function proposeRollout(ctx: ServiceContext, input: ProposeRolloutInput): Promise<{ readonly rolloutId: string }> {
  const { actor } = ctx
  if (actor.kind !== 'user' || !isWholeChain(actor))
    throw new ServiceError('forbidden', 'A version goes to every store: this takes somebody who reaches the whole chain.', {
      reason: 'not_whole_chain',
    })
  const rolloutId = ctx.newId()
  const now = ctx.now()
  await inTransaction(ctx, async (client) => {
    const roster = await readRosterInForce(client)
    if (roster === null || roster.roster.members.every(({ person }) => person === `user:${actor.id}`))
      throw new ServiceError('conflict', 'Nobody could approve it: agents know no approvers yet.', { reason: 'no_approvers' })
    const { rows } = await client.query<{ platform: string; sha256: string; hubId: string }>(
      `select r.platform, encode(r.sha256, 'hex') as sha256, i.hub_id::text as "hubId" from agent_release r, installation i where r.version = $1 order by 1`,
      [input.version],
    )
    const [first] = rows
    if (first === undefined)
      throw new ServiceError('not_found', 'This version is not on the signed list.', {
        field: 'version',
        reason: 'version_unknown',
      })
    const open = await client.query(`select from agent_rollout where state in ('proposed', 'running', 'paused')`)
    if (open.rowCount !== 0)
      throw new ServiceError('conflict', 'Another version is on its way: end that first.', { reason: 'rollout_open' })
    const expiresAt = new Date(now.getTime() + GOOD_FOR_DAYS * DAY_MS)
    const body: Rollout = {
      v: 1,
      rollout: rolloutId,
      hubId: first.hubId,
      version: input.version,
      archives: Object.fromEntries(rows.map(({ platform, sha256 }) => [platform, sha256])),
      requester: `user:${actor.id}`,
      expiresAtMs: expiresAt.getTime(),
    }
    await client.query(
      `insert into agent_rollout (id, version, body, soak_minutes, reason, state, requested_by, requested_at, expires_at)
       values ($1, $2, $3, $4, $5, 'proposed', $6, $7, $8)`,
      [rolloutId, input.version, canonicalJson(body), input.soakMinutes, input.reason, actor.id, now, expiresAt],
    )
    await recordAct(ctx, client, {
      action: 'rollout.proposed',
      target: { type: 'rollout', id: rolloutId },
      after: { version: input.version, archives: body.archives, soakMinutes: input.soakMinutes, expiresAt: expiresAt.getTime() },
      personal: { why: input.reason },
    })
  })
  return { rolloutId }
}
