import type { Allocation } from '../lines/link-changes.ts'
import type { MatchBankLine, MatchPayout } from './payout-item.ts'
import type { PayoutLink } from './payout-pool.ts'

/** Links as rows to store, one for each payout and line of a link. What one side has more than the other stays open on it. */
export function* allocatePayouts(links: readonly PayoutLink[], run: string): Generator<Allocation> {
  for (const { rule, payouts, lines, differenceMinor, returned } of links) {
    for (const payout of payouts) {
      for (const line of lines) {
        yield {
          key: `${rule.id}.${rule.version} ${payout.id} ${line.id}`,
          from: payout.id,
          to: line.id,
          amountMinor: shareOf(payout, line, { payouts, lines }),
          currency: line.currency,
          rule: rule.id,
          ruleVersion: rule.version,
          confidence: rule.confidence,
          evidence: describe(payout, line, { payouts, lines, differenceMinor, returned }),
          run,
        }
      }
    }
  }
}

type Sides = Pick<PayoutLink, 'payouts' | 'lines'>

/** A merged line has each payout whole, a split payout each line whole; one to one they share what both have. */
function shareOf(payout: MatchPayout, line: MatchBankLine, { payouts, lines }: Sides): number {
  if (lines.length > 1) return line.amountMinor
  if (payouts.length > 1) return payout.amountMinor
  const [a, b] = [payout.amountMinor, line.amountMinor]
  if (a > 0 !== b > 0) return 0
  return a > 0 ? Math.min(a, b) : Math.max(a, b)
}

function describe(
  payout: MatchPayout,
  line: MatchBankLine,
  { payouts, lines, differenceMinor, returned }: Omit<PayoutLink, 'rule'>,
): Allocation['evidence'] {
  const reference = payout.references.find((one) => line.text.toUpperCase().includes(one))
  return {
    ...(reference === undefined ? {} : { reference }),
    daysAfterDue: line.bookingDay - payout.dueDay,
    ...(payouts.length > 1 ? { payoutsInLine: payouts.length } : {}),
    ...(lines.length > 1 ? { linesOfPayout: lines.length } : {}),
    ...(differenceMinor === 0 ? {} : { differenceMinor }),
    ...(returned ? { returned: 'yes' } : {}),
  }
}
