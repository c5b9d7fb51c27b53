import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { mayStillDo, type StorePlace } from '../permissions/may-still-do.ts'
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
    const { rows } = await client.query<{ sealed: number; store: StorePlace | null }>(
      `select (select count(*)::int4 from card_alarm_content n where n.alarm_id = c.id and n.sealed is not null) as sealed,
         case when s.id is not null then json_build_object('id', s.id, 'country', s.country, 'region', s.region) end as store
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
    if (await isWaiting(ctx, client, alarmId, alarm.store)) {
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

/** What somebody asked who may not ask any more can never be approved, and is in nobody's way. */
async function isWaiting(
  ctx: ServiceContext,
  client: pg.PoolClient,
  alarmId: string,
  store: StorePlace | null,
): Promise<boolean> {
  const { rows } = await client.query<{ askedBy: string; approved: boolean }>(
    `select asked_by as "askedBy", approved_at is not null as approved from card_alarm_opening
     where alarm_id = $1 and opened_at is null and coalesce(approved_at, asked_at) >= $2`,
    [alarmId, new Date(ctx.now().getTime() - OPENING_LIFETIME_MS)],
  )
  for (const { askedBy, approved } of rows)
    if (approved || (await mayStillDo(client, askedBy, 'card_alarms.handle', store))) return true
  return false
}
