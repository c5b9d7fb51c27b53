import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { readBounds, readTimeZone } from './day-bounds.ts'
import { isLookedAt, readDay } from './read-day.ts'

export const SignAuditDayInput = z.strictObject({
  day: z.iso.date(),
  note: z.string().trim().min(1).max(2_000),
  /** Of the statement that was shown to the signer. */
  statementHash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type SignAuditDayInput = z.infer<typeof SignAuditDayInput>

/**
 * Signs that a day's findings were looked at. `forbidden` to whoever did something among them; `conflict` while the day runs or
 * rules have not seen all of it, when it is signed, or when it is no longer what was shown.
 */
export async function signAuditDay(ctx: ServiceContext, { day, note, statementHash }: SignAuditDayInput): Promise<void> {
  requireWholeChain(ctx)
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'A day is signed by a person.')
  await inTransaction(ctx, async (client) => {
    // Nothing is found while it is signed.
    await client.query('select from audit_follower where id = 1 for update')
    const bounds = await readBounds(client, await readTimeZone(client), day)
    if (bounds.endsAt > ctx.now() || !(await isLookedAt(client, bounds.endsAt)))
      throw new ServiceError('conflict', 'This day is not over, or the rules have not looked at all of it yet.', {
        reason: 'day_runs',
      })
    const { statement, findings, entries } = await readDay(client, bounds)
    if (findings.some(({ actorType, actorId }) => actorType === 'user' && actorId === actor.id))
      throw new ServiceError('forbidden', 'You did something that was found on this day. Somebody else signs it.', {
        reason: 'acted_oneself',
      })
    if (statement.hash !== statementHash)
      throw new ServiceError('conflict', 'There is more on this day than you were shown. Read it again, then sign.', {
        reason: 'statement_changed',
      })
    const { rowCount } = await client.query(
      `insert into audit_day_review (day, signed_at, signed_by, note, statement, statement_hash) values ($1, $2, $3, $4, $5, $6)
       on conflict do nothing`,
      [day, ctx.now(), actor.id, note, Buffer.from(statement.text), Buffer.from(statement.hash, 'hex')],
    )
    if (rowCount !== 1) throw new ServiceError('conflict', 'This day is signed already.', { reason: 'day_signed' })
    await recordAct(ctx, client, {
      action: 'audit.day_reviewed',
      target: { type: 'audit_day', id: day },
      after: { statement: statement.hash, findings: findings.length, entries },
      personal: { note },
    })
  })
}
