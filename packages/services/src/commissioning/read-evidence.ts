import { epochMs, type ReadRows } from '../read-rows.ts'
import type { TestKind } from './plan-tests.ts'
import type { EventRef } from './test-facts.ts'

export interface Evidence {
  readonly id: string
  readonly test: TestKind
  readonly subject: string
  readonly observedAtMs: number
  readonly figures: Readonly<Record<string, string | number>>
  readonly events: readonly EventRef[]
}

/** What was observed in one round of tests, in the order it was. */
export const readEvidence = (rows: ReadRows, commissioningId: string, run: number): Promise<Evidence[]> =>
  rows<Evidence>(
    `select id::text as id, test, subject, ${epochMs('observed_at')} as "observedAtMs", figures, events
     from commissioning_evidence where commissioning_id = $1 and run = $2 order by observed_at, test, subject`,
    commissioningId,
    run,
  )
