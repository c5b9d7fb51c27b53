import { addDays, checkSalesDay, fromMinorUnits, type Identity } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { settlementTools } from '../settlement-tools.ts'

/** Where payments have moved: their stores and days. */
export interface TouchedDays {
  readonly storeIds: readonly number[]
  readonly days: readonly string[]
}

interface Row {
  about: string
  currency: string
  authorised: string
  voided: string
  settled: string
  differences: string
  missing: string
  inFlight: string
  allowed: string
}

/** Of each acquirer, store and sales day: what tills say against what runs have found, and what exceptions tell of the rest. */
const SUMS = `
with touched as materialized (
  select distinct f.acquirer, f.store_id, f.sales_day, f.currency
  from unnest($1::int4[], $2::date[]) u(store_id, opened_on) join funds_payment f using (store_id, opened_on)
  where f.opened_on between $5 and $6 and f.state = 'expected' and f.kind = 'sale'
), told as materialized (
  select t.id, coalesce(max(t.amount_minor) filter (where t.code = 'STATUS_CONFLICT'),
      sum(case t.code when 'SHORT_PAID' then -t.amount_minor when 'OVER_PAID' then t.amount_minor else 0 end)) as difference,
    bool_or(t.code = 'CURRENCY_MISMATCH') as mismatch
  from (select unnest(payments) as id, code, amount_minor from funds_exception
    where code in ('SHORT_PAID', 'OVER_PAID', 'STATUS_CONFLICT', 'CURRENCY_MISMATCH') and state <> 'closed'
      and day between (select min(sales_day) from touched) and (select max(sales_day) from touched)) t
  group by t.id
), voided as materialized (
  select distinct parent from payment where parent is not null and kind = 'reversal' and outcome = 'approved' and opened_on >= $5::date
), contract as materialized (
  select id, version, coalesce((document -> 'tolerance' ->> 'grossMinor')::int8, 0) as tolerance from funds_contract
), paid as (
  select t.*, coalesce(p.authorised_minor, p.requested_minor) as amount, c.parent is not null as voided, f.position, f.file_due,
    case when f.settled_minor is not null and d.mismatch then coalesce(p.authorised_minor, p.requested_minor) else f.settled_minor end as settled,
    case when f.payment_id = any ($4::uuid[]) then f.settled_minor - coalesce(p.authorised_minor, p.requested_minor) else coalesce(d.difference, 0) end as difference,
    case when f.settled_minor is null then 0 else coalesce(k.tolerance, 0) end as allowed
  from touched t
  join funds_payment f on f.store_id = t.store_id and f.opened_on between t.sales_day - 3 and t.sales_day + 3
    and f.sales_day = t.sales_day and f.acquirer = t.acquirer and f.currency = t.currency and f.state = 'expected' and f.kind = 'sale'
  join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id and p.outcome in ('approved', 'unknown')
  left join contract k on k.id = f.contract_id and k.version = f.contract_version
  left join voided c on c.parent = f.payment_id
  left join told d on d.id = f.payment_id
  where f.opened_on between $5 and $6 and p.opened_on between $5 and $6
), summed as (
  select acquirer, store_id, sales_day, currency,
    sum(amount) as authorised, coalesce(sum(amount) filter (where voided), 0) as voided,
    coalesce(sum(coalesce(settled, amount)) filter (where settled is not null or position = 'settled'), 0) as settled,
    coalesce(sum(difference) filter (where settled is not null), 0) as differences,
    coalesce(sum(amount) filter (where settled is null and position <> 'settled' and not voided and file_due < $3::date), 0) as missing,
    coalesce(sum(amount) filter (where settled is null and position <> 'settled' and not voided and file_due >= $3::date), 0) as in_flight,
    sum(allowed) as allowed
  from paid group by acquirer, store_id, sales_day, currency
)
select p.acquirer || ' ' || s.code || ' ' || p.sales_day || ' ' || p.currency as about, p.currency::text as currency, authorised::text, voided::text,
  settled::text, differences::text, missing::text, in_flight::text as "inFlight", allowed::text
from summed p join store s on s.id = p.store_id order by 1`

/** A sale counts for a day some days before or after the one it was opened on, and whoever has the day may have been opened as far from it. */
const AROUND = 7
/** Stores' days: so many that they are better joined whole. */
const MANY = 200

export async function checkDays(
  client: pg.ClientBase,
  { storeIds, days }: TouchedDays,
  { today, byHand }: { readonly today: string; readonly byHand: readonly string[] },
): Promise<Identity[]> {
  if (storeIds.length === 0) return []
  const first = days.reduce((a, b) => (a < b ? a : b))
  const last = days.reduce((a, b) => (a > b ? a : b))
  // By three columns that say the same the planner expects one row, and would compare each with all that were voided.
  await client.query(`select set_config('enable_nestloop', $1, true)`, [storeIds.length > MANY ? 'off' : 'on'])
  const { rows } = await client.query<Row>(SUMS, [storeIds, days, today, byHand, addDays(first, -AROUND), addDays(last, AROUND)])
  await client.query(`select set_config('enable_nestloop', 'on', true)`)
  return rows.map(({ about, currency, authorised, voided, settled, differences, missing, inFlight, allowed }) => {
    const exact = (minor: string) => fromMinorUnits(BigInt(minor), settlementTools.minorUnitExponent(currency) ?? 2)
    return checkSalesDay({
      about,
      authorised: exact(authorised),
      voided: exact(voided),
      settledGross: exact(settled),
      differences: exact(differences),
      missing: exact(missing),
      inFlight: exact(inFlight),
      allowed: exact(allowed),
    })
  })
}
