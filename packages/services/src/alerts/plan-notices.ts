import type pg from 'pg'
import { placeCovers } from './place.ts'

/** SQL text: no window that covers the store `s` runs at the moment `at`. */
export const noWindow = (at: string, s: string): string =>
  `not exists (select from alert_window w where w.starts_at <= ${at} and w.ends_at > ${at} and (w.ended_at is null or w.ended_at > ${at})
    and ${placeCovers('w', s)})`

/** What ended in a window, which lasts 31 days at most, is told after it to whoever had heard that it began. */
const ENDED_WITHIN_DAYS = 32

/**
 * Writes down what has to be told to whom by now: of an open alert at once, or when nobody has said for long enough that they know of
 * it; of one that ended, whoever heard that it began. In a window nobody is told: what is still bad at its end is told then. Twice is
 * once, so every hub may do it. `channels` are those of the environment: all of the chain, at once. Gives how many were added.
 */
export async function planNotices(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  now: Date,
  channels: readonly string[],
): Promise<number> {
  const { rowCount } = await client.query(
    `with teller as (
       select c.channel, null::uuid as id, 'chain' as level, null::char(2) as country, null::text as region, null::int4 as store_id,
         'warning' as least, 0 as after from unnest($2::text[]) c (channel)
       union all select d.id::text, d.id, d.level, d.country, d.region, d.store_id, d.least_severity, d.after_minutes
       from alert_destination d where d.removed_at is null)
     insert into operations_notice (alert_id, event, channel, destination_id, due_at)
     select a.id, case when a.ended_at is null then 'raised' else 'ended' end, t.channel, t.id, $1
     from operations_alert a left join store s on s.id = a.store_id join teller t on ${placeCovers('t', 's')}
     where (a.ended_at is null or a.ended_at > $1::timestamptz - interval '${ENDED_WITHIN_DAYS} days') and ${noWindow('$1', 's')}
       and case when a.ended_at is null
         then (t.least = 'warning' or a.severity = 'critical') and a.raised_at + make_interval(mins => t.after) <= $1
           and (t.after = 0 or a.acknowledged_at is null)
         else exists (select from operations_notice r where r.alert_id = a.id and r.channel = t.channel and r.event = 'raised') end
       and not exists (select from operations_notice n where n.alert_id = a.id and n.channel = t.channel
         and n.event = case when a.ended_at is null then 'raised' else 'ended' end)
     on conflict do nothing`,
    [now, channels],
  )
  return rowCount ?? 0
}
