import type { CivilDay } from '../calendars/civil-day.ts'
import type { Contract, FeeRule } from '../contracts/contract.ts'
import { type FeeQuestion, findFeeRule } from '../contracts/fee-rules.ts'
import { add, type Decimal, negate, parseDecimal, subtract, ZERO } from '../decimal.ts'
import type { ExpectedMoney, PaymentToExpect } from './expectation.ts'
import { roundTo } from './rounding.ts'

const exact = (text: string): Decimal => parseDecimal(text) ?? ZERO
export const percentOf = (amount: Decimal, percent: string): Decimal => {
  const rate = exact(percent)
  return { units: amount.units * rate.units, scale: amount.scale + rate.scale + 2 }
}
const isLess = (a: Decimal, b: Decimal): boolean => subtract(a, b).units < 0n

/** From gross to fee, never back: a band turned round is how others took fees for sales. `amount` is above zero. */
export function feeOf(rule: FeeRule, amount: Decimal, decimals: number): Decimal {
  let fee = add(percentOf(amount, rule.percent), exact(rule.fixed))
  if (rule.min !== undefined && isLess(fee, exact(rule.min))) fee = exact(rule.min)
  if (rule.max !== undefined && isLess(exact(rule.max), fee)) fee = exact(rule.max)
  return roundTo(fee, decimals)
}

export type ExpectedFee = Pick<ExpectedMoney, 'fee' | 'feeKnown'>

export function expectFee(payment: PaymentToExpect, contract: Contract, salesDay: CivilDay): ExpectedFee {
  const amount: Decimal = { units: BigInt(payment.amountMinor), scale: payment.exponent }
  const ask = (kind: FeeQuestion['kind']) => findFeeRule(contract.fees, { ...payment, kind, day: salesDay })
  const own = ask(payment.kind)
  const charged = own ? feeOf(own, amount, contract.feeDecimals) : ZERO
  if (payment.kind === 'sale') return { fee: charged, feeKnown: !own ? 'no_rule' : own.passThrough ? 'at_least' : 'exact' }
  const sale = payment.kind === 'refund' ? ask('sale') : undefined
  const returned = sale?.returnedOnRefund ? negate(feeOf(sale, amount, contract.feeDecimals)) : ZERO
  const open = own?.passThrough === true || (sale?.returnedOnRefund === true && sale.passThrough)
  return { fee: add(charged, returned), feeKnown: open ? 'at_least' : 'exact' }
}
