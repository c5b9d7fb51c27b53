import type { Contract } from '../contracts/contract.ts'
import { openReferenceFinder } from '../contracts/reference-pattern.ts'
import type { MatchBankLine, PayerMarks } from '../matching/payouts/payout-item.ts'

/** How each acquirer of the contracts is recognised on a statement; contracts that say the same are one. */
export function payerMarks(contracts: readonly Contract[]): PayerMarks[] {
  const marks = new Map<string, PayerMarks>()
  for (const { acquirer, payout } of contracts) {
    const one = { acquirer, referencePattern: payout.referencePattern ?? null, namePatterns: payout.namePatterns }
    marks.set(JSON.stringify(one), one)
  }
  return [...marks.keys()].sort().flatMap((key) => marks.get(key) ?? [])
}

/** Every payout reference that stands on a statement. */
export function seenReferences(lines: readonly MatchBankLine[], marks: readonly PayerMarks[]): Set<string> {
  const patterns = new Set(marks.flatMap(({ referencePattern }) => referencePattern ?? []))
  const finders = [...patterns].map(openReferenceFinder)
  return new Set(lines.flatMap(({ text }) => finders.flatMap((find) => find(text))))
}
