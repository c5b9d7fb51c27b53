import type { ChecklistDevice } from '@counterfoil/services/inspections'
import type { Draft } from './draft.ts'

/** What every question of a terminal is asked with. */
export interface StepProps {
  readonly device: ChecklistDevice
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
}
