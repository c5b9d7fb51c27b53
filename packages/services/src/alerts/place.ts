import { WatchScope } from '@counterfoil/protocol'
import type { ServiceContext } from '../context.ts'
import { type FoundPlace, findPlace, reachesAll } from '../device-settings/setting-place.ts'
import { ServiceError } from '../errors.ts'
import type { ReadRows } from '../read-rows.ts'

/** Where in the tree something about alerts is said: the chain, a country, a region or a store. */
export const AlertPlace = WatchScope
export type AlertPlace = WatchScope

/** A place as the columns `level, country, region, store_id`: those that name it, and nothing above it. */
export interface PlaceColumns {
  readonly level: AlertPlace['kind']
  readonly country: string | null
  readonly region: string | null
  readonly storeId: number | null
}

export function placeColumns(place: AlertPlace): PlaceColumns {
  return {
    level: place.kind,
    country: place.kind === 'country' || place.kind === 'region' ? place.country : null,
    region: place.kind === 'region' ? place.region : null,
    storeId: place.kind === 'store' ? place.storeId : null,
  }
}

export function placeOf({ level, country, region, storeId }: PlaceColumns): AlertPlace {
  switch (level) {
    case 'chain':
      return { kind: 'chain' }
    case 'country':
      return { kind: 'country', country: country ?? '' }
    case 'region':
      return { kind: 'region', country: country ?? '', region: region ?? '' }
    case 'store':
      return { kind: 'store', storeId: storeId ?? 0 }
  }
}

/** The values of the four columns, in the order of `level, country, region, store_id`. */
export function placeValues(place: AlertPlace): (string | number | null)[] {
  const { level, country, region, storeId } = placeColumns(place)
  return [level, country, region, storeId]
}

/** SQL text: whether the place of row `p` holds the store `s`; where there is no store, only the chain holds it. */
export const placeCovers = (p: string, s: string): string =>
  `(${p}.level = 'chain' or (${p}.level = 'country' and ${p}.country = ${s}.country)
    or (${p}.level = 'region' and ${p}.country = ${s}.country and ${p}.region = ${s}.region) or (${p}.level = 'store' and ${p}.store_id = ${s}.id))`

/** The place, all of which must be the actor's: `not_found` or `forbidden` otherwise. */
export async function demandPlace(ctx: Pick<ServiceContext, 'actor'>, rows: ReadRows, place: AlertPlace): Promise<FoundPlace> {
  const found = await findPlace(ctx, rows, place)
  if (!reachesAll(ctx.actor, found))
    throw new ServiceError('forbidden', 'This place holds more than the stores you look after.', { reason: 'reaches_further' })
  return found
}
