import type { Rule } from '../rule.ts'
import type { MatchPayout } from './payout-item.ts'
import { couldBe, isInWindow, link, type PayoutPool, recordAmbiguity, type SeenLine, take } from './payout-pool.ts'

export const P2: Rule = { id: 'P2', version: 1, confidence: 'strong' }

/**
 * The only open payout of this amount that could be in this line, of all acquirers, and the only line of the amount in the
 * payout's window, whoever sent it. A rival that merely might be counts: this rung is confirmed without a person.
 */
export function matchByAmountAndName(pool: PayoutPool): void {
  const payoutsOf = Map.groupBy(pool.payouts, ({ amountMinor }) => amountMinor)
  const linesOf = Map.groupBy(pool.lines, ({ line }) => line.amountMinor)
  const found = pool.lines.flatMap((seen) => {
    const rivals = (payoutsOf.get(seen.line.amountMinor) ?? []).filter((payout) => isInWindow(payout, seen.line))
    const fitting = rivals.filter((payout) => couldBe(payout, seen))
    const only = rivals.length === 1 ? fitting[0] : undefined
    if (only && linesFor(only, linesOf.get(only.amountMinor) ?? []).length === 1) return [link(P2, [only], [seen.line])]
    if (fitting.length > 0) {
      const lines = new Set(fitting.flatMap((payout) => linesFor(payout, linesOf.get(payout.amountMinor) ?? [])))
      recordAmbiguity(
        pool,
        P2,
        rivals.map(({ id }) => id),
        [...lines].map(({ line }) => line.id),
      )
    }
    return []
  })
  take(pool, found)
}

const linesFor = (payout: MatchPayout, lines: readonly SeenLine[]): SeenLine[] =>
  lines.filter(({ line }) => isInWindow(payout, line))
