import type pg from 'pg'
import { ServiceError } from '../errors.ts'

interface Need {
  readonly reason: keyof typeof words
  readonly count: number
  /** One of them. */
  readonly example: string
}

const words = {
  payments_undecided: ({ count, example }: Need) => `${count} of its payments are undecided, ${example} among them`,
  expectations_open: ({ count, example }: Need) =>
    `the money of ${count} of its payments is still expected, of ${example} among them`,
  exceptions_open: ({ count, example }: Need) => `${count} exceptions about its payments wait, ${example} among them`,
  heads_not_in_log: ({ count }: Need) =>
    `${count} entries with the heads of its batches are under no checkpoint of the log yet: start the hub`,
} as const

/** UTC day inside a payment's UUIDv7, by which its rows are found without a look-up. */
const OPENED_ON = `(to_timestamp(('x' || substr(replace(e.payment_id::text, '-', ''), 1, 12))::bit(48)::int8 / 1000.0) at time zone 'UTC')::date`

/** What still asks for the events of the month $1. Money that no contract told of is expected by nobody. */
const NEEDS = `
  with mine as materialized (
    select distinct e.store_id, ${OPENED_ON} as opened_on, e.payment_id as id from event e
    where e.recorded_on >= ($1 || '-01')::date and e.recorded_on < (($1 || '-01')::date + interval '1 month')::date and e.payment_id is not null
  ), needs (reason, about) as (
    select 'payments_undecided', p.id::text from mine m join payment p using (store_id, opened_on, id) where p.outcome in ('open', 'unknown')
    union all
    select 'expectations_open', f.payment_id::text from mine m
    join funds_payment f on f.store_id = m.store_id and f.opened_on = m.opened_on and f.payment_id = m.id
    where f.open and f.state <> 'not_told'
    union all
    select distinct 'exceptions_open', x.key from mine m join funds_exception x on x.payments @> array[m.id] where x.closed_at is null
    union all
    select 'heads_not_in_log', h.id::text from audit_entry h left join audit_leaf l on l.entry_id = h.id
    where h.action = 'agents.heads' and h.recorded_at >= ($1 || '-01')::timestamp at time zone 'UTC'
      and h.recorded_at < (($1 || '-01')::timestamp + interval '1 month 1 day') at time zone 'UTC'
      and (l.idx is null or l.idx >= coalesce((select max(size) from audit_checkpoint), 0))
  )
  select reason, count(*)::float8 as count, min(about) as example from needs group by reason
  order by array_position(array['payments_undecided', 'expectations_open', 'exceptions_open'], reason) nulls last`

/** Throws `conflict` with the first thing that still asks for the events of a month. */
export async function refuseNeeded(client: pg.ClientBase, month: string): Promise<void> {
  const { rows } = await client.query<Need>(NEEDS, [month])
  const [need] = rows
  if (need !== undefined)
    throw new ServiceError('conflict', `The events of ${month} stay at hand: ${words[need.reason](need)}.`, {
      reason: need.reason,
    })
}
