import type { Reach } from './reach.ts'

/** A reach as the columns of an account or an invitation; `readAccess` reads them back. */
export function reachColumns(reach: Reach) {
  return {
    kind: reach.kind,
    country: reach.kind === 'country' || reach.kind === 'region' ? reach.country : null,
    region: reach.kind === 'region' ? reach.region : null,
    storeIds: reach.kind === 'stores' ? [...reach.storeIds] : [],
  } as const
}
