import type { Reach } from '@counterfoil/services/permissions'

export interface PlacedStore {
  readonly storeId: number
  readonly code: string
  readonly name: string
  readonly country: string
  readonly region: string
}

interface Choice {
  readonly value: string
  readonly label: string
}

/** The parts of the chain there are, as choices of a list; a region's value holds both names. */
export function reachChoices(stores: readonly PlacedStore[], countryName: (code: string) => string) {
  const countries = [...new Set(stores.map((store) => store.country))]
  const regions = new Map(
    stores
      .filter((store) => store.region !== '')
      .map(({ country, region }) => [`${country}:${region}`, `${region}, ${countryName(country)}`]),
  )
  const choice = ([value, label]: readonly [string, string]): Choice => ({ value, label })
  const sorted = (choices: Choice[]) => choices.sort((one, other) => one.label.localeCompare(other.label))
  return {
    countries: sorted(countries.map((country) => choice([country, countryName(country)]))),
    regions: sorted([...regions].map(choice)),
    stores: stores.map(({ storeId, code, name }) => choice([String(storeId), `${code} ${name}`])),
  }
}

export const reachKinds = ['chain', 'country', 'region', 'stores'] as const satisfies readonly Reach['kind'][]
export type ReachKind = (typeof reachKinds)[number]

/** What is chosen of a kind as a reach; null while there is nothing to be the whole of. */
export function reachFrom(kind: ReachKind, values: readonly string[]): Reach | null {
  const [first] = values
  if (kind === 'chain') return { kind }
  if (first === undefined) return null
  switch (kind) {
    case 'country':
      return { kind, country: first }
    case 'region': {
      const colon = first.indexOf(':')
      return { kind, country: first.slice(0, colon), region: first.slice(colon + 1) }
    }
    case 'stores':
      return { kind, storeIds: values.map(Number) }
  }
}

/** What is chosen when a reach is there already: the other way round. */
export function valuesOf(reach: Reach): readonly string[] {
  switch (reach.kind) {
    case 'chain':
      return []
    case 'country':
      return [reach.country]
    case 'region':
      return [`${reach.country}:${reach.region}`]
    case 'stores':
      return reach.storeIds.map(String)
  }
}
