/**
 * SQL text: the stores asked for, with the day it is there. Parameters $1…$3 are `scopeValues`, $4 is the present instant; use
 * `scopeCondition`. What is due is judged by the store's day, so that nothing is late because a hub stands elsewhere.
 */
import { scopeCondition } from '../../stores/scope-condition.ts'

export const places = `place as (
  select s.id, s.code, s.name, s.name_lang, s.country::text as country, s.region,
         ($4::timestamptz at time zone h.time_zone)::date as today
  from store s
  join lateral (
    select time_zone from store_hours h where h.store_id = s.id and h.valid_from <= ($4::timestamptz at time zone h.time_zone)::date
    order by h.valid_from desc limit 1
  ) h on true
  where ${scopeCondition}
)`

/** SQL text: a sum of exact decimals in major units as whole minor units of its currency. */
export const minorOf = (sum: string, currency: string): string =>
  `round((${sum}) * (10::numeric ^ (select exponent from currency where code = ${currency})))::float8`
