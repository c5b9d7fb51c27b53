import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { mayStillDo, type StorePlace } from '../permissions/may-still-do.ts'
import { alarmsWithin } from './alarms-within.ts'
import { OPENING_LIFETIME_MS, personOf } from './opening.ts'

export const ApproveCardAlarmOpeningInput = z.strictObject({ openingId: z.uuid() })
export type ApproveCardAlarmOpeningInput = z.infer<typeof ApproveCardAlarmOpeningInput>

interface OpeningRow {
  readonly alarmId: string
  readonly askedBy: string
  readonly askedAt: Date
  readonly approvedAt: Date | null
  /** Null where the alarm is of no store. */
  readonly store: StorePlace | null
}

/**
 * The second person's word. Throws `not_found`, `forbidden` for whoever asked, `conflict` when it is too late, done, or whoever
 * asked might not ask any more.
 */
export async function approveCardAlarmOpening(ctx: ServiceContext, { openingId }: ApproveCardAlarmOpeningInput): Promise<void> {
  const approvedBy = personOf(ctx)
  const alarmId = await inTransaction(ctx, async (client) => {
    const within = alarmsWithin(ctx, 2)
    const { rows } = await client.query<OpeningRow>(
      `select o.alarm_id::text as "alarmId", o.asked_by as "askedBy", o.asked_at as "askedAt", o.approved_at as "approvedAt",
         case when s.id is not null then json_build_object('id', s.id, 'country', s.country, 'region', s.region) end as store
       from card_alarm_opening o join card_alarm c on c.id = o.alarm_id left join store s on s.id = c.store_id
       where o.id = $1 and ${within.text} for update of o`,
      [openingId, ...within.values],
    )
    const [opening] = rows
    if (opening === undefined) throw new ServiceError('not_found', 'Nobody has asked for this.')
    if (opening.askedBy === approvedBy) {
      throw new ServiceError('forbidden', 'You asked for this yourself: another administrator must approve it.', {
        reason: 'same_person',
      })
    }
    if (opening.approvedAt !== null)
      throw new ServiceError('conflict', 'This has been approved already.', { reason: 'already_approved' })
    if (ctx.now().getTime() - opening.askedAt.getTime() > OPENING_LIFETIME_MS) {
      throw new ServiceError('conflict', 'This was asked more than 60 minutes ago. Ask again.', { reason: 'opening_expired' })
    }
    if (!(await mayStillDo(client, opening.askedBy, 'card_alarms.handle', opening.store))) {
      throw new ServiceError('conflict', 'Whoever asked for this may not handle card alarms any more. Somebody else asks anew.', {
        reason: 'first_person_gone',
      })
    }
    await client.query('update card_alarm_opening set approved_by = $2, approved_at = $3 where id = $1', [
      openingId,
      approvedBy,
      ctx.now(),
    ])
    await recordAct(ctx, client, {
      action: 'card_alarm.opening_approved',
      target: { type: 'card_alarm', id: opening.alarmId },
      after: { opening: openingId, askedBy: opening.askedBy },
    })
    return opening.alarmId
  })
  await notifyChange(ctx.pool, { entity: 'card_alarm', id: alarmId })
}
