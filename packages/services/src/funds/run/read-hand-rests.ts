import { type Contract, dayNumber, type RaisedException, raise } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { findPayoutContract } from './payout-terms.ts'
import { BY_HAND, HAND_STANDS } from './read-held.ts'

const CURRENT = (file: string): string => `exists (select from funds_file x where x.id = ${file} and x.state = 'imported')`

/** Each payout and line that people have linked, with what of it their links hold. No run has written them: an index has only those. */
const PAYOUTS = `select p.id::text as payout, b.file_id || ':' || b.position as line, a.amount_minor::float8 as held, p.amount_minor::float8 as sent,
    b.amount_minor::float8 as booked, p.currency::text as currency, p.acquirer, p.merchant_account as "merchantAccount", n.number as account,
    p.announced_on::text as "announcedOn", p.due_on::text as "dueOn", b.booked_on::text as "bookedOn"
  from funds_allocation a join payout p on p.id = a.from_id::int8
  join bank_line b on b.file_id = split_part(a.to_id, ':', 1)::int8 and b.position = split_part(a.to_id, ':', 2)::int4
  join bank_account n on n.id = b.bank_account_id
  where a.run_id is null and a.join_kind = 'payout_bank' and ${HAND_STANDS} and p.replaced_by is null and ${CURRENT('p.file_id')} and ${CURRENT('b.file_id')}
  order by p.id, b.file_id, b.position`

const PAYMENTS = `select f.payment_id::text as payment, l.file_id || ':' || l.position as line, abs(f.amount_minor)::float8 as amount,
    case when l.kind = 'refund' then -l.gross_minor else l.gross_minor end::float8 as settled, f.currency::text as currency,
    coalesce(l.gross_currency, l.currency)::text as "lineCurrency", f.acquirer, f.merchant_account as "merchantAccount",
    coalesce(f.sales_day, f.opened_on)::text as day, coalesce((k.document -> 'tolerance' ->> 'grossMinor')::int, 0) as tolerance
  from funds_allocation a
  join funds_payment f on f.payment_id = a.from_id::uuid
    and f.opened_on = (to_timestamp(('x' || left(replace(a.from_id, '-', ''), 12))::bit(48)::int8 / 1000.0) at time zone 'UTC')::date
  join settlement_line l on l.file_id = split_part(a.to_id, ':', 1)::int8 and l.position = split_part(a.to_id, ':', 2)::int4
  left join funds_contract k on k.id = f.contract_id and k.version = f.contract_version
  where a.run_id is null and a.join_kind = 'payment_line' and ${HAND_STANDS} and ${CURRENT('l.file_id')}
  order by 1, 2`

interface PayoutPair {
  readonly payout: string
  readonly line: string
  readonly held: number
  readonly sent: number
  readonly booked: number
  readonly currency: string
  readonly acquirer: string
  readonly merchantAccount: string
  readonly account: string
  readonly announcedOn: string
  readonly dueOn: string
  readonly bookedOn: string
}

interface PaymentPair {
  readonly payment: string
  readonly line: string
  readonly amount: number
  readonly settled: number
  readonly currency: string
  readonly lineCurrency: string
  readonly acquirer: string | null
  readonly merchantAccount: string | null
  readonly day: string
  readonly tolerance: number
}

/** What people have linked explains as much as both rows have: what one has more is short or over by itself, whoever linked it. */
export async function readHandRests(client: pg.ClientBase, contracts: readonly Contract[]): Promise<RaisedException[]> {
  const { rows: payouts } = await client.query<PayoutPair>(PAYOUTS)
  const { rows: payments } = await client.query<PaymentPair>(PAYMENTS)
  return [...payments.flatMap(raisePayment), ...raisePayouts(payouts, contracts)]
}

function raisePayment(pair: PaymentPair): RaisedException[] {
  const { payment, line, amount, settled, currency, lineCurrency, acquirer, merchantAccount, day, tolerance } = pair
  const scope = { acquirer: acquirer ?? '', merchantAccount, account: null, day: dayNumber(day) }
  const rows = { payments: [payment], lines: [line], named: [BY_HAND] }
  if (currency !== lineCurrency)
    return [raise('CURRENCY_MISMATCH', scope, { amountMinor: settled, currency: lineCurrency }, rows)]
  const difference = settled - amount
  if (Math.abs(difference) <= tolerance) return []
  return [raise(difference < 0 ? 'SHORT_PAID' : 'OVER_PAID', scope, { amountMinor: difference, currency }, rows)]
}

function raisePayouts(pairs: readonly PayoutPair[], contracts: readonly Contract[]): RaisedException[] {
  const toleranceOf = (one: PayoutPair): number => findPayoutContract(one, contracts)?.tolerance.payoutMinor ?? 0
  const held = (some: readonly PayoutPair[]): number => some.reduce((sum, one) => sum + one.held, 0)
  const raiseRest = (some: readonly PayoutPair[], { rest, shortAbove, day }: Rest): RaisedException[] => {
    const [first] = some
    const tolerated = some.reduce((sum, one) => sum + toleranceOf(one), 0)
    if (first === undefined || Math.abs(rest) <= tolerated) return []
    const { acquirer, merchantAccount, account, currency } = first
    const rows = { payouts: some.map(({ payout }) => payout), bankLines: some.map(({ line }) => line) }
    const unique = { payouts: [...new Set(rows.payouts)], bankLines: [...new Set(rows.bankLines)], named: [BY_HAND] }
    const code = rest > 0 === shortAbove ? 'SHORT_PAID' : 'OVER_PAID'
    return [raise(code, { acquirer, merchantAccount, account, day: dayNumber(day) }, { amountMinor: rest, currency }, unique)]
  }
  const ofPayouts = [...Map.groupBy(pairs, ({ payout }) => payout).values()]
  const ofLines = [...Map.groupBy(pairs, ({ line }) => line).values()]
  return [
    ...ofPayouts.flatMap((some) =>
      raiseRest(some, { rest: (some[0]?.sent ?? 0) - held(some), shortAbove: true, day: some[0]?.dueOn ?? '' }),
    ),
    ...ofLines.flatMap((some) =>
      raiseRest(some, { rest: (some[0]?.booked ?? 0) - held(some), shortAbove: false, day: some[0]?.bookedOn ?? '' }),
    ),
  ]
}

interface Rest {
  /** Minor units that no link holds, with their sign. */
  readonly rest: number
  /** Whether money above zero that is left over has not come: so it is of a payout, and the other way round of a bank line. */
  readonly shortAbove: boolean
  readonly day: string
}
