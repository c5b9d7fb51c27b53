import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { storesWithin } from '../../permissions/stores-within.ts'
import { type ReadRows, readTogether } from '../../read-rows.ts'
import { scopeValues } from '../../stores/scope-condition.ts'
import { minorOf, places } from './places.ts'

export const ArrivalForecastInput = z.strictObject({ scope: WatchScope })
export type ArrivalForecastInput = z.infer<typeof ArrivalForecastInput>

/** What should be booked on a day in one currency, from sales that were made. Sales to come are not guessed. */
export interface ForecastDay {
  readonly day: string
  readonly currency: string
  readonly expectedMinor: number
  readonly arrivedMinor: number
  /** Of what is expected today: due on an earlier day. */
  readonly overdueMinor: number
}

/** What should be there by the end of a day, if acquirers are as late as they are in 95 of 100 payments, or in 5. */
export interface ForecastBand {
  readonly day: string
  readonly currency: string
  readonly leastMinor: number
  readonly mostMinor: number
}

export interface ArrivalForecast {
  readonly from: string
  readonly days: readonly ForecastDay[]
  /** Nothing of a currency while one of its acquirers has too few arrivals to say what is usual. */
  readonly band: readonly ForecastBand[]
}

/** Payouts, not payments: those of one payout come together and say one thing. */
const ENOUGH_PAYOUTS = 20

/** The next 14 days, beginning with the earliest today of any store. What is overdue is expected today. */
export async function getArrivalForecast(ctx: ServiceContext, { scope }: ArrivalForecastInput): Promise<ArrivalForecast> {
  const values = [...scopeValues(storesWithin(ctx, scope)), ctx.now()]
  return readTogether(ctx, async (rows) => {
    const [first] = await rows<{ day: string }>(
      `with ${places} select coalesce(min(today), ($4::timestamptz at time zone 'UTC')::date)::text as day from place`,
      ...values,
    )
    const from = first?.day ?? ''
    const days = await rows<ForecastDay>(
      `with ${places}
       select greatest(p.due_on, $5::date)::text as day, p.currency::text as currency,
              coalesce(${minorOf('sum(p.net) filter (where p.arrived_on is null)', 'p.currency')}, 0) as "expectedMinor",
              coalesce(${minorOf('sum(p.net) filter (where p.arrived_on is not null)', 'p.currency')}, 0) as "arrivedMinor",
              coalesce(${minorOf('sum(p.net) filter (where p.arrived_on is null and p.due_on < $5::date)', 'p.currency')}, 0) as "overdueMinor"
       from funds_payment p join place on place.id = p.store_id
       where p.state = 'expected' and p.due_on < $5::date + 14
         and ((p.arrived_on is null and p.open) or (p.arrived_on is not null and p.due_on >= $5::date))
       group by 1, 2, p.currency order by 1, 2`,
      ...values,
      from,
    )
    return { from, days, band: await readBand(rows, values, from) }
  })
}

/** Learned from the payouts of the last 90 days: booked so many days after they were due. */
const readBand = (rows: ReadRows, values: readonly unknown[], from: string) =>
  rows<ForecastBand>(
    `with ${places},
     waiting as materialized (
       select p.acquirer, p.currency, greatest(p.due_on, $5::date) as due, sum(p.net) as net
       from funds_payment p join place on place.id = p.store_id
       where p.state = 'expected' and p.arrived_on is null and p.open and p.due_on < $5::date + 14 group by 1, 2, 3
     ), came as (
       select o.acquirer, o.currency, max(b.booked_on) - o.due_on as days
       from payout o
       join funds_allocation a on a.from_id = o.id::text and a.join_kind = 'payout_bank' and a.confidence in ('certain', 'strong') and a.reverses is null
       join bank_line b on b.file_id = split_part(a.to_id, ':', 1)::int8 and b.position = split_part(a.to_id, ':', 2)::int4
       where o.due_on between $5::date - 90 and $5::date and not exists (select from funds_allocation r where r.reverses = a.key)
       group by o.id
     ), usual as (
       select acquirer, currency, percentile_disc(0.05) within group (order by days) as early, percentile_disc(0.95) within group (order by days) as late
       from came group by 1, 2 having count(*) >= ${ENOUGH_PAYOUTS}
     ), known as (
       select w.currency, w.due + u.early as early, w.due + u.late as late, w.net
       from waiting w join usual u using (acquirer, currency)
       where not exists (select from waiting o where o.currency = w.currency
         and not exists (select from usual v where v.acquirer = o.acquirer and v.currency = o.currency))
     )
     select d::date::text as day, k.currency::text as currency,
       coalesce(${minorOf('sum(k.net) filter (where k.late <= d::date)', 'k.currency')}, 0) as "leastMinor",
       coalesce(${minorOf('sum(k.net) filter (where k.early <= d::date)', 'k.currency')}, 0) as "mostMinor"
     from generate_series($5::date, $5::date + 13, interval '1 day') d cross join known k
     group by d, k.currency order by d, k.currency`,
    ...values,
    from,
  )
