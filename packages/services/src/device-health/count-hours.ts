import type pg from 'pg'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Payments that come later than this after their hour are counted with their day. */
const LATE_MS = 10 * 60_000
/** A day is counted whole once most of what waited in stores that were offline is here. */
const DAY_LATE_MS = 6 * HOUR_MS
/** Four weeks and the one that is under way. */
const DAYS = 35

type Client = Pick<pg.ClientBase, 'query'>

/**
 * Counts what each terminal of these stores decided in the hours that may still change; gives whether days before, of all stores, are
 * left to be counted.
 */
export async function countHours(
  client: Client,
  { nowMs, stores }: { readonly nowMs: number; readonly stores: readonly number[] },
): Promise<{ readonly daysLeft: boolean }> {
  await countBetween(client, { fromMs: Math.floor((nowMs - LATE_MS) / HOUR_MS) * HOUR_MS, toMs: nowMs + HOUR_MS, stores })
  const { rows } = await client.query<{ day: string; startsMs: number; left: number }>(
    `select d::date::text as day, (extract(epoch from d) * 1000)::float8 as "startsMs", (count(*) over ())::int4 as left
     from generate_series(date_trunc('day', $1::timestamptz at time zone 'UTC') - make_interval(days => ${DAYS}),
       ($1::timestamptz - interval '1 day') at time zone 'UTC' - interval '1 second', interval '1 day') d
     left join terminal_hour_day c on c.day = d::date
     where c.day is null or (c.counted_at < (d at time zone 'UTC') + $2::interval and $1::timestamptz >= (d at time zone 'UTC') + $2::interval)
     order by d desc limit 1`,
    [new Date(nowMs), `${(DAY_MS + DAY_LATE_MS) / 1_000} seconds`],
  )
  const [next] = rows
  if (next === undefined) return { daysLeft: false }
  await countBetween(client, { fromMs: next.startsMs, toMs: next.startsMs + DAY_MS, stores: null })
  await client.query(
    `insert into terminal_hour_day (day, counted_at) values ($1, $2) on conflict (day) do update set counted_at = excluded.counted_at`,
    [next.day, new Date(nowMs)],
  )
  if (next.left === 1) await refreshUsual(client, nowMs)
  return { daysLeft: next.left > 1 }
}

interface Counting {
  readonly fromMs: number
  readonly toMs: number
  /** null: all. */
  readonly stores: readonly number[] | null
}

/** By when they were opened: only that has an index in every month. A payment nobody knows the outcome of is in neither count. */
async function countBetween(client: Client, { fromMs, toMs, stores }: Counting): Promise<void> {
  await client.query(
    `with counted as (
       select date_trunc('hour', p.opened_at) as hour, p.terminal_id, count(*) filter (where p.outcome = 'approved')::int4 as approved,
         count(*) filter (where p.outcome = 'declined')::int4 as declined, max(p.opened_at) filter (where p.outcome = 'approved') as last_approved_at
       from payment p where p.opened_at >= $1 and p.opened_at < $2 and p.kind = 'sale' ${stores === null ? '' : 'and p.store_id = any($3::int4[])'}
         and p.opened_on between ($1::timestamptz at time zone 'UTC')::date - 1 and ($2::timestamptz at time zone 'UTC')::date + 1
       group by 1, 2
     ), written as (
       insert into terminal_hour (hour, terminal_id, approved, declined, last_approved_at) select * from counted
       on conflict (hour, terminal_id) do update set approved = excluded.approved, declined = excluded.declined, last_approved_at = excluded.last_approved_at
       where (terminal_hour.approved, terminal_hour.declined, terminal_hour.last_approved_at) is distinct from (excluded.approved, excluded.declined, excluded.last_approved_at)
     )
     insert into terminal_pace (terminal_id, first_hour, last_approved_at)
     select terminal_id, min(hour), max(last_approved_at) from counted group by terminal_id order by terminal_id
     on conflict (terminal_id) do update set first_hour = least(terminal_pace.first_hour, excluded.first_hour),
       last_approved_at = greatest(terminal_pace.last_approved_at, excluded.last_approved_at)
     where terminal_pace.first_hour > excluded.first_hour or terminal_pace.last_approved_at is distinct from greatest(terminal_pace.last_approved_at, excluded.last_approved_at)`,
    [new Date(fromMs), new Date(toMs), ...(stores === null ? [] : [stores])],
  )
}

/** Sums of four weeks, for the share that is usually approved. */
async function refreshUsual(client: Client, nowMs: number): Promise<void> {
  await client.query(
    `update terminal_pace p set usual_approved = coalesce(u.approved, 0), usual_declined = coalesce(u.declined, 0)
     from terminal_pace every left join (
       select terminal_id, sum(approved)::int4 as approved, sum(declined)::int4 as declined from terminal_hour
       where hour >= date_trunc('day', $1::timestamptz) - interval '28 days' and hour < date_trunc('day', $1::timestamptz) group by 1
     ) u on u.terminal_id = every.terminal_id
     where p.terminal_id = every.terminal_id and (p.usual_approved, p.usual_declined) is distinct from (coalesce(u.approved, 0), coalesce(u.declined, 0))`,
    [new Date(nowMs)],
  )
}

/** Of all stores so far back. Who waits longer has been noted meanwhile. */
const RECENT_MINUTES = 15

/**
 * Notes the oldest payment of each terminal that has no outcome, of the last two hours: what is older is asked for as unknown. Looked
 * at are the newest, those noted before, and all of these stores: an agent may bring its own late.
 */
export async function noteOpenPayments(
  client: Client,
  { nowMs, stores }: { readonly nowMs: number; readonly stores: readonly number[] },
): Promise<void> {
  const open = (since: string) =>
    `p.opened_at >= ${since} and p.opened_at <= $1 and p.outcome = 'open' and p.opened_on >= ($1::timestamptz at time zone 'UTC')::date - 1`
  const twoHours = `$1::timestamptz - interval '2 hours'`
  await client.query(
    `with found as (
       select p.terminal_id, p.opened_at from payment p where ${open(`$1::timestamptz - interval '${RECENT_MINUTES} minutes'`)}
       union all select p.terminal_id, p.opened_at from payment p where p.store_id = any ($2::int4[]) and ${open(twoHours)}
       union all select p.terminal_id, p.opened_at from terminal_pace n join terminal t on t.id = n.terminal_id
         join payment p on p.store_id = t.store_id and p.opened_at = n.open_since and p.terminal_id = n.terminal_id
         where n.open_since is not null and ${open(twoHours)}
     ), open as (
       select terminal_id, min(opened_at) as since from found group by 1
     ), ended as (
       update terminal_pace set open_since = null where open_since is not null and terminal_id not in (select terminal_id from open)
     )
     insert into terminal_pace (terminal_id, first_hour, open_since) select terminal_id, date_trunc('hour', since), since from open order by terminal_id
     on conflict (terminal_id) do update set open_since = excluded.open_since where terminal_pace.open_since is distinct from excluded.open_since`,
    [new Date(nowMs), stores],
  )
}
