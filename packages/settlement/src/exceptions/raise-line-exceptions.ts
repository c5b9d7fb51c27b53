import { lineAmount, type MatchLine, type MatchPayment } from '../matching/lines/line-item.ts'
import type { LinePair } from '../matching/lines/line-pool.ts'
import type { LineMatching } from '../matching/lines/match-lines.ts'
import type { RaisedException } from './exception-codes.ts'
import { raise } from './raise.ts'

export interface LineContext {
  /** Day number by which the acquirer's file must show the payment; null while that cannot be told. */
  fileDueDay(payment: MatchPayment): number | null
  toleranceMinor(payment: MatchPayment): number
  readonly today: number
}

const scopeOf = (row: MatchPayment | MatchLine): RaisedException['scope'] => ({
  acquirer: row.acquirer,
  merchantAccount: row.merchantAccount,
  account: null,
  day: row.salesDay ?? 0,
})
const moneyOf = (line: MatchLine) => ({ amountMinor: line.grossMinor, currency: line.currency })

/** What is wrong between payments and lines. "Expected" is nothing wrong: a payment counts from the day its file was due. */
export function raiseLineExceptions(matching: LineMatching, context: LineContext): RaisedException[] {
  const unclear = new Set(matching.ambiguities.flatMap(({ payments, lines }) => [...payments, ...lines]))
  const missing = matching.openPayments.filter((payment) => {
    const due = unclear.has(payment.id) ? null : context.fileDueDay(payment)
    return due !== null && context.today > due
  })
  const rowsById = new Map([...matching.openPayments, ...matching.openLines].map((row) => [row.id, row]))
  return [
    ...matching.pairs.flatMap((pair) => raisePair(pair, context)),
    ...missing.map((payment) => raise('MISSING_IN_SETTLEMENT', scopeOf(payment), payment, { payments: [payment.id] })),
    ...matching.openLines
      .filter((line) => line.kind === 'sale' || line.kind === 'refund')
      .filter(({ id }) => !unclear.has(id))
      .map((line) => raise('UNKNOWN_IN_STORE', scopeOf(line), moneyOf(line), { lines: [line.id] })),
    ...matching.duplicates.map(({ line, first }) =>
      raise('DUPLICATE_SETTLEMENT', scopeOf(line), moneyOf(line), { lines: [line.id, first.id] }),
    ),
    // Its sale is known, and still no store has given the money back. Named by the line alone: it is the same when the sale comes later.
    ...matching.children
      .filter(({ line }) => line.kind === 'refund')
      .map(({ line }) => raise('UNKNOWN_IN_STORE', scopeOf(line), moneyOf(line), { lines: [line.id] })),
    ...matching.children
      .filter(({ line }) => line.kind === 'chargeback')
      .map(({ line, parent }) =>
        raise('CHARGEBACK_NEW', scopeOf(line), moneyOf(line), { payments: [parent.id], lines: [line.id] }),
      ),
    ...matching.bags.map((bag) =>
      raise(
        'TOTAL_ONLY',
        { acquirer: '', account: null, day: bag.salesDay },
        { amountMinor: bag.sumMinor, currency: bag.currency },
        bag,
      ),
    ),
    ...matching.ambiguities.flatMap(({ payments, lines }) => {
      const row = [...payments, ...lines].map((id) => rowsById.get(id)).find((one) => one !== undefined)
      if (!row) return []
      const amountMinor = 'amountMinor' in row ? row.amountMinor : row.grossMinor
      return [raise('AMBIGUOUS', scopeOf(row), { amountMinor, currency: row.currency }, { payments, lines })]
    }),
  ]
}

/** Amounts are looked at after identity: a pair stays a pair, with what is wrong about it. A proposal is not yet a pair: it is asked. */
function raisePair({ payment, line, rule }: LinePair, context: LineContext): RaisedException[] {
  const rows = { payments: [payment.id], lines: [line.id] }
  if (rule.confidence === 'proposal') return [raise('AMBIGUOUS', scopeOf(payment), moneyOf(line), rows)]
  const found: RaisedException[] = []
  if (payment.outcome !== 'approved' && payment.outcome !== 'unknown')
    found.push(raise('STATUS_CONFLICT', scopeOf(payment), moneyOf(line), rows))
  if (payment.currency !== line.currency) return [...found, raise('CURRENCY_MISMATCH', scopeOf(payment), moneyOf(line), rows)]
  const difference = lineAmount(line) - payment.amountMinor
  if (difference === 0) return found
  const money = { amountMinor: difference, currency: line.currency }
  if (Math.abs(difference) > context.toleranceMinor(payment))
    found.push(raise(difference < 0 ? 'SHORT_PAID' : 'OVER_PAID', scopeOf(payment), money, rows))
  return found
}
