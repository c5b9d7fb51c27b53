import type { DeliveryState, Narrowing } from './delivery-state.ts'

export const WHOLE: Narrowing = { halvings: 0, answered: 0 }

/** Of 256 events one is left. */
const MOST_HALVINGS = 8
/** After so many answers twice as much is tried again: on a slow line each trial costs a connection. */
const ANSWERS = 32

export const narrowed = (maxEvents: number, { halvings }: Narrowing): number => Math.max(1, maxEvents >> halvings)

/** What is known of the line, when it is gone. */
export function afterLoss(state: DeliveryState): Narrowing {
  if (!('narrowing' in state)) return WHOLE
  const { halvings } = state.narrowing
  const wasBusy = state.phase === 'delivering' && state.flights.length > 0
  return wasBusy ? { halvings: Math.min(MOST_HALVINGS, halvings + 1), answered: 0 } : state.narrowing
}

export function afterAnswer({ halvings, answered }: Narrowing): Narrowing {
  if (halvings === 0) return WHOLE
  return answered + 1 === ANSWERS ? { halvings: halvings - 1, answered: 0 } : { halvings, answered: answered + 1 }
}
