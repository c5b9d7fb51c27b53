import {
  add,
  checkFunds,
  type Decimal,
  fromMinorUnits,
  type Identity,
  minorAmount,
  parseDecimal,
  subtract,
} from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { settlementTools } from '../settlement-tools.ts'

interface Row {
  id: number
  about: string
  currency: string
  amountMinor: string
  carriedOver: boolean
  open: boolean
  missing: boolean
  gross: string
  fees: string
  refunds: string
  chargebacks: string
  reserve: string
  adjustments: string
  lines: number
  arrivedMinor: string
  shortMinor: string
}

/**
 * Payouts of the accounts and days of those that were touched. Lines in the currency of the payout: gross where the
 * line tells it in that currency, else what is left after fees, and the fees. Of a bill of trades and one of movements that are one payout the movements say nothing new.
 */
const SUMS = `
with touched as materialized (
  select distinct acquirer, merchant_account, currency, announced_on from payout where id = any ($1::int8[])
), mine as materialized (
  select p.* from touched t join payout p using (acquirer, merchant_account, currency, announced_on)
  join funds_file f on f.id = p.file_id and f.state = 'imported'
), line as materialized (
  select l.payout_id, l.kind, l.fees, coalesce(case when l.gross_currency is null or l.gross_currency = l.currency then l.gross end, l.net + l.fees) as gross, coalesce(f.format in ('wechat-fundflow-bill', 'alipay-signcustomer'), false) as moves
  from mine m join settlement_line l on l.payout_id = m.id join funds_file f on f.id = l.file_id and f.state = 'imported'
  where l.kind <> 'payout'
), told as (
  select payout_id, count(*)::int4 as lines, sum(fees) as fees,
    sum(gross) filter (where kind = 'sale') as gross,
    -sum(gross) filter (where kind in ('refund', 'refund-reversed')) as refunds,
    -sum(gross) filter (where kind in ('chargeback', 'chargeback-reversed')) as chargebacks,
    -sum(gross) filter (where kind = 'reserve') as reserve,
    sum(gross) filter (where kind in ('fee', 'adjustment', 'transfer', 'payout-returned', 'other')) as adjustments
  from line l where not moves or not exists (select from line o where o.payout_id = l.payout_id and not o.moves) group by payout_id
), arrived as (
  select a.from_id::int8 as id, sum(a.amount_minor) as minor from mine m
  join funds_allocation a on a.from_id = m.id::text and a.join_kind = 'payout_bank' and a.confidence in ('certain', 'strong')
  where a.reverses is null and not exists (select from funds_allocation r where r.reverses = a.key) group by 1
), trouble as (
  select u.id, bool_or(e.code = 'MISSING_IN_BANK') as missing, sum(e.amount_minor) filter (where e.code = 'SHORT_PAID') as short
  from funds_exception e cross join unnest(e.payouts) u(id)
  where e.code in ('MISSING_IN_BANK', 'SHORT_PAID') and e.state <> 'closed' and e.day between (select min(due_on) from mine) and (select max(due_on) from mine)
  group by u.id
)
select m.id::float8 as id, m.acquirer || ' ' || m.merchant_account || ' ' || m.currency || ' ' || m.announced_on as about,
  m.currency::text as currency, m.amount_minor::text as "amountMinor", m.carried_over as "carriedOver", m.open, coalesce(t.missing, false) as missing,
  coalesce(l.gross, 0)::text as gross, l.fees::text as fees, coalesce(l.refunds, 0)::text as refunds, coalesce(l.chargebacks, 0)::text as chargebacks,
  coalesce(l.reserve, 0)::text as reserve, coalesce(l.adjustments, 0)::text as adjustments, l.lines,
  coalesce(a.minor, 0)::text as "arrivedMinor", coalesce(t.short, 0)::text as "shortMinor"
from mine m join told l on l.payout_id = m.id left join arrived a on a.id = m.id left join trouble t on t.id = m.id order by 2, 1`

export interface PayoutFacts {
  /** What went with a later payout, and with which. */
  readonly successors: ReadonlyMap<number, number>
  readonly amountMinor: (payout: number) => number
  readonly toleranceMinor: (payout: number) => number
}

