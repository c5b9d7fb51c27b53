import type { ServiceContext } from '../context.ts'
import type { AlertRule, Severity } from './alert-rules.ts'
import type { NoticeChannel } from './record-verdicts.ts'

export interface Notice {
  readonly alertId: string
  readonly event: 'raised' | 'ended'
  readonly channel: NoticeChannel
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

/** Whoever dies with a notice in hand is followed by another hub after this. */
const HELD_MS = 60_000
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 900_000
/** Then it is history, and stays on the page as not taken. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000

/** Takes some that are due, so that no other hub sends them now. The end of an alert waits for its beginning. */
export async function claimNotices({ pool, now }: Context, channel: NoticeChannel, most: number): Promise<Notice[]> {
  const { rows } = await pool.query<Notice>(
    `with due as (
       select n.alert_id, n.event, n.channel from operations_notice n
       where n.channel = $1 and n.due_at <= $2 and n.taken_at is null and n.given_up_at is null
         and (n.event = 'raised' or not exists (select from operations_notice r where r.alert_id = n.alert_id and r.channel = n.channel
           and r.event = 'raised' and r.taken_at is null and r.given_up_at is null))
       order by n.due_at limit $3 for update skip locked
     ), held as (
       update operations_notice n set due_at = $4 from due d
       where n.alert_id = d.alert_id and n.event = d.event and n.channel = d.channel returning n.*
     )
     select h.alert_id as "alertId", h.event, h.channel, h.failures, a.rule, a.subject, a.severity, a.raised_at as "raisedAt",
       case when h.event = 'ended' then a.ended_at end as "endedAt", case when h.event = 'ended' then a.ended_why end as "endedWhy",
       case when h.event = 'ended' then a.last_value else a.raised_value end as value, a.raise_at as "raiseAt"
     from held h join operations_alert a on a.id = h.alert_id order by a.raised_at, h.event desc`,
    [channel, now(), most, new Date(now().getTime() + HELD_MS)],
  )
  return rows
}

export async function noteTaken({ pool, now }: Context, { alertId, event, channel }: Notice): Promise<void> {
  await pool.query(
    `update operations_notice set taken_at = $4, trouble = null where alert_id = $1 and event = $2 and channel = $3`,
    [alertId, event, channel, now()],
  )
}

/** It is sent again: soon, then less and less often, for a day. `spread` is 0 ≤ x < 1. */
export async function noteNotTaken({ pool, now }: Context, notice: Notice, trouble: string, spread: number): Promise<void> {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** notice.failures) * (0.5 + spread / 2)
  const begun = (notice.event === 'ended' ? notice.endedAt : null) ?? notice.raisedAt
  const isOver = now().getTime() - begun.getTime() > GIVE_UP_AFTER_MS
  await pool.query(
    `update operations_notice set failures = failures + 1, trouble = $4, due_at = $5, given_up_at = $6
     where alert_id = $1 and event = $2 and channel = $3 and taken_at is null`,
    [
      notice.alertId,
      notice.event,
      notice.channel,
      trouble.slice(0, 80),
      new Date(now().getTime() + waitMs),
      isOver ? now() : null,
    ],
  )
}
