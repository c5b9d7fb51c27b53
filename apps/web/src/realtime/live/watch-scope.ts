import type { StoresWithin } from '@counterfoil/services/permissions'

/** Watchers of the same stores share a room, so that a frame is written once for all of them. */
export function roomOf({ country, region, storeIds }: StoresWithin): string {
  return `stores:${JSON.stringify([country, region, storeIds])}`
}
