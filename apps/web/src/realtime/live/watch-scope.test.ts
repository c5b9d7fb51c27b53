import type { WatchScope } from '@counterfoil/protocol'
import { cutScope, type Reach } from '@counterfoil/services/permissions'
import { describe, expect, it } from 'vitest'
import { roomOf } from './watch-scope.ts'

const scopes: WatchScope[] = [
  { kind: 'chain' },
  { kind: 'country', country: 'DE' },
  { kind: 'region', country: 'DE', region: 'Hamburg' },
  { kind: 'region', country: 'AT', region: 'Hamburg' },
  { kind: 'store', storeId: 7 },
  { kind: 'store', storeId: 8 },
]
const room = (scope: WatchScope, reach: Reach = { kind: 'chain' }) => roomOf(cutScope(scope, reach))

describe('a room', () => {
  it('is each scope’s own', () => expect(new Set(scopes.map((scope) => room(scope))).size).toBe(scopes.length))

  it('is shared by those who may know of the same stores only', () => {
    const german: Reach = { kind: 'country', country: 'DE' }
    expect(room({ kind: 'chain' }, german)).toBe(room({ kind: 'country', country: 'DE' }))
    expect(room({ kind: 'chain' }, german)).not.toBe(room({ kind: 'chain' }))
    expect(room({ kind: 'store', storeId: 7 }, german)).not.toBe(room({ kind: 'store', storeId: 7 }))
  })
})
