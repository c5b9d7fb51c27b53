import { notifyChange } from '@counterfoil/db/connections'
import type { DestinationKind } from '../alerts/destination-address.ts'
import { noWindow } from '../alerts/plan-notices.ts'
import type { ActContext } from '../audit/build-entry.ts'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import type { AlertRule, Severity } from './alert-rules.ts'
import type { NoticeChannel } from './record-verdicts.ts'

export interface Notice {
  readonly alertId: string
  readonly event: 'raised' | 'ended'
  /** Of the environment, or a destination's id. */
  readonly channel: string
  /** Who people say is told; null for what the environment names. */
  readonly destination: { readonly id: string; readonly name: string; readonly kind: DestinationKind } | null
  readonly rule: AlertRule
  readonly subject: string
  readonly severity: Severity
  readonly raisedAt: Date
  readonly endedAt: Date | null
  readonly endedWhy: string | null
  readonly value: number
  readonly raiseAt: number
  readonly failures: number
}

type Context = Pick<ServiceContext, 'pool' | 'now'>
export type NoticeContext = Pick<ServiceContext, 'pool'> & ActContext

/** Whoever dies with a notice in hand is followed by another hub after this. */
const HELD_MS = 60_000
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 900_000
/** Then it is history, and stays on the page as not taken: as many tries as fit into a day. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000
/** What was told late, after a window or as an escalation, gets its tries too. */
const LEAST_TRIES = 96

/**
 * Takes some that are due, so that no other hub sends them now: of one channel of the environment, or of every destination. The end of
 * an alert waits for its beginning, and everything for the end of a maintenance window.
 */
export async function claimNotices(
  { pool, now }: Context,
  whose: NoticeChannel | 'destinations',
  most: number,
): Promise<Notice[]> {
  const { rows } = await pool.query<Notice>(
    `with due as (
       select n.alert_id, n.event, n.channel from operations_notice n join operations_alert a on a.id = n.alert_id left join store s on s.id = a.store_id
       where (n.channel = $1 or ($1 = 'destinations' and n.destination_id is not null))
         and n.due_at <= $2 and n.taken_at is null and n.given_up_at is null
         and (n.event = 'raised' or not exists (select from operations_notice r where r.alert_id = n.alert_id and r.channel = n.channel
           and r.event = 'raised' and r.taken_at is null and r.given_up_at is null))
         and ${noWindow('$2', 's')}
       order by n.due_at limit $3 for update of n skip locked
     ), held as (
       update operations_notice n set due_at = $4 from due d
       where n.alert_id = d.alert_id and n.event = d.event and n.channel = d.channel returning n.*
     )
     select h.alert_id as "alertId", h.event, h.channel, h.failures, a.rule, a.subject, a.severity, a.raised_at as "raisedAt",
       case when h.event = 'ended' then a.ended_at end as "endedAt", case when h.event = 'ended' then a.ended_why end as "endedWhy",
       case when h.event = 'ended' then a.last_value else a.raised_value end as value, a.raise_at as "raiseAt",
       case when d.id is null then null else json_build_object('id', d.id, 'name', d.name, 'kind', d.kind) end as destination
     from held h join operations_alert a on a.id = h.alert_id left join alert_destination d on d.id = h.destination_id
     order by a.raised_at, h.event desc`,
    [whose, now(), most, new Date(now().getTime() + HELD_MS)],
  )
  return rows
}

/** It was taken, which stands in the record: to whom and of what, never where. */
export function noteTaken(ctx: NoticeContext, notice: Notice): Promise<void> {
  const { alertId, event, channel } = notice
  return inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query(
      `update operations_notice set taken_at = $4, trouble = null
       where alert_id = $1 and event = $2 and channel = $3 and taken_at is null and given_up_at is null`,
      [alertId, event, channel, ctx.now()],
    )
    // Another hub told it, or its destination is gone.
    if (rowCount !== 1) return
    await recordAct(ctx, client, { action: 'alert.told', target: { type: 'alert', id: alertId }, after: toldOf(notice) })
    await notifyChange(client, { entity: 'alert', id: alertId })
  })
}

/** It is sent again: soon, then less and less often, for a day; that it was given up stands in the record. `spread` is 0 ≤ x < 1. */
export function noteNotTaken(ctx: NoticeContext, notice: Notice, trouble: string, spread: number): Promise<void> {
  const { alertId, event, channel, failures } = notice
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + spread / 2)
  const begun = (event === 'ended' ? notice.endedAt : null) ?? notice.raisedAt
  const now = ctx.now()
  const isOver = now.getTime() - begun.getTime() > GIVE_UP_AFTER_MS && failures + 1 >= LEAST_TRIES
  const why = trouble.slice(0, 80)
  return inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query(
      `update operations_notice set failures = failures + 1, trouble = $4, due_at = $5, given_up_at = $6
       where alert_id = $1 and event = $2 and channel = $3 and taken_at is null and given_up_at is null`,
      [alertId, event, channel, why, new Date(now.getTime() + waitMs), isOver ? now : null],
    )
    if (rowCount !== 1) return
    if (isOver)
      await recordAct(ctx, client, {
        action: 'alert.untold',
        target: { type: 'alert', id: alertId },
        outcome: 'failed',
        reason: why,
        after: toldOf(notice),
      })
    // The page says why; only the first time and at the end, not at each try.
    if (isOver || failures === 0) await notifyChange(client, { entity: 'alert', id: alertId })
  })
}

function toldOf({ event, channel, destination, rule, subject, failures }: Notice) {
  const to =
    destination === null ? { kind: channel } : { destination: destination.id, name: destination.name, kind: destination.kind }
  return { event, rule, subject, ...to, tries: failures + 1 }
}
