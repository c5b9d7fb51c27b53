import { EXCEPTION_CODES, type RaisedException } from './exception-codes.ts'

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical'
const STEPS: readonly Severity[] = ['low', 'medium', 'high', 'critical']

/** Where money begins to hurt, in minor units of the currency: the chain sets it, these are for euro and the like. */
export const MONEY_STEPS: readonly number[] = [10_000, 100_000, 1_000_000]
const AGE_STEPS: readonly number[] = [3, 10, 30]

/** Money times age: a cent may grow old in peace, and ten thousand are urgent on the first day. */
export function severityOf(exception: RaisedException, ageDays: number, moneySteps: readonly number[] = MONEY_STEPS): Severity {
  const { weight } = EXCEPTION_CODES[exception.code]
  if (weight === 'info') return 'info'
  const money = moneySteps.filter((step) => exception.amountMinor >= step).length
  const age = AGE_STEPS.filter((step) => ageDays >= step).length
  const worth = money + (money > 0 ? age : Math.min(age, 1)) + (weight === 'urgent' ? 2 : 0)
  return STEPS[Math.min(worth, STEPS.length - 1)] ?? 'critical'
}
