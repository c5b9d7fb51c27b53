import { expect, it } from 'vitest'
import { accessOf, emptyDraft } from './access-draft.ts'

it('a role and a reach being filled in are nothing while one of them is missing', () => {
  const role = 'auditor' as const
  expect(accessOf(emptyDraft)).toBeNull()
  expect(accessOf({ ...emptyDraft, role })).toEqual({ role, reach: { kind: 'chain' } })
  expect(accessOf({ role, reach: null })).toBeNull()
})
