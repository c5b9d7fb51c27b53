import type { WatchScope } from '@counterfoil/protocol'
import { formatScope } from './scope.ts'

export interface ScopeStore {
  readonly storeId: number
  readonly code: string
  readonly name: string
  readonly nameLang: string
  readonly country: string
  readonly region: string
}

export interface ScopeOption {
  readonly value: string
  readonly scope: WatchScope
  readonly label: string
  readonly lang: string | undefined
  /** How many stores it has. */
  readonly stores: number
}

export interface ScopeOptions {
  readonly countries: readonly ScopeOption[]
  readonly regions: readonly ScopeOption[]
  readonly stores: readonly ScopeOption[]
}

/** What the scope can be set to; a country with one region needs no region of its own. */
export function scopeOptions(stores: readonly ScopeStore[], countryName: (code: string) => string): ScopeOptions {
  const option = (scope: WatchScope, label: string, of: number, lang?: string): ScopeOption => ({
    value: formatScope(scope) ?? 'chain',
    scope,
    label,
    lang,
    stores: of,
  })
  const byCountry = Map.groupBy(stores, (store) => store.country)
  const regions = [...byCountry].flatMap(([country, of]) => {
    const byRegion = [...Map.groupBy(of, (store) => store.region)].filter(([region]) => region !== '')
    if (byRegion.length < 2) return []
    return byRegion.map(([region, within]) =>
      option({ kind: 'region', country, region }, `${region}, ${countryName(country)}`, within.length),
    )
  })
  return {
    countries: [...byCountry].map(([country, of]) => option({ kind: 'country', country }, countryName(country), of.length)),
    regions,
    stores: stores.map((store) =>
      option({ kind: 'store', storeId: store.storeId }, `${store.code} ${store.name}`, 1, store.nameLang),
    ),
  }
}

/** What contains every word typed, in any order; at most `limit` of each group. */
export function narrowOptions(options: ScopeOptions, typed: string, limit: number): ScopeOptions {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const fits = ({ label }: ScopeOption) => words.every((word) => label.toLocaleLowerCase().includes(word))
  return {
    countries: options.countries.filter(fits).slice(0, limit),
    regions: options.regions.filter(fits).slice(0, limit),
    stores: options.stores.filter(fits).slice(0, limit),
  }
}
