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

interface Row extends Payout, Told {
  arrivedMinor: bigint
  shortMinor: bigint
  missing: boolean
}

interface Payout {
  id: number
  about: string
  currency: string
  amountMinor: string
  carriedOver: boolean
  open: boolean
  dueOn: string
}

/** Payouts of the accounts and days of those that were touched. */
const MINE = `select p.id::float8 as id, p.acquirer || ' ' || p.merchant_account || ' ' || p.currency || ' ' || p.announced_on as about,
  p.currency::text as currency, p.amount_minor::text as "amountMinor", p.carried_over as "carriedOver", p.open, p.due_on::text as "dueOn"
from (select distinct p.acquirer, p.merchant_account, p.currency, p.announced_on from unnest($1::int8[]) u(id) join payout p on p.id = u.id) t
join payout p using (acquirer, merchant_account, currency, announced_on) join funds_file f on f.id = p.file_id and f.state = 'imported'
where p.replaced_by is null order by 2, 1`

interface Told {
  gross: string
  fees: string
  refunds: string
  chargebacks: string
  reserve: string
  adjustments: string
  lines: number
}

/**
 * Lines in the currency of the payout: gross where the line tells it in that currency, else what is left after fees, and the fees.
 * Of a bill of trades and one of movements that are one payout the movements say nothing new.
 */
const TOLD = `
with line as (
  select l.payout_id, l.kind, l.fees, coalesce(case when l.gross_currency is null or l.gross_currency = l.currency then l.gross end, l.net + l.fees) as gross,
    coalesce(f.format in ('wechat-fundflow-bill', 'alipay-signcustomer'), false) as moves
  from unnest($1::int8[]) u(id) join settlement_line l on l.payout_id = u.id join funds_file f on f.id = l.file_id and f.state = 'imported'
  where l.kind <> 'payout'
)
select payout_id::float8 as id, moves, count(*)::int4 as lines, sum(fees)::text as fees, coalesce(sum(gross) filter (where kind = 'sale'), 0)::text as gross,
  coalesce(-sum(gross) filter (where kind in ('refund', 'refund-reversed')), 0)::text as refunds,
  coalesce(-sum(gross) filter (where kind in ('chargeback', 'chargeback-reversed')), 0)::text as chargebacks,
  coalesce(-sum(gross) filter (where kind = 'reserve'), 0)::text as reserve,
  coalesce(sum(gross) filter (where kind in ('fee', 'adjustment', 'transfer', 'payout-returned', 'other')), 0)::text as adjustments
from line group by payout_id, moves order by moves desc`

const ARRIVED = `select a.from_id::float8 as id, sum(a.amount_minor)::text as minor from unnest($1::text[]) u(id)
  join funds_allocation a on a.from_id = u.id and a.join_kind = 'payout_bank' and a.confidence in ('certain', 'strong')
  where a.reverses is null and not exists (select from funds_allocation r where r.reverses = a.key) group by a.from_id`

const TROUBLE = `select u.id::float8 as id, bool_or(e.code = 'MISSING_IN_BANK') as missing,
    coalesce(sum(e.amount_minor) filter (where e.code = 'SHORT_PAID'), 0)::text as short,
    coalesce(sum(e.amount_minor) filter (where e.code = 'OVER_PAID'), 0)::text as over
  from funds_exception e cross join unnest(e.payouts) u(id)
  where e.code in ('MISSING_IN_BANK', 'SHORT_PAID', 'OVER_PAID') and e.state <> 'closed' and e.day between $1 and $2 group by u.id`

/** Asked one by one and put together here: of what all of them together come to, the planner expects one row, and tries each with each. */
async function readRows(client: pg.ClientBase, touched: readonly number[]): Promise<Row[]> {
  const { rows: mine } = await client.query<Payout>(MINE, [touched])
  const ids = mine.map(({ id }) => id)
  const { rows: told } = await client.query<Told & { id: number }>(TOLD, [ids])
  // Trades come last, and stand over movements.
  const toldOf = new Map(told.map((row) => [row.id, row]))
  const { rows: arrived } = await client.query<{ id: number; minor: string }>(ARRIVED, [ids.map(String)])
  const arrivedOf = new Map(arrived.map(({ id, minor }) => [id, BigInt(minor)]))
  const days = mine.map(({ dueOn }) => dueOn).sort()
  const { rows: trouble } = await client.query<{ id: number; missing: boolean; short: string; over: string }>(TROUBLE, [
    days[0],
    days.at(-1),
  ])
  const troubleOf = new Map(trouble.map((row) => [row.id, row]))
  return mine.flatMap((payout) => {
    const lines = toldOf.get(payout.id)
    if (lines === undefined) return []
    const { missing = false, short = '0', over = '0' } = troubleOf.get(payout.id) ?? {}
    // What is sent below zero is short by what has not been taken.
    const shortMinor = BigInt(payout.amountMinor) < 0n ? -BigInt(over) : BigInt(short)
    return [{ ...payout, ...lines, arrivedMinor: arrivedOf.get(payout.id) ?? 0n, shortMinor, missing }]
  })
}

export interface PayoutFacts {
  /** What went with a later payout, and with which. */
  readonly successors: ReadonlyMap<number, number>
  readonly amountMinor: (payout: number) => number
  readonly toleranceMinor: (payout: number) => number
}

/** Settled gross − fees − refunds − chargebacks ± reserve ± adjustments = arrived + in transit + missing in bank + short. */
export async function checkAccounts(client: pg.ClientBase, touched: readonly number[], facts: PayoutFacts): Promise<Identity[]> {
  if (touched.length === 0) return []
  const rows = await readRows(client, touched)
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
      if (row.arrivedMinor !== 0n) return 'arrived'
      return row.missing ? 'missing' : row.open ? 'open' : 'gone'
    }
    const at = (place: ReturnType<typeof where>) => minor((row) => (where(row) === place ? BigInt(row.amountMinor) : 0n))
    const sums = {
      settledGross: exact('gross'),
      ...{ fees: exact('fees'), refunds: exact('refunds'), chargebacks: exact('chargebacks') },
      ...{ reserve: exact('reserve'), adjustments: exact('adjustments') },
      arrived: minor(({ arrivedMinor }) => arrivedMinor),
      inTransit: at('open'),
      missingInBank: at('missing'),
      short: minor((row) => (where(row) === 'arrived' ? row.shortMinor : 0n)),
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
