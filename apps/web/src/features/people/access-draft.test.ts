import type { PersonAccess } from '@counterfoil/services/permissions'
import { describe, expect, it } from 'vitest'
import { accessOf, draftOf, emptyDraft } from './access-draft.ts'

describe('a role and a reach being filled in', () => {
  it.each<PersonAccess['reach']>([
    { kind: 'chain' },
    { kind: 'country', country: 'DE' },
    { kind: 'region', country: 'CN', region: '上海: 浦东' },
    { kind: 'stores', storeIds: [1, 417] },
  ])('comes out as it went in: %j', (reach) => {
    expect(accessOf(draftOf({ role: 'finance', reach }))).toEqual({ role: 'finance', reach })
  })

  it('is nothing while a part of it is missing', () => {
    const role = 'auditor' as const
    expect(accessOf(emptyDraft)).toBeNull()
    expect(accessOf({ ...emptyDraft, role })).toEqual({ role, reach: { kind: 'chain' } })
    for (const reachKind of ['country', 'region', 'stores'] as const)
      expect(accessOf({ ...emptyDraft, role, reachKind })).toBeNull()
  })
})
