import { type Allocation, allocateLines, allocatePayouts, matchLines, type Rule } from '@counterfoil/settlement/funds'
import { endsOf, type Sides } from './match-again.ts'
import type { AllocationRecord } from './shapes.ts'

/** What the rule of a link says of its own rows, whoever else could have been meant. Empty where it says nothing of them. */
export function linkAlone(one: AllocationRecord, sides: Sides, standing: readonly AllocationRecord[]): readonly Allocation[] {
  const rule = { id: one.rule, version: one.ruleVersion, confidence: one.confidence } as Rule
  if (one.join === 'payout_bank') return payoutsAlone(one, rule, sides, standing)
  const [payment, line] = [sides.payments.get(one.from), sides.lines.get(one.to)]
  if (payment === undefined || line === undefined) return []
  const parent = [...allocateLines({ pairs: [], children: [{ line, parent: payment, rule }] }, '')]
  if (rule.id === 'L7') return parent
  // A rung above may take the two when they are alone; that they belong together is what counts.
  if (matchLines([payment], [line]).pairs.length === 0) return []
  return [...allocateLines({ pairs: [{ payment, line, rule }], children: [] }, '')]
}

/** With all that came in the same line, or all lines of the same payout. */
function payoutsAlone(one: AllocationRecord, rule: Rule, sides: Sides, standing: readonly AllocationRecord[]): Allocation[] {
  const same = standing.filter(
    (each) => each.join === 'payout_bank' && each.rule === one.rule && (each.from === one.from || each.to === one.to),
  )
  const ends = same.map((each) => endsOf(each, sides))
  const payouts = [...new Set(same.flatMap(({ from }) => sides.payouts.get(from) ?? []))]
  const lines = [...new Set(same.flatMap(({ to }) => sides.bankLines.get(to) ?? []))]
  if (ends.some(([from, to]) => from === undefined || to === undefined)) return []
  const differenceMinor = sum(lines) - sum(payouts)
  return [false, true].flatMap((returned) => [
    ...allocatePayouts([{ rule, payouts, lines, differenceMinor: returned ? 0 : differenceMinor, returned }], ''),
  ])
}

const sum = (rows: readonly { readonly amountMinor: number }[]): number =>
  rows.reduce((total, { amountMinor }) => total + amountMinor, 0)
