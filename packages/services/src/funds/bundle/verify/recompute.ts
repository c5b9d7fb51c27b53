import type { Identity } from '@counterfoil/settlement/funds'
import type { CollectedRows } from './collected-rows.ts'
import type { Records } from './load-records.ts'
import type { Sides } from './match-again.ts'
import type { AllocationRecord } from './shapes.ts'
import { isByHand } from './standing-links.ts'

export interface Sums extends Pick<Identity, 'left' | 'right'> {
  /** Terms that are taken as they are written. */
  readonly told?: readonly string[]
  /** Terms of which only the sum can be said. */
  readonly together?: readonly string[]
}

/** What an identity should say; null where some of its rows are not here. `run`: which one has written it. */
export type Recompute = (about: string, run: number | null, of: readonly number[] | null) => Sums | null

/** The rows of a bundle and what was made again out of them. */
export interface Again {
  readonly rows: CollectedRows
  readonly sides: Sides
  readonly standing: readonly AllocationRecord[]
  /** Payments of day bags (L8). */
  readonly bagged: ReadonlySet<string>
  /** Payments and payouts that a person has linked, or taken apart, after the last run began. */
  readonly late: ReadonlySet<string>
}

/** Money is taken to be there by it. */
export const isSure = ({ confidence }: AllocationRecord): boolean => confidence === 'certain' || confidence === 'strong'

/** Both clocks are asked: a run is timed by the hub's, its links by the database's. */
export function findLate({ allocations, runs }: Records): Set<string> {
  const isOfPerson = (one: AllocationRecord) => one.because === 'person' || (isByHand(one) && one.reverses === null)
  const times = [
    ...Array.from(runs.values(), ({ beganAt }) => beganAt),
    ...allocations.flatMap((one) => (isOfPerson(one) ? [] : [one.madeAt ?? ''])),
  ]
  const last = times.reduce((latest, at) => (at > latest ? at : latest), '')
  return new Set(allocations.filter((one) => isOfPerson(one) && (one.madeAt ?? '') >= last).map(({ from }) => from))
}
