import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { storesWithin } from '../../permissions/stores-within.ts'
import { readTogether } from '../../read-rows.ts'
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

export interface ArrivalForecast {
  readonly from: string
  readonly days: readonly ForecastDay[]
}

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
    return { from, days }
  })
}
