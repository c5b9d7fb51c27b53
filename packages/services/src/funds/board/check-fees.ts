import { WatchScope } from '@counterfoil/protocol'
import {
  add,
  type Contract,
  type Decimal,
  explainFees,
  type FeeCause,
  formatDecimal,
  parseDecimal,
  subtract,
} from '@counterfoil/settlement/funds'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { storesWithin } from '../../permissions/stores-within.ts'
import { readTogether } from '../../read-rows.ts'
import { scopeValues } from '../../stores/scope-condition.ts'
import { readContracts } from '../agreements/read-contracts.ts'
import { settlementTools } from '../settlement-tools.ts'
import { minorOf, places } from './places.ts'

export const CheckFeesInput = z.strictObject({
  scope: WatchScope,
  /** Whole months, the present one among them. */
  months: z.int().min(1).max(12).default(3),
})
export type CheckFeesInput = z.infer<typeof CheckFeesInput>

/** Fees of settled sales against the contract, by acquirer and kind of card. Exact decimals in major units. */
export interface CheckedFees {
  readonly acquirer: string
  readonly currency: string
  readonly scheme: string | null
  readonly funding: string | null
  readonly wallet: string | null
  readonly contract: string
  readonly lines: number
  readonly deviating: number
  readonly grossMinor: number
  readonly agreed: string
  readonly charged: string
  /** Charged less agreed; below zero is to our good. */
  readonly lost: string
  readonly lostMinor: number
  /** Percent of gross; null where the contract cannot tell. */
  readonly agreedPercent: number | null
  readonly chargedPercent: number
  readonly cause: FeeCause
}

export interface FeeCheck {
  readonly from: string
  readonly until: string
  readonly fees: readonly CheckedFees[]
  /** `yyyy-mm`, each currency. */
  readonly months: readonly { readonly month: string; readonly currency: string; readonly lostMinor: number }[]
}

interface Row {
  acquirer: string
  currency: string
  scheme: string | null
  funding: string | null
  wallet: string | null
  contractId: string
  contractVersion: number
  month: string
  lastDay: string
  lines: number
  deviating: number
  grossMinor: number
  agreed: string
  charged: string
  lostMinor: number
  leastMinor: number
  mostMinor: number
  leastRate: number
  mostRate: number
}

/** What was settled whole and in its own currency: what is short, or was changed into another, is told elsewhere. */
const SUMS = `with ${places},
paid as (
  select f.acquirer, f.currency, p.scheme, p.funding, p.wallet, f.contract_id, f.contract_version, f.sales_day, f.amount_minor, f.fee, f.settled_fee,
    (f.settled_fee - f.fee) * (10::numeric ^ c.exponent) as lost
  from place join funds_payment f on f.store_id = place.id and f.opened_on between $5::date - 3 and $6::date + 3
  join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id
  join payout o on o.id = f.payout_id and o.currency = f.currency join currency c on c.code = f.currency
  where f.kind = 'sale' and f.state = 'expected' and f.amount_minor > 0 and f.settled_minor = f.amount_minor and f.settled_fee is not null
    and f.sales_day between $5::date and $6::date
)
select acquirer, currency::text as currency, scheme, funding, wallet, contract_id as "contractId", contract_version as "contractVersion",
  to_char(sales_day, 'YYYY-MM') as month, max(sales_day)::text as "lastDay", count(*)::int4 as lines, (count(*) filter (where lost <> 0))::int4 as deviating,
  sum(amount_minor)::float8 as "grossMinor", sum(fee)::text as agreed, sum(settled_fee)::text as charged,
  ${minorOf('sum(settled_fee - fee)', 'currency')} as "lostMinor",
  coalesce(min(lost) filter (where lost <> 0), 0)::float8 as "leastMinor", coalesce(max(lost) filter (where lost <> 0), 0)::float8 as "mostMinor",
  coalesce(max((lost - 1) / amount_minor) filter (where lost <> 0), 0)::float8 as "leastRate",
  coalesce(min((lost + 1) / amount_minor) filter (where lost <> 0), 0)::float8 as "mostRate"
from paid group by acquirer, paid.currency, scheme, funding, wallet, contract_id, contract_version, month order by 1, 2, 3, 4, 5, 6, 7, 8`

