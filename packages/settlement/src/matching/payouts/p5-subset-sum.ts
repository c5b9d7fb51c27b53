import type { Rule } from '../rule.ts'
import { couldBe, keepUnrivalled, link, type PayoutLink, type PayoutPool, take } from './payout-pool.ts'
import { findOnlySubset } from './subset-sum.ts'

export const P5: Rule = { id: 'P5', version: 1, confidence: 'proposal' }

/** Three or more payouts of one acquirer in one line, searched among at most 24 and only proposed. */
export function matchBySubsetSum(pool: PayoutPool): void {
  const found = pool.lines.flatMap((seen): PayoutLink[] =>
    [...seen.payers].flatMap((acquirer) => {
      const candidates = pool.payouts.filter((payout) => payout.acquirer === acquirer && couldBe(payout, seen))
      if (candidates.length < 3) return []
      const amounts = candidates.map(({ amountMinor }) => amountMinor)
      const answer = findOnlySubset(amounts, seen.line.amountMinor, 2)
      if (answer.kind !== 'one' || answer.chosen.length < 3) return []
      return [
        link(
          P5,
          answer.chosen.flatMap((at) => candidates[at] ?? []),
          [seen.line],
        ),
      ]
    }),
  )
  take(pool, keepUnrivalled(pool, found))
}
