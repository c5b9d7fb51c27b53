import { z } from 'zod'
import { allHealthCodes, type HealthCode, type HealthSeverity } from './health-codes.ts'
import type { Finding } from './health-facts.ts'

export const HealthCodeInput = z.enum(allHealthCodes as [HealthCode, ...HealthCode[]])

/** A finding as pages show it. */
export interface ShownFinding {
  readonly id: string
  readonly code: HealthCode
  readonly severity: HealthSeverity
  readonly sinceMs: number
  readonly foundAtMs: number
  readonly untilMs: number | null
  readonly figures: Finding['figures']
}

/** SQL text: severity as a number, the worst first. */
export const severityOrder = (column: string): string => `array_position(array['critical', 'warning', 'notice'], ${column})`
