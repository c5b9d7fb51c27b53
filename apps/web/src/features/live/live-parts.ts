import type { LiveComparison } from '@counterfoil/services/live'
import type { Rates } from '@counterfoil/services/rates'
import type { LiveState } from './live-state.ts'

/** What each section of *Live* is given. */
export interface LiveParts {
  readonly state: LiveState
  /** When the figures were last known to be true; null when nobody knows. */
  readonly lastWordMs: number | null
  readonly rates: Rates
  /** undefined until it came: then there is nothing to compare with yet. */
  readonly comparison: LiveComparison | undefined
  /** The past minute that is shown, ms: what is not kept of the past is not told. null: now. */
  readonly asOfMs: number | null
}
