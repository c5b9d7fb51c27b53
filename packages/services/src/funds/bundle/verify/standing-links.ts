import type { Findings } from './findings.ts'
import type { Records } from './load-records.ts'
import type { AllocationRecord } from './shapes.ts'

/** A link that somebody made by hand stands on their word. */
export const isByHand = ({ rule }: AllocationRecord): boolean => rule === 'hand'

/** Links that nothing has taken back, after it was looked at that each reversal takes back exactly one. */
export function findStanding({ allocations }: Records, findings: Findings): AllocationRecord[] {
  const byKey = new Map(allocations.map((one) => [one.key, one]))
  const gone = new Set<string>()
  for (const one of allocations) {
    if (one.reverses === null) continue
    const of = byKey.get(one.reverses)
    const same =
      of && of.from === one.from && of.to === one.to && of.currency === one.currency && of.amountMinor === -one.amountMinor
    if (of === undefined) findings.add('missing', `Allocation ${one.key} takes back ${one.reverses}, which is not there.`)
    else if (!same) findings.add('changed', `Allocation ${one.key} does not take back what ${one.reverses} gave.`)
    if (gone.has(one.reverses)) findings.add('changed', `Allocation ${one.reverses} is taken back twice.`)
    gone.add(one.reverses)
  }
  return allocations.filter(({ key, reverses }) => reverses === null && !gone.has(key))
}

/** The name the matching gives a link; one that was made again after it was taken back has the run behind it. */
export const plainKey = ({ key }: Pick<AllocationRecord, 'key'>): string => key.replace(/ again \d+$/, '')
