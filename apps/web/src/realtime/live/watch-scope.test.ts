import type { WatchScope } from '@counterfoil/protocol'
import { describe, expect, it } from 'vitest'
import { covers, roomOf } from './watch-scope.ts'

const hamburg = { id: 7, country: 'DE', region: 'Hamburg' }
const scopes: [WatchScope, boolean][] = [
  [{ kind: 'chain' }, true],
  [{ kind: 'country', country: 'DE' }, true],
  [{ kind: 'country', country: 'FR' }, false],
  [{ kind: 'region', country: 'DE', region: 'Hamburg' }, true],
  [{ kind: 'region', country: 'DE', region: 'Bayern' }, false],
  [{ kind: 'region', country: 'AT', region: 'Hamburg' }, false],
  [{ kind: 'store', storeId: 7 }, true],
  [{ kind: 'store', storeId: 8 }, false],
]

describe('scope', () => {
  it.each(scopes)('%o covers the store: %s', (scope, expected) => expect(covers(scope, hamburg)).toBe(expected))

  it('has a room of its own', () => expect(new Set(scopes.map(([scope]) => roomOf(scope))).size).toBe(scopes.length))
})
