import type { Step } from '@counterfoil/settlement/funds'
import type { Why } from './payment-funds.ts'

/** One shape for every step, so that a page needs no knowledge of contracts. */
export const toWhy = (steps: readonly Step[]): Why[] =>
  steps.map((one) => ({
    step: one.step,
    day: one.day,
    count: countOf(one),
    skipped: 'skipped' in one ? one.skipped.map(({ day, calendar, because }) => ({ day, calendar, because })) : [],
    afterCutOff: one.step === 'arrival' && one.afterCutOff,
  }))

function countOf(one: Step): number | null {
  switch (one.step) {
    case 'sales_day':
      return one.closesAtMinute
    case 'capture':
      return one.delayDays
    case 'settlement':
      return one.lag
    case 'arrival':
      return one.lagDays
    default:
      return null
  }
}
