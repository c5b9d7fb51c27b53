import { expect, it } from 'vitest'
import { duePeriod } from './due-period.ts'

it.each([
  ['monthly', '2026-11-28', '2026-10-01', '2026-10-31'],
  ['monthly', '2026-01-01', '2025-12-01', '2025-12-31'],
  ['monthly', '2028-03-31', '2028-02-01', '2028-02-29'],
  ['quarterly', '2026-11-28', '2026-07-01', '2026-09-30'],
  ['quarterly', '2026-02-28', '2025-10-01', '2025-12-31'],
  ['quarterly', '2026-04-01', '2026-01-01', '2026-03-31'],
] as const)('what is due %s on %s are the days %s to %s', (cadence, today, firstDay, lastDay) => {
  expect(duePeriod(cadence, today)).toEqual({ firstDay, lastDay })
})
