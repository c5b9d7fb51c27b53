import { byText } from '../sorted.ts'

/** One link as it is stored: which two rows, how much of them, by which rule. Never deleted; see `Reversal`. */
export interface Allocation {
  /** The same two rows under the same rule always have the same key, so a rerun writes the same bytes. */
  readonly key: string
  readonly from: string
  readonly to: string
  readonly amountMinor: number
  readonly currency: string
  readonly rule: string
  readonly ruleVersion: number
  readonly confidence: string
  readonly evidence: Readonly<Record<string, string | number>>
  readonly run: string
}

/** Takes an allocation back by its negative; both stay. */
export interface Reversal extends Omit<Allocation, 'confidence' | 'evidence'> {
  readonly reverses: string
  readonly because: 'rerun' | 'person'
}

export interface LinkChanges {
  readonly added: readonly Allocation[]
  readonly reversed: readonly Reversal[]
  readonly kept: readonly Allocation[]
}

export const reverse = (allocation: Allocation, run: string, because: Reversal['because']): Reversal => ({
  key: `${allocation.key} reversed ${run}`,
  reverses: allocation.key,
  from: allocation.from,
  to: allocation.to,
  amountMinor: -allocation.amountMinor,
  currency: allocation.currency,
  rule: allocation.rule,
  ruleVersion: allocation.ruleVersion,
  run,
  because,
})

/** What a run changes of the links that stood before it among the rows it looked at. A link that stands keeps its run. */
export function compareLinks(before: readonly Allocation[], now: readonly Allocation[], run: string): LinkChanges {
  const stood = new Map(before.map((one) => [one.key, one]))
  const stands = new Set(now.map(({ key }) => key))
  const order = (a: { key: string }, b: { key: string }) => byText(a.key, b.key)
  return {
    added: now.filter(({ key }) => !stood.has(key)).sort(order),
    reversed: before
      .filter(({ key }) => !stands.has(key))
      .map((one) => reverse(one, run, 'rerun'))
      .sort(order),
    kept: before.filter(({ key }) => stands.has(key)).sort(order),
  }
}
