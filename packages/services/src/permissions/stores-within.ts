import type { WatchScope } from '@counterfoil/protocol'
import type { Actor } from '../context.ts'
import { type Reach, wholeChain } from './reach.ts'

/** What of a scope somebody may know of, as conditions that must all hold; null asks nothing. Queries take this and no scope. */
export interface StoresWithin {
  readonly country: string | null
  readonly region: string | null
  readonly storeIds: readonly number[] | null
}

/** How far the actor sees: people, tokens and screens as far as they were given, an agent its own store. */
export function reachOf(actor: Actor): Reach {
  switch (actor.kind) {
    case 'user':
    case 'token':
    case 'screen':
      return actor.reach
    case 'agent':
      return { kind: 'stores', storeIds: [actor.storeId] }
    case 'system':
      return wholeChain
  }
}

/** Cuts a scope that was asked for to what the actor may know of. */
export function storesWithin({ actor }: { readonly actor: Actor }, scope: WatchScope): StoresWithin {
  return cutScope(scope, reachOf(actor))
}

/** Where scope and reach exclude each other no store is left, as with a place that does not exist. */
export function cutScope(scope: WatchScope | Reach, reach: Reach): StoresWithin {
  const asked = conditionsOf(scope)
  const allowed = conditionsOf(reach)
  if (excludes(asked.country, allowed.country) || excludes(asked.region, allowed.region)) return nothing
  return {
    country: asked.country ?? allowed.country,
    region: asked.region ?? allowed.region,
    storeIds: inBoth(asked.storeIds, allowed.storeIds),
  }
}

const nothing: StoresWithin = { country: null, region: null, storeIds: [] }

/** Whether a store at this place belongs to them; the same as the condition of the queries. */
export function isWithin(
  within: StoresWithin,
  store: { readonly id: number; readonly country: string; readonly region: string },
): boolean {
  return (
    (within.country === null || within.country === store.country) &&
    (within.region === null || within.region === store.region) &&
    (within.storeIds === null || within.storeIds.includes(store.id))
  )
}

function conditionsOf(part: WatchScope | Reach): StoresWithin {
  switch (part.kind) {
    case 'chain':
      return { country: null, region: null, storeIds: null }
    case 'country':
      return { country: part.country, region: null, storeIds: null }
    case 'region':
      return { country: part.country, region: part.region, storeIds: null }
    case 'store':
      return { country: null, region: null, storeIds: [part.storeId] }
    case 'stores':
      return { country: null, region: null, storeIds: part.storeIds }
  }
}

function excludes(asked: string | null, allowed: string | null): boolean {
  return asked !== null && allowed !== null && asked !== allowed
}

function inBoth(asked: readonly number[] | null, allowed: readonly number[] | null): readonly number[] | null {
  if (asked === null || allowed === null) return asked ?? allowed
  return asked.filter((storeId) => allowed.includes(storeId))
}
