import type { ChecklistDevice } from '@counterfoil/services/inspections'
import type { Draft } from './draft.ts'

/** What every question of a terminal is asked with. */
export interface StepProps {
  readonly device: ChecklistDevice
  readonly draft: Draft
  /** Applied to the draft as it is by then: a photo is drawn for a second, in which other questions are answered. */
  readonly onChange: (how: (now: Draft) => Draft) => void
  /** A photo of the last time as it is kept here; null: it is not. */
  readonly findPhoto: (id: string) => Promise<Uint8Array<ArrayBuffer> | null>
}
