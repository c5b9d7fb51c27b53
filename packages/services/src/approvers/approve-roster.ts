import { notifyChange } from '@counterfoil/db/connections'
import { rosterText } from '@counterfoil/protocol'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { Queryable } from '../audit/read-tree.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { AssertionResponse } from '../passkeys/passkey-json.ts'
import { approvalOptions } from './approval-options.ts'
import { lockRosters } from './lock-rosters.ts'
import { type KeptRoster, readPendingRoster, readRosterInForce } from './read-roster.ts'
import { takeApproval } from './take-approval.ts'

const PEOPLE_FOR_A_CHANGE = 2

export const RosterNumberInput = z.strictObject({ number: z.int().min(1) })
export type RosterNumberInput = z.infer<typeof RosterNumberInput>
export const ApproveRosterInput = z.strictObject({ number: z.int().min(1), response: AssertionResponse })
export type ApproveRosterInput = z.input<typeof ApproveRosterInput>

/** What the actor's browser needs to approve the list that waits. Throws `not_found`, `forbidden`. */
export async function rosterApprovalOptions(
  ctx: Pick<ServiceContext, 'pool' | 'actor'>,
  { number }: RosterNumberInput,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { pending, inForce } = await readBoth(ctx.pool, number)
  return approvalOptions(ctx, inForce, rosterText(pending.text))
}

/** Approves the list that waits, by a passkey of the list in force; the second person puts it in force. Throws as above. */
export async function approveRoster(
  ctx: ServiceContext,
  { number, response }: z.output<typeof ApproveRosterInput>,
): Promise<{ readonly inForce: boolean }> {
  const inForce = await inTransaction(ctx, async (client) => {
    await lockRosters(client)
    const { pending, inForce: before } = await readBoth(client, number)
    const approval = await takeApproval(ctx, client, before, rosterText(pending.text), response)
    const { rowCount } = await client.query(
      `insert into approver_roster_approval (number, person_id, approval, approved_at) values ($1, $2, $3, $4) on conflict do nothing`,
      [number, approval.person.slice('user:'.length), JSON.stringify(approval), ctx.now()],
    )
    if (rowCount === 0) throw new ServiceError('conflict', 'You have approved it already.', { reason: 'approved_already' })
    const { rows } = await client.query<{ people: number }>(
      'select count(*)::int as people from approver_roster_approval where number = $1',
      [number],
    )
    const enough = (rows[0]?.people ?? 0) >= PEOPLE_FOR_A_CHANGE
    const target = { type: 'approvers', id: String(number) }
    await recordAct(ctx, client, { action: 'approvers.approved', target, after: { number, approval } })
    if (!enough) return false
    await client.query('update approver_roster set in_force_since = $2 where number = $1', [number, ctx.now()])
    await recordAct(ctx, client, {
      action: 'approvers.in_force',
      target,
      after: { number, people: [...new Set(pending.roster.members.map(({ person }) => person.slice(5)))].toSorted() },
    })
    return true
  })
  if (inForce) await notifyChange(ctx.pool, { entity: 'approvers', id: String(number) })
  return { inForce }
}

/** Takes back the list that waits. Throws `not_found`. */
export function withdrawRoster(ctx: ServiceContext, { number }: RosterNumberInput): Promise<void> {
  return inTransaction(ctx, async (client) => {
    await lockRosters(client)
    await readBoth(client, number)
    await client.query('delete from approver_roster where number = $1 and in_force_since is null', [number])
    await recordAct(ctx, client, { action: 'approvers.withdrawn', target: { type: 'approvers', id: String(number) } })
  })
}

async function readBoth(client: Queryable, number: number): Promise<{ pending: KeptRoster; inForce: KeptRoster }> {
  const [pending, inForce] = [await readPendingRoster(client), await readRosterInForce(client)]
  if (pending === null || inForce === null || pending.number !== number)
    throw new ServiceError('not_found', 'No such list waits for approval.', { reason: 'roster_unknown' })
  return { pending, inForce }
}
