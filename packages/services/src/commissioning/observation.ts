import type { PlannedTest } from './plan-tests.ts'
import type { EventRef } from './test-facts.ts'

/** What the hub knows of one test. */
export interface Observation extends PlannedTest {
  /** `failing`: what is known now speaks against it. `waiting`: nobody has done it yet. */
  readonly state: 'waiting' | 'failing' | 'observed'
  readonly figures: Readonly<Record<string, string | number>>
  readonly events: readonly EventRef[]
}

export const waiting = (planned: PlannedTest): Observation => ({ ...planned, state: 'waiting', figures: {}, events: [] })
export const failing = (planned: PlannedTest, figures: Observation['figures']): Observation => ({
  ...planned,
  state: 'failing',
  figures,
  events: [],
})
export const observed = (planned: PlannedTest, figures: Observation['figures'], events: readonly EventRef[]): Observation => ({
  ...planned,
  state: 'observed',
  figures,
  events,
})
