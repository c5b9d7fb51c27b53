import { rolloutText } from '@counterfoil/protocol'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import type pg from 'pg'
import { z } from 'zod'
import { approvalOptions } from '../approvers/approval-options.ts'
import { type KeptRoster, readRosterInForce } from '../approvers/read-roster.ts'
import { takeApproval } from '../approvers/take-approval.ts'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { isOlder } from '../device-health/judge-agent.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { AssertionResponse } from '../passkeys/passkey-json.ts'
import { type RingStore, ringsOf } from './rings.ts'

export const RolloutIdInput = z.strictObject({ rolloutId: z.uuid() })
export type RolloutIdInput = z.infer<typeof RolloutIdInput>
export const ApproveRolloutInput = z.strictObject({ rolloutId: z.uuid(), response: AssertionResponse })

interface Proposed {
  readonly version: string
  readonly text: string
  readonly roster: KeptRoster
}

/** What the actor's browser needs to approve this rollout and no other. Throws `not_found`, `conflict`, `forbidden`. */
export async function rolloutApprovalOptions(
  ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>,
  { rolloutId }: RolloutIdInput,
): Promise<{ readonly text: string; readonly options: PublicKeyCredentialRequestOptionsJSON }> {
  const { text, roster } = await readProposed(ctx, ctx.pool, rolloutId)
  return { text, options: approvalOptions(ctx, roster, text) }
}

/**
 * The second person's word, with which the first ring begins: every active agent with an older version gets its ring. Throws
 * `not_found`; `conflict` for one that does not wait; `forbidden` for one's own, and for a passkey that does not count.
 */
export async function approveRollout(
  ctx: ServiceContext,
  { rolloutId, response }: z.output<typeof ApproveRolloutInput>,
): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const { roster, text, version } = await readProposed(ctx, client, rolloutId, 'for update')
    const approval = await takeApproval(ctx, client, roster, text, response)
    await client.query(
      'insert into agent_rollout_approval (rollout_id, person_id, approval, approved_at) values ($1, $2, $3, $4)',
      [rolloutId, approval.person.slice('user:'.length), JSON.stringify(approval), ctx.now()],
    )
    const sizes = await placeAgents(client, rolloutId, version)
    await client.query(`update agent_rollout set state = 'running', ring = 0, ring_since = $2 where id = $1`, [
      rolloutId,
      ctx.now(),
    ])
    await recordAct(ctx, client, {
      action: 'rollout.approved',
      target: { type: 'rollout', id: rolloutId },
      after: { version, agents: sizes, approval },
    })
  })
}

/** Gives how many agents each ring has. */
async function placeAgents(client: pg.PoolClient, rolloutId: string, version: string): Promise<number[]> {
  const { rows } = await client.query<RingStore & { agentId: number; version: string }>(
    `select a.id as "agentId", a.version, s.id, s.code, l.store_id is not null as "isLab"
     from agent a join store s on s.id = a.store_id left join lab_store l on l.store_id = s.id where a.state = 'active' order by a.id`,
  )
  const older = rows.filter((agent) => isOlder(agent.version, version))
  const rings = ringsOf([...new Map(older.map((agent) => [agent.id, agent])).values()], version)
  const ring = (storeId: number) => rings.get(storeId) ?? 4
  await client.query(
    `insert into agent_rollout_agent (rollout_id, agent_id, store_id, ring, from_version)
     select $1, u.* from unnest($2::int4[], $3::int4[], $4::int2[], $5::text[]) u`,
    [rolloutId, older.map((a) => a.agentId), older.map((a) => a.id), older.map((a) => ring(a.id)), older.map((a) => a.version)],
  )
  return [0, 1, 2, 3, 4].map((nth) => older.filter(({ id }) => ring(id) === nth).length)
}

async function readProposed(
  ctx: Pick<ServiceContext, 'actor' | 'now'>,
  client: Pick<pg.PoolClient, 'query'>,
  rolloutId: string,
  lock: '' | 'for update' = '',
): Promise<Proposed> {
  const { rows } = await client.query<{ version: string; body: string; state: string; requestedBy: string; expiresAt: Date }>(
    `select version, body, state, requested_by as "requestedBy", expires_at as "expiresAt" from agent_rollout where id = $1 ${lock === '' ? '' : 'for update'}`,
    [rolloutId],
  )
  const [rollout] = rows
  if (rollout === undefined) throw new ServiceError('not_found', 'There is no such rollout.', { reason: 'rollout_unknown' })
  if (rollout.state !== 'proposed' || rollout.expiresAt <= ctx.now())
    throw new ServiceError('conflict', 'It does not wait for a second person any more.', { reason: 'rollout_not_proposed' })
  const roster = await readRosterInForce(client)
  if (roster === null) throw new ServiceError('conflict', 'Agents know no approvers yet.', { reason: 'no_approvers' })
  if (ctx.actor.kind === 'user' && ctx.actor.id === rollout.requestedBy)
    throw new ServiceError('forbidden', 'It takes somebody else than who asked for it.', { reason: 'asked_oneself' })
  return { version: rollout.version, text: rolloutText(rollout.body), roster }
}