/** Settled gross − fees − refunds − chargebacks ± reserve ± adjustments = arrived + in transit + missing in bank + short. */
export async function checkAccounts(client: pg.ClientBase, touched: readonly number[], facts: PayoutFacts): Promise<Identity[]> {
  if (touched.length === 0) return []
  const { rows } = await client.query<Row>(SUMS, [touched])
  const carriedInto = new Map<number, number>()
  for (const [from, to] of facts.successors) carriedInto.set(to, (carriedInto.get(to) ?? 0) + facts.amountMinor(from))
  const accounts = Map.groupBy(rows, ({ about }) => about)
  return [...accounts].map(([about, payouts]) => {
    const exponent = settlementTools.minorUnitExponent(payouts[0]?.currency ?? '') ?? 2
    const minor = (read: (row: Row) => bigint | number): Decimal =>
      fromMinorUnits(
        payouts.reduce((sum, row) => sum + BigInt(read(row)), 0n),
        exponent,
      )
    const exact = (name: 'gross' | 'fees' | 'refunds' | 'chargebacks' | 'reserve' | 'adjustments'): Decimal =>
      payouts.reduce<Decimal>((sum, row) => add(sum, parseDecimal(row[name]) ?? ZERO), ZERO)
    const where = (row: Row): 'arrived' | 'carried' | 'missing' | 'open' | 'gone' => {
      if (row.carriedOver) return 'carried'
      if (row.arrivedMinor !== '0') return 'arrived'
      return row.missing ? 'missing' : row.open ? 'open' : 'gone'
    }
    const at = (place: ReturnType<typeof where>) => minor((row) => (where(row) === place ? BigInt(row.amountMinor) : 0n))
    const sums = {
      settledGross: exact('gross'),
      ...{ fees: exact('fees'), refunds: exact('refunds'), chargebacks: exact('chargebacks') },
      ...{ reserve: exact('reserve'), adjustments: exact('adjustments') },
      arrived: minor(({ arrivedMinor }) => BigInt(arrivedMinor)),
      inTransit: at('open'),
      missingInBank: at('missing'),
      short: minor((row) => (where(row) === 'arrived' ? BigInt(row.shortMinor) : 0n)),
    }
    // A file that announces its payouts tells itself what was carried into them.
    const carriedIn = minor((row) => (tellsAll(row, exponent) ? 0 : (carriedInto.get(row.id) ?? 0)))
    return checkFunds({ about, ...sums, carriedIn, carriedOut: at('carried'), allowed: allowed(payouts, exponent, facts) })
  })
}

/** Whether its lines alone come to what is sent. */
function tellsAll({ gross, fees, refunds, chargebacks, reserve, adjustments, amountMinor }: Row, exponent: number): boolean {
  const taken = [fees, refunds, chargebacks, reserve].reduce<Decimal>((sum, one) => add(sum, parseDecimal(one) ?? ZERO), ZERO)
  const net = subtract(add(parseDecimal(gross) ?? ZERO, parseDecimal(adjustments) ?? ZERO), taken)
  return minorAmount(net, exponent) === Number(amountMinor)
}

const ZERO: Decimal = { units: 0n, scale: 0 }

/** Half a minor unit for each line with parts of one, and what contracts let pass. */
function allowed(payouts: readonly Row[], exponent: number, { toleranceMinor }: PayoutFacts): Decimal {
  const parts = payouts.filter(({ fees }) => {
    const exact = parseDecimal(fees) ?? ZERO
    return (
      exact.scale > exponent &&
      subtract(exact, { units: exact.units / 10n ** BigInt(exact.scale - exponent), scale: exponent }).units !== 0n
    )
  })
  const halves = parts.reduce((sum, { lines }) => sum + BigInt(lines), 0n)
  const tolerated = payouts.reduce((sum, { id }) => sum + toleranceMinor(id), 0)
  return add({ units: halves * 5n, scale: exponent + 1 }, fromMinorUnits(BigInt(tolerated), exponent))
}
