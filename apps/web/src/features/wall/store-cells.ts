import type { LiveStore } from '@counterfoil/services/live'
import { isReporting, terminalState } from '../live/index.ts'

/** How a store's cell looks: the worst that is known of it. */
export type CellState = 'well' | 'unknown' | 'stopped' | 'unwell' | 'silent' | 'unseen'
export const cellStates = ['well', 'unwell', 'stopped', 'unknown', 'silent', 'unseen'] as const satisfies readonly CellState[]

export function cellState(store: LiveStore): CellState {
  if (store.agents.length === 0) return 'unseen'
  // What its terminals do is not known while nothing is heard of it; an outcome that is unknown stays so.
  if (store.unknowns.length > 0) return 'unknown'
  if (!isReporting(store)) return 'silent'
  const states = store.terminals.map(terminalState)
  if (states.includes('serial_differs')) return 'stopped'
  return states.some((state) => state === 'needs_action' || state === 'port_gone' || state === 'unreachable') ? 'unwell' : 'well'
}

export interface CountryCells {
  readonly country: string
  readonly timeZone: string
  /** By code: each store keeps its place while it is open. */
  readonly stores: readonly LiveStore[]
}

/** Stores by country, the largest first; a country's clock is that of most of its stores. */
export function cellsByCountry(stores: Iterable<LiveStore>): CountryCells[] {
  return [...Map.groupBy(stores, (store) => store.country)]
    .map(([country, of]) => ({
      country,
      timeZone: commonest(of.map(({ timeZone }) => timeZone)),
      stores: of.toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    }))
    .sort((a, b) => b.stores.length - a.stores.length || (a.country < b.country ? -1 : 1))
}

export interface Fit {
  /** From one cell's edge to the next one's. */
  readonly pitch: number
  readonly columns: number
}

const GAP = 22
const PITCHES = { least: 6, most: 96 } as const

export interface CountryRoom {
  readonly stores: number
  /** The least it takes, for the words beside it. */
  readonly least: number
}

/** The largest cells with which all countries fit one under the other. */
export function fitCells(
  countries: readonly CountryRoom[],
  { width, height }: { readonly width: number; readonly height: number },
): Fit {
  for (let pitch = PITCHES.most; pitch > PITCHES.least; pitch -= 1) {
    const columns = Math.floor(width / pitch)
    const rows = countries.map(({ stores, least }) => Math.max(least, Math.ceil(stores / columns) * pitch))
    const needed = rows.reduce((sum, row) => sum + row + GAP, -GAP)
    if (needed <= height) return { pitch, columns }
  }
  return { pitch: PITCHES.least, columns: Math.floor(width / PITCHES.least) }
}

function commonest(zones: readonly string[]): string {
  const [first] = [...Map.groupBy(zones, (zone) => zone)].sort(([, a], [, b]) => b.length - a.length)
  return first?.[0] ?? 'UTC'
}
