import { notifyChange } from '@counterfoil/db/connections'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import type { Opener } from '../vault/index.ts'
import { contentPurpose } from './content-purpose.ts'
import { noSuchAlarm } from './get-card-alarm.ts'
import { OPENING_LIFETIME_MS } from './opening.ts'

/** What was found, in clear: for the eyes of the one who runs the command line on the server. */
export interface OpenedContent {
  readonly foundAt: Date
  readonly what: 'event' | 'batch' | 'input'
  readonly exact: string
}

/**
 * Opens what was found, once for each approval, and records it before anything is shown. Throws `not_found`, `forbidden` without
 * an approval of the last 60 minutes, and what the vault says.
 */
export async function openCardAlarm(
  ctx: ServiceContext,
  opener: Opener,
  alarmId: string,
): Promise<{
  readonly place: string
  readonly askedBy: string
  readonly approvedBy: string
  readonly contents: OpenedContent[]
}> {
  const opened = await inTransaction(ctx, async (client) => {
    const alarm = await client.query<{ place: string }>('select place from card_alarm where id = $1 for update', [alarmId])
    const place = alarm.rows[0]?.place
    if (place === undefined) throw noSuchAlarm(alarmId)
    const { rows: openings } = await client.query<{ id: string; askedBy: string; approvedBy: string }>(
      `update card_alarm_opening o set opened_at = $2 from "user" asker, "user" approver
       where asker.id = o.asked_by and approver.id = o.approved_by and o.id = (
         select id from card_alarm_opening where alarm_id = $1 and opened_at is null and approved_at >= $3 order by approved_at limit 1)
       returning o.id::text as id, asker.email as "askedBy", approver.email as "approvedBy"`,
      [alarmId, ctx.now(), new Date(ctx.now().getTime() - OPENING_LIFETIME_MS)],
    )
    const [opening] = openings
    if (opening === undefined) {
      throw new ServiceError(
        'forbidden',
        'Nobody has approved this within the last 60 minutes. One administrator asks on the page of card alarms, another approves; each approval shows it once.',
        { reason: 'not_approved' },
      )
    }
    const { rows } = await client.query<{ id: string; foundAt: Date; what: OpenedContent['what']; sealed: Buffer }>(
      `select id::text as id, found_at as "foundAt", what, sealed from card_alarm_content where alarm_id = $1 and sealed is not null order by found_at, id`,
      [alarmId],
    )
    const decoder = new TextDecoder()
    const contents = rows.map(({ id, foundAt, what, sealed }) => ({
      foundAt,
      what,
      exact: decoder.decode(opener.open(contentPurpose(id), sealed)),
    }))
    await recordAct(ctx, client, {
      action: 'card_alarm.opened',
      target: { type: 'card_alarm', id: alarmId },
      after: { opening: opening.id, contents: contents.length },
    })
    return { place, askedBy: opening.askedBy, approvedBy: opening.approvedBy, contents }
  })
  await notifyChange(ctx.pool, { entity: 'card_alarm', id: alarmId })
  return opened
}
