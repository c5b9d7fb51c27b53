import type { Contract } from '../contracts/contract.ts'
import { type Decimal, isZero, negate, subtract, ZERO } from '../decimal.ts'
import { openFeeCounter } from '../expectation/line-fee.ts'
import type { MatchPayment } from '../matching/lines/line-item.ts'
import type { LinePair } from '../matching/lines/line-pool.ts'
import { confirmsItself } from '../matching/rule.ts'
import { minorAmount } from '../reading/minor-amount.ts'
import type { SettledLine } from '../reading/settled-line.ts'
import type { RaisedException } from './exception-codes.ts'
import { raise } from './raise.ts'

export interface FeeContext {
  contractOf(payment: MatchPayment): Contract | null
  exponentOf(currency: string): number
  /** What the fees of a contract depend on, beside the kind. */
  traitsOf(payment: MatchPayment): FeeTraits
}
export interface FeeTraits {
  readonly scheme?: string
  readonly funding?: string
  readonly wallet?: string
  readonly region?: string
}

/**
 * The fee of each line against the contract, from the amount that was settled: what was short is told elsewhere. Fees of
 * another currency, of pass-through rules and of invoices are not the line's to answer for.
 */
export function raiseFeeExceptions(
  pairs: readonly LinePair[],
  { contractOf, exponentOf, traitsOf }: FeeContext,
): RaisedException[] {
  const count = openFeeCounter(exponentOf)
  const found: RaisedException[] = []
  for (const { payment, line, rule } of pairs) {
    if (!confirmsItself(rule) || !isSettled(line) || line.currency !== line.settledCurrency) continue
    const contract = contractOf(payment)
    if (!contract) continue
    const expected =
      contract.feesTaken === 'monthly_invoice' ? ZERO : count(contract, payment, line.grossMinor, traitsOf(payment))
    if (expected === null) continue
    const difference = subtract(line.fee, expected)
    if (isZero(difference)) continue
    const exponent = exponentOf(line.currency)
    const tolerance = { units: BigInt(contract.tolerance.feeMinor), scale: exponent }
    if (subtract(sizeOf(difference), tolerance).units <= 0n) continue
    const money = { amountMinor: minorAmount(difference, exponent), currency: line.currency }
    const scope = { acquirer: line.acquirer, merchantAccount: line.merchantAccount, account: null, day: payment.salesDay }
    found.push(raise('FEE_DEVIATES', scope, money, { payments: [payment.id], lines: [line.id] }))
  }
  return found
}

const sizeOf = (amount: Decimal): Decimal => (amount.units < 0n ? negate(amount) : amount)
const isSettled = (line: LinePair['line']): line is SettledLine => 'fee' in line
