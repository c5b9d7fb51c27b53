import type { Rule } from '../rule.ts'
import { couldBe, link, type PayoutPool, take } from './payout-pool.ts'

export const P2_DAY: Rule = { id: 'P2-day', version: 1, confidence: 'proposal' }

/**
 * Among equal amounts without a reference: the only payout due on the day of the line, and the only line of that day. Only
 * proposed: this one may be missing and its equal may have come early or late.
 */
export function matchByDueDay(pool: PayoutPool): void {
  const payoutsOf = Map.groupBy(pool.payouts, ({ amountMinor, dueDay }) => `${amountMinor} ${dueDay}`)
  const linesOf = Map.groupBy(pool.lines, ({ line }) => `${line.amountMinor} ${line.bookingDay}`)
  const found = [...linesOf].flatMap(([key, [seen, ...others]]) => {
    const [payout, ...rivals] = payoutsOf.get(key) ?? []
    const alone = seen && payout && others.length === 0 && rivals.length === 0 && couldBe(payout, seen)
    return alone ? [link(P2_DAY, [payout], [seen.line])] : []
  })
  take(pool, found)
}
