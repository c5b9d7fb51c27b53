import type { Rule } from '../rule.ts'
import type { MatchBankLine, MatchPayout } from './payout-item.ts'
import { link, type PayoutPool, recordAmbiguity, sumOf, take } from './payout-pool.ts'

export const P1: Rule = { id: 'P1', version: 1, confidence: 'certain' }
export const P6: Rule = { id: 'P6', version: 1, confidence: 'certain' }

interface Named {
  readonly payouts: MatchPayout[]
  readonly lines: MatchBankLine[]
  readonly references: string[]
}

/**
 * The payout's reference stands in the line. P6, the same with another amount, is decided here too: a reference is identity,
 * and a row it names must not be left to the rungs that go by amount.
 */
export function matchByReference(pool: PayoutPool): void {
  const found = groupByReference(pool).flatMap(({ payouts, lines }) => {
    const [sent, came] = [sumOf(payouts), sumOf(lines)]
    const alone = payouts.length === 1 || lines.length === 1
    if (came === sent && alone) return [link(P1, payouts, lines)]
    const wentBack = came === 0 && lines.length > 1 && lines.some(({ amountMinor }) => amountMinor < 0)
    if (payouts.length === 1 && wentBack) return [link(P1, payouts, lines, true)]
    if (payouts.length === 1 && lines.length === 1) return [link(P6, payouts, lines)]
    recordAmbiguity(
      pool,
      P1,
      payouts.map(({ id }) => id),
      lines.map(({ id }) => id),
    )
    return []
  })
  take(pool, found)
}

/** Payouts and lines that hang together by references, each group in the order of the pool. */
function groupByReference({ payouts, lines }: PayoutPool): Named[] {
  const groupOf = new Map<string, Named>()
  const groups = new Set<Named>()
  const join = (references: readonly string[]): Named => {
    const joined: Named = { payouts: [], lines: [], references: [...references] }
    for (const old of new Set(references.map((reference) => groupOf.get(reference)))) {
      if (!old) continue
      joined.payouts.push(...old.payouts)
      joined.lines.push(...old.lines)
      joined.references.push(...old.references)
      groups.delete(old)
    }
    groups.add(joined)
    for (const reference of joined.references) groupOf.set(reference, joined)
    return joined
  }
  const known = new Set(payouts.flatMap(({ references }) => references))
  for (const payout of payouts) {
    if (payout.references.length === 0) continue
    const group = payout.references.length === 1 ? groupOf.get(payout.references[0] ?? '') : undefined
    ;(group ?? join(payout.references)).payouts.push(payout)
  }
  for (const { line, references } of lines) {
    const named = [...references].filter((reference) => known.has(reference))
    if (named.length === 0) continue
    const group = named.length === 1 ? groupOf.get(named[0] ?? '') : undefined
    ;(group ?? join(named)).lines.push(line)
  }
  return [...groups].filter(({ payouts, lines }) => payouts.length > 0 && lines.length > 0)
}
