import { checkSalesDay, fromMinorUnits, type Identity } from '@counterfoil/settlement/funds'
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
  where f.state = 'expected' and f.kind = 'sale'
), told as materialized (
  select t.id, coalesce(max(t.amount_minor) filter (where t.code = 'STATUS_CONFLICT'),
      sum(case t.code when 'SHORT_PAID' then -t.amount_minor when 'OVER_PAID' then t.amount_minor else 0 end)) as difference,
    bool_or(t.code = 'CURRENCY_MISMATCH') as mismatch
  from (select unnest(payments) as id, code, amount_minor from funds_exception
    where code in ('SHORT_PAID', 'OVER_PAID', 'STATUS_CONFLICT', 'CURRENCY_MISMATCH') and state <> 'closed'
      and day between (select min(sales_day) from touched) and (select max(sales_day) from touched)) t
  group by t.id
), paid as (
  select t.*, coalesce(p.authorised_minor, p.requested_minor) as amount, c.parent is not null as voided, f.position, f.file_due,
    case when f.settled_minor is not null and d.mismatch then coalesce(p.authorised_minor, p.requested_minor) else f.settled_minor end as settled,
    case when f.payment_id = any ($4::uuid[]) then f.settled_minor - coalesce(p.authorised_minor, p.requested_minor) else coalesce(d.difference, 0) end as difference,
    case when f.settled_minor is null then 0 else coalesce((k.document -> 'tolerance' ->> 'grossMinor')::int8, 0) end as allowed
  from touched t
  join funds_payment f on f.store_id = t.store_id and f.opened_on between t.sales_day - 3 and t.sales_day + 3
    and f.sales_day = t.sales_day and f.acquirer = t.acquirer and f.currency = t.currency and f.state = 'expected' and f.kind = 'sale'
  join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id and p.outcome in ('approved', 'unknown')
  left join funds_contract k on k.id = f.contract_id and k.version = f.contract_version
  left join (select distinct parent from payment where parent is not null and kind = 'reversal' and outcome = 'approved') c on c.parent = f.payment_id
  left join told d on d.id = f.payment_id
)
select p.acquirer || ' ' || s.code || ' ' || p.sales_day || ' ' || p.currency as about, p.currency::text as currency,
  sum(amount)::text as authorised, coalesce(sum(amount) filter (where voided), 0)::text as voided,
  coalesce(sum(coalesce(settled, amount)) filter (where settled is not null or position = 'settled'), 0)::text as settled,
  coalesce(sum(difference) filter (where settled is not null), 0)::text as differences,
  coalesce(sum(amount) filter (where settled is null and position <> 'settled' and not voided and file_due < $3::date), 0)::text as missing,
  coalesce(sum(amount) filter (where settled is null and position <> 'settled' and not voided and file_due >= $3::date), 0)::text as "inFlight",
  sum(allowed)::text as allowed
from paid p join store s on s.id = p.store_id group by 1, 2 order by 1`

export async function checkDays(
  client: pg.ClientBase,
  { storeIds, days }: TouchedDays,
  { today, byHand }: { readonly today: string; readonly byHand: readonly string[] },
): Promise<Identity[]> {
  if (storeIds.length === 0) return []
  const { rows } = await client.query<Row>(SUMS, [storeIds, days, today, byHand])
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
