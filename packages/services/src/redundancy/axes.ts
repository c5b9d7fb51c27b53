/** What a store can have twice. */
export const axes = ['hub', 'path', 'terminal', 'acquirer'] as const
export type Axis = (typeof axes)[number]

/** The worst first: what is single ends with the thing itself. */
export const axisStates = ['single', 'spare_untested', 'unknown', 'spare_tested'] as const
export type AxisState = (typeof axisStates)[number]

/** What was shown to work longer ago than this is to be shown again. */
export const TEST_COUNTS_DAYS = 180

const DAY_MS = 86_400_000
export const TEST_COUNTS_MS = TEST_COUNTS_DAYS * DAY_MS

/** The whole store, where an axis has one part only. */
export const WHOLE_STORE = 'store'

export const worstOf = (states: readonly AxisState[]): AxisState =>
  axisStates.find((state) => states.includes(state)) ?? 'unknown'
