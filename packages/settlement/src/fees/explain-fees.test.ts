import { expect, it } from 'vitest'
import type { FeeRule } from '../contracts/contract.ts'
import { contractWith } from '../testing/contract.ts'
import { explainFees, type FeeGroup } from './explain-fees.ts'

const rule = (given: Partial<FeeRule> = {}): FeeRule => ({
  ...{ kind: 'sale', percent: '1', fixed: '0', passThrough: false, returnedOnRefund: false },
  ...given,
})
const contract = contractWith({ fees: [rule(), rule({ scheme: 'amex', percent: '0.5', passThrough: true })] })
const group = (given: Partial<FeeGroup> = {}): FeeGroup => ({
  ...{ traits: { scheme: 'visa' }, day: '2026-05-08', lost: { units: 100n, scale: 2 } },
  ...{ perLine: { least: 2, most: 40 }, perGross: { least: 0.00199, most: 0.00201 } },
  ...given,
})

it.each([
  ['as_agreed', { lost: { units: 0n, scale: 0 }, perLine: { least: 0, most: 0 }, perGross: { least: 0, most: 0 } }],
  ['rate', {}],
  ['fixed_part', { perLine: { least: 10, most: 10 }, perGross: { least: 0.1, most: 0.001 } }],
  ['mixed', { perGross: { least: 0.1, most: 0.001 } }],
  ['passed_on', { traits: { scheme: 'amex' } }],
  // One gains what the other loses: not as agreed.
  ['mixed', { lost: { units: 0n, scale: 0 }, perLine: { least: -9, most: 9 }, perGross: { least: 0.1, most: -0.1 } }],
] as const)('tells %s', (cause, given) => {
  expect(explainFees(group(given), contract)).toBe(cause)
})

it('tells of fees that no rule names, and of those that an invoice takes', () => {
  expect(explainFees(group(), contractWith({ fees: [rule({ scheme: 'jcb' })] }))).toBe('no_rule')
  expect(explainFees(group(), contractWith({ fees: [rule()], feesTaken: 'monthly_invoice' }))).toBe('invoiced')
})