/** What acquirers charge against what was agreed, and what it cost in each month. */
export async function checkFees(ctx: ServiceContext, { scope, months }: CheckFeesInput): Promise<FeeCheck> {
  const until = ctx.now().toISOString().slice(0, 10)
  const first = new Date(Date.UTC(Number(until.slice(0, 4)), Number(until.slice(5, 7)) - months, 1))
  const from = first.toISOString().slice(0, 10)
  const contracts = new Map((await readContracts(ctx.pool)).map((one) => [`${one.id} ${one.version}`, one]))
  return readTogether(ctx, async (read) => {
    const rows = await read<Row>(SUMS, ...scopeValues(storesWithin(ctx, scope)), ctx.now(), from, until)
    const keyOf = (row: Row) =>
      JSON.stringify([row.acquirer, row.currency, row.scheme, row.funding, row.wallet, row.contractId, row.contractVersion])
    const fees = [...Map.groupBy(rows, keyOf).values()].flatMap((group) => {
      const contract = contracts.get(`${group[0]?.contractId} ${group[0]?.contractVersion}`)
      return contract ? [checkGroup(group, contract)] : []
    })
    const counted = new Set(fees.filter(({ cause }) => isLoss(cause)).map((one) => `${one.contract} ${traitKey(one)}`))
    const lost = new Map<string, FeeCheck['months'][number]>()
    for (const row of rows) {
      if (!counted.has(`${row.contractId} ${row.contractVersion} ${traitKey(row)}`)) continue
      const key = `${row.month} ${row.currency}`
      const { month, currency } = row
      lost.set(key, { month, currency, lostMinor: (lost.get(key)?.lostMinor ?? 0) + row.lostMinor })
    }
    return {
      from,
      until,
      fees: fees.toSorted((a, b) => b.lostMinor - a.lostMinor || (a.acquirer < b.acquirer ? -1 : 1)),
      months: [...lost.keys()].sort().flatMap((key) => lost.get(key) ?? []),
    }
  })
}

/** What nobody agreed on, or is passed on as it comes, or is invoiced, cannot be too much by the line. */
const isLoss = (cause: FeeCause): boolean => cause === 'rate' || cause === 'fixed_part' || cause === 'mixed'
const traitKey = ({ scheme, funding, wallet }: Pick<Row, 'scheme' | 'funding' | 'wallet'>): string =>
  JSON.stringify([scheme, funding, wallet])

function checkGroup(group: readonly Row[], contract: Contract): CheckedFees {
  const [{ acquirer, currency, scheme, funding, wallet, contractId, contractVersion }] = group as [Row]
  const sum = (read: (row: Row) => number) => group.reduce((all, row) => all + read(row), 0)
  const exact = (read: (row: Row) => string) =>
    group.reduce<Decimal>((all, row) => add(all, parseDecimal(read(row)) ?? ZERO), ZERO)
  const off = group.filter(({ deviating }) => deviating > 0)
  const range = (least: (row: Row) => number, most: (row: Row) => number) =>
    off.length === 0 ? { least: 0, most: 0 } : { least: Math.min(...off.map(least)), most: Math.max(...off.map(most)) }
  const [agreed, charged] = [exact((row) => row.agreed), exact((row) => row.charged)]
  const lost = subtract(charged, agreed)
  const cause = explainFees(
    {
      traits: { ...(scheme && { scheme }), ...(funding && { funding }), ...(wallet && { wallet }) },
      day: group.at(-1)?.lastDay ?? '',
      lost,
      perLine: range(
        (row) => row.leastMinor,
        (row) => row.mostMinor,
      ),
      perGross: {
        least: Math.max(...off.map(({ leastRate }) => leastRate), ...(off.length === 0 ? [0] : [])),
        most: Math.min(...off.map(({ mostRate }) => mostRate), ...(off.length === 0 ? [0] : [])),
      },
    },
    contract,
  )
  const grossMinor = sum((row) => row.grossMinor)
  const lostMinor = sum((row) => row.lostMinor)
  const perMajor = 10 ** (settlementTools.minorUnitExponent(currency) ?? 2)
  const percent = ({ units, scale }: Decimal) => ((Number(units) / 10 ** scale) * perMajor * 100) / grossMinor
  return {
    ...{ acquirer, currency, scheme, funding, wallet, cause, grossMinor, lostMinor },
    contract: `${contractId} ${contractVersion}`,
    lines: sum((row) => row.lines),
    deviating: sum((row) => row.deviating),
    ...{ agreed: formatDecimal(agreed), charged: formatDecimal(charged), lost: formatDecimal(lost) },
    agreedPercent: cause === 'no_rule' || cause === 'passed_on' || cause === 'invoiced' ? null : percent(agreed),
    chargedPercent: percent(charged),
  }
}

const ZERO: Decimal = { units: 0n, scale: 0 }
