import { civilDay } from '../calendars/civil-day.ts'
import type { Contract, FeeRule } from '../contracts/contract.ts'
import { findFeeRule } from '../contracts/fee-rules.ts'
import { type Decimal, negate, ZERO } from '../decimal.ts'
import type { MatchPayment } from '../matching/lines/line-item.ts'
import { feeOf } from './expected-fee.ts'

type Traits = Pick<FeeRule, 'scheme' | 'funding' | 'wallet' | 'region'>

/** What the contract takes from a line of this gross amount; null where it cannot be told before: no rule, or passed on. */
export type FeeCounter = (contract: Contract, payment: MatchPayment, grossMinor: number, traits: Traits) => Decimal | null

/** Amounts come again and again, so each is counted once for its rule. */
export function openFeeCounter(exponentOf: (currency: string) => number): FeeCounter {
  const rules = new Map<
    Contract,
    Map<string, { readonly charged: FeeRule | undefined; readonly returned: FeeRule | undefined }>
  >()
  const fees = new Map<FeeRule, Map<number, Decimal>>()
  const rulesOf = (contract: Contract, payment: MatchPayment, traits: Traits) => {
    const known = rules.get(contract) ?? new Map()
    rules.set(contract, known)
    const { scheme = '', funding = '', wallet = '', region = '' } = traits
    const key = `${payment.salesDay} ${payment.kind} ${scheme} ${funding} ${wallet} ${region}`
    let found = known.get(key)
    if (found === undefined) {
      const day = civilDay(payment.salesDay)
      const sale = findFeeRule(contract.fees, { ...traits, kind: 'sale', day })
      const refund = findFeeRule(contract.fees, { ...traits, kind: 'refund', day })
      found =
        payment.kind === 'sale'
          ? { charged: sale, returned: undefined }
          : { charged: refund, returned: sale?.returnedOnRefund ? sale : undefined }
      known.set(key, found)
    }
    return found
  }
  const count = (rule: FeeRule, contract: Contract, currency: string, grossMinor: number): Decimal => {
    const known = fees.get(rule) ?? new Map<number, Decimal>()
    fees.set(rule, known)
    let fee = known.get(grossMinor)
    if (fee === undefined) {
      fee = feeOf(rule, { units: BigInt(grossMinor), scale: exponentOf(currency) }, contract.feeDecimals)
      known.set(grossMinor, fee)
    }
    return fee
  }
  return (contract, payment, grossMinor, traits) => {
    const { charged, returned } = rulesOf(contract, payment, traits)
    if (payment.kind === 'sale' && !charged) return null
    if (charged?.passThrough || returned?.passThrough) return null
    const size = Math.abs(grossMinor)
    if (charged && !returned) return count(charged, contract, payment.currency, size)
    if (returned && !charged) return negate(count(returned, contract, payment.currency, size))
    return charged && returned ? null : ZERO
  }
}
