import type { Rule } from '../rule.ts'
import { couldBe, keepUnrivalled, link, type PayoutLink, type PayoutPool, recordAmbiguity, take } from './payout-pool.ts'
import { findTwoSums } from './two-sum.ts'

export const P4: Rule = { id: 'P4', version: 1, confidence: 'proposal' }

/** Two payouts of one acquirer in one line, or one payout in two lines, when there is one way only. */
export function matchByTwoSum(pool: PayoutPool): void {
  const merged = pool.lines.flatMap((seen): PayoutLink[] =>
    [...seen.payers].flatMap((acquirer) => {
      const candidates = pool.payouts.filter((payout) => payout.acquirer === acquirer && couldBe(payout, seen))
      const solutions = findTwoSums(
        candidates.map(({ amountMinor }) => amountMinor),
        seen.line.amountMinor,
      )
      const chosen = solutions.map((places) => places.flatMap((at) => candidates[at] ?? []))
      if (chosen.length > 1) recordAmbiguity(pool, P4, [...new Set(chosen.flat().map(({ id }) => id))].sort(), [seen.line.id])
      return chosen.length === 1 && chosen[0] ? [link(P4, chosen[0], [seen.line])] : []
    }),
  )
  const split = pool.payouts.flatMap((payout): PayoutLink[] => {
    const candidates = pool.lines.filter((seen) => couldBe(payout, seen))
    const solutions = findTwoSums(
      candidates.map(({ line }) => line.amountMinor),
      payout.amountMinor,
    )
    const chosen = solutions.map((places) => places.flatMap((at) => candidates[at]?.line ?? []))
    if (chosen.length > 1) recordAmbiguity(pool, P4, [payout.id], [...new Set(chosen.flat().map(({ id }) => id))].sort())
    return chosen.length === 1 && chosen[0] ? [link(P4, [payout], chosen[0])] : []
  })
  take(pool, keepUnrivalled(pool, [...merged, ...split]))
}
