import type { CommissioningDetail } from '@counterfoil/services/commissioning'

export const steps = ['requirements', 'design', 'integration', 'tests', 'live'] as const
export type Step = (typeof steps)[number]

/** The step that is next; null once the store is live. */
export function stepOf(current: NonNullable<CommissioningDetail['current']>): Step {
  if (current.requirements === null) return 'requirements'
  if (current.design === null) return 'design'
  if (current.state === 'signed') return 'live'
  if (current.state === 'testing') return isAllObserved(current) ? 'live' : 'tests'
  return current.lanes.every(({ problem }) => problem === null) ? 'tests' : 'integration'
}

/** Everything was observed, and what must hold still holds. */
export function isAllObserved({ tests }: Pick<NonNullable<CommissioningDetail['current']>, 'tests'>): boolean {
  return tests.length > 0 && tests.every(({ evidence, state }) => evidence !== null && state !== 'failing')
}
