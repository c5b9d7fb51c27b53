import type { WatchScope } from '@counterfoil/protocol'
import { describe, expect, it } from 'vitest'
import { readAccess } from './access.ts'
import type { Reach } from './reach.ts'
import { cutScope, isWithin, reachOf } from './stores-within.ts'

const stores = [
  { id: 1, country: 'DE', region: 'Hamburg' },
  { id: 2, country: 'DE', region: 'Bayern' },
  { id: 3, country: 'FR', region: 'Bretagne' },
  { id: 4, country: 'AT', region: 'Hamburg' },
]
const parts: { readonly scope: WatchScope; readonly reach: Reach; readonly ids: readonly number[] }[] = [
  { scope: { kind: 'chain' }, reach: { kind: 'chain' }, ids: [1, 2, 3, 4] },
  { scope: { kind: 'country', country: 'DE' }, reach: { kind: 'country', country: 'DE' }, ids: [1, 2] },
  {
    scope: { kind: 'region', country: 'DE', region: 'Hamburg' },
    reach: { kind: 'region', country: 'DE', region: 'Hamburg' },
    ids: [1],
  },
  {
    scope: { kind: 'region', country: 'AT', region: 'Hamburg' },
    reach: { kind: 'region', country: 'AT', region: 'Hamburg' },
    ids: [4],
  },
  { scope: { kind: 'store', storeId: 3 }, reach: { kind: 'stores', storeIds: [3] }, ids: [3] },
]
const pairs = parts.flatMap((asked) => parts.map((allowed) => [asked, allowed] as const))

describe('what is told', () => {
  it.each(pairs)('of $scope to somebody who reaches $reach: what lies in both', ({ scope, ids }, allowed) => {
    const told = stores.filter((store) => isWithin(cutScope(scope, allowed.reach), store)).map(({ id }) => id)
    expect(told).toEqual(ids.filter((id) => allowed.ids.includes(id)))
  })

  it('is nothing to somebody with no store', () => {
    const within = cutScope({ kind: 'chain' }, { kind: 'stores', storeIds: [] })
    expect(stores.filter((store) => isWithin(within, store))).toEqual([])
  })

  it('is an agent’s own store to an agent', () => {
    expect(reachOf({ kind: 'agent', id: 9, storeId: 3 })).toEqual({ kind: 'stores', storeIds: [3] })
  })
})

describe('an account’s row', () => {
  it.each(['country', 'region'] as const)('that tells no %s reaches nothing', (reach) => {
    const row = { role: 'auditor', reach, reachCountry: null, reachRegion: null, reachStoreIds: [] } as const
    expect(readAccess(row)).toEqual({ role: 'auditor', reach: { kind: 'stores', storeIds: [] } })
  })
})
