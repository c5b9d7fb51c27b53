import type { Rule } from '../rule.ts'
import type { MatchPayout } from './payout-item.ts'
import { couldBe, keepUnrivalled, link, type PayoutLink, type PayoutPool, sumOf, take } from './payout-pool.ts'

export const P3: Rule = { id: 'P3', version: 1, confidence: 'strong' }

/** One line is the sum of all open payouts of an acquirer's due day, or of a store group's: all of them, never a choice. */
export function matchByDueDaySum(pool: PayoutPool): void {
  const keys: ((payout: MatchPayout) => string | null)[] = [
    ({ acquirer, dueDay }) => `${acquirer} ${dueDay}`,
    ({ acquirer, dueDay, storeGroup }) => (storeGroup === null ? null : `${acquirer} ${dueDay} ${storeGroup}`),
  ]
  for (const keyOf of keys) {
    const groups = [...Map.groupBy(pool.payouts, keyOf)]
      .filter(([key, group]) => key !== null && group.length > 1)
      .map(([, group]) => group)
    const groupsOf = Map.groupBy(groups, sumOf)
    const found = pool.lines.flatMap((seen): PayoutLink[] =>
      (groupsOf.get(seen.line.amountMinor) ?? [])
        .filter((group) => group.every((payout) => couldBe(payout, seen)))
        .map((group) => link(P3, group, [seen.line])),
    )
    take(pool, keepUnrivalled(pool, found))
  }
}
