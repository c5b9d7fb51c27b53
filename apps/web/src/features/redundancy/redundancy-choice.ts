import type { Axis, AxisState } from '@counterfoil/services/redundancy'

/** In the order of the table's columns. */
export const axisNames = ['hub', 'path', 'terminal', 'acquirer'] as const satisfies readonly Axis[]
/** The worst first. */
export const stateNames = ['single', 'spare_untested', 'unknown', 'spare_tested'] as const satisfies readonly AxisState[]

/** What narrows the list, as it stands in the address and as the procedure takes it. */
export interface RedundancyChoice {
  readonly search?: string
  readonly state?: AxisState
}

export const LONGEST_SEARCH = 80

/** Anything that is none of the choices narrows nothing. */
export function parseRedundancyChoice(read: (name: string) => string | null): RedundancyChoice {
  const search = (read('search') ?? '')
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .slice(0, LONGEST_SEARCH)
    .toWellFormed()
  const state = stateNames.find((one) => one === read('state'))
  return { ...(search !== '' && { search }), ...(state !== undefined && { state }) }
}
