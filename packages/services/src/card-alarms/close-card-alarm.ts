import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { alarmsWithin } from './alarms-within.ts'
import { noSuchAlarm } from './get-card-alarm.ts'
import { personOf } from './opening.ts'

const sentence = z.string().trim().min(1).max(2_000)
const time = z.int().min(0).max(8_640_000_000_000_000)

/** What a failure must be answered with (PCI DSS 10.7.3). */
export const CloseCardAlarmInput = z.strictObject({
  alarmId: z.uuid(),
  startedAtMs: time,
  endedAtMs: time,
  cause: sentence,
  fix: sentence,
})
export type CloseCardAlarmInput = z.infer<typeof CloseCardAlarmInput>

/** Closes an alarm with start, end, cause and fix. Throws `not_found`, `invalid`, and `conflict` for one that is closed. */
export async function closeCardAlarm(ctx: ServiceContext, input: CloseCardAlarmInput): Promise<void> {
  const closedBy = personOf(ctx)
  const { alarmId, startedAtMs, endedAtMs, cause, fix } = input
  if (endedAtMs < startedAtMs || endedAtMs > ctx.now().getTime()) {
    throw new ServiceError('invalid', 'The end must lie after the start and not in the future.', {
      field: 'endedAtMs',
      reason: 'times_wrong',
    })
  }
  await inTransaction(ctx, async (client) => {
    const within = alarmsWithin(ctx, 2)
    const { rows } = await client.query<{ state: string }>(
      `select c.state from card_alarm c left join store s on s.id = c.store_id where c.id = $1 and ${within.text} for update of c`,
      [alarmId, ...within.values],
    )
    const [alarm] = rows
    if (alarm === undefined) throw noSuchAlarm(alarmId)
    if (alarm.state === 'closed')
      throw new ServiceError('conflict', 'This alarm has been closed already.', { reason: 'already_closed' })
    await client.query(
      `update card_alarm set state = 'closed', started_at = $2, ended_at = $3, cause = $4, fix = $5, closed_at = $6, closed_by = $7 where id = $1`,
      [alarmId, new Date(startedAtMs), new Date(endedAtMs), cause, fix, ctx.now(), closedBy],
    )
    await recordAct(ctx, client, {
      action: 'card_alarm.closed',
      target: { type: 'card_alarm', id: alarmId },
      before: { state: 'open' },
      after: { state: 'closed', startedAtMs, endedAtMs },
      personal: { cause, fix },
    })
  })
  await notifyChange(ctx.pool, { entity: 'card_alarm', id: alarmId })
}
