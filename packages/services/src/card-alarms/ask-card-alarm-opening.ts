import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { alarmsWithin } from './alarms-within.ts'
import { noSuchAlarm } from './get-card-alarm.ts'
import { OPENING_LIFETIME_MS, personOf } from './opening.ts'

export const AskCardAlarmOpeningInput = z.strictObject({ alarmId: z.uuid(), why: z.string().trim().min(1).max(1_000) })
export type AskCardAlarmOpeningInput = z.infer<typeof AskCardAlarmOpeningInput>

/**
 * Asks that somebody else approves a look at what was found. Throws `not_found`, and `conflict` when nothing is sealed or a wish
 * waits already.
 */
export async function askCardAlarmOpening(
  ctx: ServiceContext,
  { alarmId, why }: AskCardAlarmOpeningInput,
): Promise<{ readonly id: string }> {
  const askedBy = personOf(ctx)
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    const within = alarmsWithin(ctx, 2)
    const { rows } = await client.query<{ sealed: number }>(
      `select (select count(*)::int4 from card_alarm_content n where n.alarm_id = c.id) as sealed
       from card_alarm c left join store s on s.id = c.store_id where c.id = $1 and ${within.text} for update of c`,
      [alarmId, ...within.values],
    )
    const [alarm] = rows
    if (alarm === undefined) throw noSuchAlarm(alarmId)
    if (alarm.sealed === 0) {
      throw new ServiceError('conflict', 'Nothing of this alarm is kept: the number was cut where it was found.', {
        reason: 'nothing_sealed',
      })
    }
    const waiting = await client.query(
      `select from card_alarm_opening where alarm_id = $1 and opened_at is null and coalesce(approved_at, asked_at) >= $2`,
      [alarmId, new Date(ctx.now().getTime() - OPENING_LIFETIME_MS)],
    )
    if (waiting.rowCount !== 0) {
      throw new ServiceError('conflict', 'Somebody has asked for this already, within the last 60 minutes.', {
        reason: 'opening_waits',
      })
    }
    await client.query('insert into card_alarm_opening (id, alarm_id, asked_by, asked_at, why) values ($1, $2, $3, $4, $5)', [
      id,
      alarmId,
      askedBy,
      ctx.now(),
      why,
    ])
    await recordAct(ctx, client, {
      action: 'card_alarm.opening_asked',
      target: { type: 'card_alarm', id: alarmId },
      after: { opening: id },
      personal: { why },
    })
  })
  await notifyChange(ctx.pool, { entity: 'card_alarm', id: alarmId })
  return { id }
}
