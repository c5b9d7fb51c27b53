import type pg from 'pg'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import type { AlertRule, Threshold } from './alert-rules.ts'
import type { Verdict } from './judge-alerts.ts'

/** Who is told of alerts; each gets a notice of its own, which waits until it was taken. */
export type NoticeChannel = 'webhook' | 'email' | 'slack' | 'feishu' | 'dingtalk' | 'wecom'

/** Whoever judged an alert and has not done so for this long does it no more: a hub that is gone, a disk that was taken out. */
export const UNSEEN_MS = 600_000

/**
 * Writes down what was judged, and what has to be told to whom, in one transaction. Of several hubs that raise the same one at once,
 * one does. Gives how many were raised and ended.
 */
export function recordVerdicts(
  ctx: Pick<ServiceContext, 'pool' | 'newId' | 'now'>,
  verdicts: readonly Verdict[],
  thresholds: ReadonlyMap<AlertRule, Threshold>,
  channels: readonly NoticeChannel[],
): Promise<{ readonly raised: number; readonly ended: number }> {
  return inTransaction(ctx, async (client) => {
    let [raised, ended] = [0, 0]
    for (const { reading, now, change } of verdicts) {
      const threshold = thresholds.get(reading.rule)
      if (threshold === undefined) continue
      const values = [reading.rule, reading.subject, reading.value, ctx.now()]
      if (change === 'raise') {
        const id = ctx.newId()
        const { rowCount } = await client.query(
          `insert into operations_alert (id, rule, subject, severity, raised_at, raised_value, worst_value, last_value, raise_at, judged_at)
           values ($5, $1, $2, $6, $4, $3, $3, $3, $7, $4) on conflict (rule, subject) where ended_at is null do nothing`,
          [...values, id, threshold.severity, threshold.raiseAt],
        )
        if (rowCount !== 1) continue
        raised += 1
        await addNotices(ctx, client, [id], 'raised', channels)
      } else if (change === 'end') {
        const { rows } = await client.query<{ id: string }>(
          `update operations_alert set last_value = $3, judged_at = $4, ended_at = greatest(raised_at, $4), ended_why = 'good'
           where rule = $1 and subject = $2 and ended_at is null returning id`,
          values,
        )
        ended += rows.length
        await addNotices(ctx, client, idsOf(rows), 'ended', channels)
      } else if (now.open) {
        const worst = threshold.bad === 'above' ? 'greatest' : 'least'
        await client.query(
          `update operations_alert set last_value = $3, judged_at = $4, worst_value = ${worst}(worst_value, $3)
           where rule = $1 and subject = $2 and ended_at is null`,
          values,
        )
      }
    }
    const { rows: unseen } = await client.query<{ id: string }>(
      `update operations_alert set ended_at = greatest(raised_at, $1), ended_why = 'not_seen'
       where ended_at is null and judged_at < $2 returning id`,
      [ctx.now(), new Date(ctx.now().getTime() - UNSEEN_MS)],
    )
    await addNotices(ctx, client, idsOf(unseen), 'ended', channels)
    return { raised, ended: ended + unseen.length }
  })
}

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id)

async function addNotices(
  { now }: Pick<ServiceContext, 'now'>,
  client: pg.PoolClient,
  ids: readonly string[],
  event: 'raised' | 'ended',
  channels: readonly NoticeChannel[],
): Promise<void> {
  if (ids.length === 0 || channels.length === 0) return
  await client.query(
    `insert into operations_notice (alert_id, event, channel, due_at)
     select id, $2, channel, $4 from unnest($1::uuid[]) as a(id), unnest($3::text[]) as c(channel)`,
    [ids, event, channels, now()],
  )
}
