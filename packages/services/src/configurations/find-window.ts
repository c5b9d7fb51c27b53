import { z } from 'zod'
import type { ReadRows } from '../read-rows.ts'

const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d'

/** HH:MM-HH:MM by the store's clock; one that ends before it begins goes over midnight. */
export const WindowText = z
  .string()
  .regex(new RegExp(`^${TIME}-${TIME}$`))
  .refine((text) => text.slice(0, 5) !== text.slice(6))

/** The window a store is in, or its next one that is any time at all: PostgreSQL knows the zones and the hours that summer time skips. */
export async function findWindow(
  rows: ReadRows,
  storeId: number,
  window: string,
  now: Date,
): Promise<{ readonly notBefore: Date; readonly expiresAt: Date }> {
  const [from, until] = [window.slice(0, 5), window.slice(6)]
  const [found] = await rows<{ notBefore: Date; expiresAt: Date }>(
    `with zone as (select h.time_zone as name from store_hours h where h.store_id = $1
       and h.valid_from <= $4::timestamptz::date order by h.valid_from desc limit 1),
     days as (select name, ($4::timestamptz at time zone name)::date + back as day from zone, generate_series(-1, 2) as back),
     spans as (select greatest((day + $2::time) at time zone name, $4::timestamptz) as begins,
       (day + $3::time + case when $3::time <= $2::time then interval '1 day' else interval '0' end) at time zone name as ends from days)
     select begins as "notBefore", ends as "expiresAt" from spans where ends > begins order by begins limit 1`,
    ...[storeId, from, until, now],
  )
  if (found === undefined) throw new Error(`Store ${storeId} has no hours.`)
  return found
}
