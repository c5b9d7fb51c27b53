import type { WatchScope } from '@counterfoil/protocol'

export interface StorePlaceInChain {
  readonly id: number
  readonly country: string
  readonly region: string
}

/** Whether a watcher of this part of the chain sees the store. */
export function covers(scope: WatchScope, store: StorePlaceInChain): boolean {
  switch (scope.kind) {
    case 'chain':
      return true
    case 'country':
      return store.country === scope.country
    case 'region':
      return store.country === scope.country && store.region === scope.region
    case 'store':
      return store.id === scope.storeId
  }
}

/** Watchers of one scope share a room, so that a frame is written once for all of them. */
export function roomOf(scope: WatchScope): string {
  switch (scope.kind) {
    case 'chain':
      return 'scope:chain'
    case 'country':
      return `scope:country:${scope.country}`
    case 'region':
      return `scope:region:${scope.country}:${scope.region}`
    case 'store':
      return `scope:store:${scope.storeId}`
  }
}
