import type { Contract } from '../contracts/contract.ts'
import { findFeeRule } from '../contracts/fee-rules.ts'
import { type Decimal, isZero } from '../decimal.ts'

/** Why fees are not what was agreed. */
export type FeeCause = 'as_agreed' | 'rate' | 'fixed_part' | 'mixed' | 'no_rule' | 'passed_on' | 'invoiced'

/** Settled sales of one contract and one kind of card or wallet. */
export interface FeeGroup {
  readonly traits: { readonly scheme?: string; readonly funding?: string; readonly wallet?: string }
  readonly day: string
  /** Charged less agreed of all of them. */
  readonly lost: Decimal
  /** Of those that deviate, in minor units: the least and the most of it. */
  readonly perLine: { readonly least: number; readonly most: number }
  /** Between which the one rate lies that explains all of them, rounding allowed; there is none where `least` is above `most`. */
  readonly perGross: { readonly least: number; readonly most: number }
}

/** Rounding of a fee to the cent leaves so much on each side. */
const ROUNDING_MINOR = 1

/** One difference for every euro is a rate, one for every line is a fixed part. */
export function explainFees(group: FeeGroup, contract: Contract): FeeCause {
  if (contract.feesTaken === 'monthly_invoice') return 'invoiced'
  const rule = findFeeRule(contract.fees, { ...group.traits, kind: 'sale', day: group.day })
  if (rule === undefined) return 'no_rule'
  if (rule.passThrough) return 'passed_on'
  const { lost, perLine, perGross } = group
  if (isZero(lost) && perLine.least === 0 && perLine.most === 0) return 'as_agreed'
  if (perGross.least <= perGross.most) return 'rate'
  return perLine.most - perLine.least <= ROUNDING_MINOR ? 'fixed_part' : 'mixed'
}
