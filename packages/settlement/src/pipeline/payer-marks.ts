import type { Contract } from '../contracts/contract.ts'
import type { PayerMarks } from '../matching/payouts/payout-item.ts'

/** How each acquirer of the contracts is recognised on a statement; contracts that say the same are one. */
export function payerMarks(contracts: readonly Contract[]): PayerMarks[] {
  const marks = new Map<string, PayerMarks>()
  for (const { acquirer, payout } of contracts) {
    const one = { acquirer, referencePattern: payout.referencePattern ?? null, namePatterns: payout.namePatterns }
    marks.set(JSON.stringify(one), one)
  }
  return [...marks.keys()].sort().flatMap((key) => marks.get(key) ?? [])
}
