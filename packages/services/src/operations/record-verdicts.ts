import { notifyChange } from '@counterfoil/db/connections'
import { planNotices } from '../alerts/plan-notices.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import type { Verdict } from './judge-alerts.ts'

/** Whom the environment names; each gets a notice of its own, which waits until it was taken. */
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
  channels: readonly NoticeChannel[],
): Promise<{ readonly raised: number; readonly ended: number }> {
  return inTransaction(ctx, async (client) => {
    let [raised, ended] = [0, 0]
    for (const { reading, now, change, threshold } of verdicts) {
      const values = [reading.rule, reading.subject, reading.value, ctx.now()]
      if (change === 'raise' && threshold !== null) {
        const { rowCount } = await client.query(
          `insert into operations_alert (id, rule, subject, severity, raised_at, raised_value, worst_value, last_value, raise_at, judged_at, store_id)
           values ($5, $1, $2, $6, $4, $3, $3, $3, $7, $4, $8) on conflict (rule, subject) where ended_at is null do nothing`,
          [...values, ctx.newId(), threshold.severity, threshold.raiseAt, reading.store?.storeId ?? null],
        )
        raised += rowCount ?? 0
      } else if (change === 'end') {
        const { rowCount } = await client.query(
          `update operations_alert set last_value = $3, judged_at = $4, ended_at = greatest(raised_at, $4), ended_why = $5
           where rule = $1 and subject = $2 and ended_at is null`,
          [...values, threshold === null ? 'rule_off' : 'good'],
        )
        ended += rowCount ?? 0
      } else if (now.open && threshold !== null) {
        const worst = threshold.bad === 'above' ? 'greatest' : 'least'
        // One that the release before raised does not know its store.
        await client.query(
          `update operations_alert set last_value = $3, judged_at = $4, worst_value = ${worst}(worst_value, $3), store_id = coalesce(store_id, $5)
           where rule = $1 and subject = $2 and ended_at is null`,
          [...values, reading.store?.storeId ?? null],
        )
      }
    }
    const { rowCount: unseen } = await client.query(
      `update operations_alert set ended_at = greatest(raised_at, $1), ended_why = 'not_seen'
       where ended_at is null and judged_at < $2`,
      [ctx.now(), new Date(ctx.now().getTime() - UNSEEN_MS)],
    )
    ended += unseen ?? 0
    await planNotices(client, ctx.now(), channels)
    if (raised + ended > 0) await notifyChange(client, { entity: 'alert', id: 'judged' })
    return { raised, ended }
  })
}
