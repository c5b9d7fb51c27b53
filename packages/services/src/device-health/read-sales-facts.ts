import { epochMs, type ReadRows } from '../read-rows.ts'
import type { SalesFacts } from './health-facts.ts'
import { LEAST_DECIDED, SILENT_AT } from './judge-terminal.ts'

/** So far back a silence is compared with the usual; a longer one counts as this long. */
const HOURS_BACK = 12
const WEEKS = 4

/** SQL text: what each terminal of `where` sold of late beside its usual; parameter 1 is now. Hours are moved by weeks of the store's own clock. */
export const salesStatement = (where: string, worth: string): string => `
  with zone as materialized (
    select distinct on (h.store_id) h.store_id, h.time_zone from store_hours h where h.valid_from <= $1::timestamptz::date
    order by h.store_id, h.valid_from desc
  ), hours as (
    select date_trunc('hour', $1::timestamptz) - make_interval(hours => n) as hour from generate_series(0, ${HOURS_BACK - 1}) n
  ), past as materialized (
    select z.time_zone, h.hour, date_trunc('hour', (h.hour at time zone z.time_zone - k * interval '7 days') at time zone z.time_zone) as past
    from (select distinct time_zone from zone) z, hours h, generate_series(1, ${WEEKS}) k
  ), known as (
    select p.*, t.store_id, least(${WEEKS}, floor(extract(epoch from $1::timestamptz - p.first_hour) / 604800))::int4 as weeks,
      greatest(p.last_approved_at, (select min(hour) from hours)) as silent_since
    from terminal_pace p join terminal t on t.id = p.terminal_id where ${where}
  ), usual as (
    select k.terminal_id, sum(u.approved * greatest(0, extract(epoch from least(x.hour + interval '1 hour', $1::timestamptz) - greatest(x.hour, k.silent_since)))
      / 3600)::float8 as approved
    from known k join zone z on z.store_id = k.store_id join past x on x.time_zone = z.time_zone
    join terminal_hour u on u.hour = x.past and u.terminal_id = k.terminal_id
    where k.weeks > 0 and x.hour + interval '1 hour' > k.silent_since group by 1
  ), recent as (
    select terminal_id, sum(approved)::int4 as approved, sum(declined)::int4 as declined,
      coalesce(sum(faults) filter (where hour >= $1::timestamptz - interval '1 hour'), 0)::int4 as faults
    from terminal_hour where hour >= date_trunc('hour', $1::timestamptz) - interval '2 hours' and hour <= $1 group by 1
  )
  select * from (
    select k.terminal_id as "terminalId", ${epochMs('k.last_approved_at')} as "lastApprovedAtMs", ${epochMs('k.open_since')} as "openSinceMs", k.weeks,
      coalesce(u.approved / nullif(k.weeks, 0), 0)::float8 as "expectedSince", coalesce(r.approved, 0) as approved, coalesce(r.declined, 0) as declined,
      k.usual_approved as "usualApproved", k.usual_declined as "usualDeclined", coalesce(r.faults, 0) as faults
    from known k left join usual u on u.terminal_id = k.terminal_id left join recent r on r.terminal_id = k.terminal_id
  ) f where ${worth}`

/** Of all terminals that may be unwell by what they sell: the rest need no judging. */
export async function readSalesFacts(rows: ReadRows, nowMs: number): Promise<Map<number, SalesFacts>> {
  const found = await rows<SalesFacts & { readonly terminalId: number }>(
    salesStatement(
      'true',
      `f."expectedSince" >= ${SILENT_AT} or f.approved + f.declined >= ${LEAST_DECIDED} or f."openSinceMs" is not null or f.faults > 0`,
    ),
    new Date(nowMs),
  )
  return new Map(found.map(({ terminalId, ...facts }) => [terminalId, facts]))
}
