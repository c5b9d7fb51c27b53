import { expect, it } from 'vitest'
import { refusedBy } from './words-link.ts'

const data = { code: 'BAD_REQUEST', httpStatus: 400, fields: [] as string[] } as const

it('tells a refusal by its reason and the fields at fault, and what nobody foresaw by its code', () => {
  expect(refusedBy({ data: { ...data, fields: ['scope.id', ''], reason: 'wrong_input' } })).toEqual({
    reason: 'wrong_input',
    fields: 'scope.id',
  })
  expect(refusedBy({ data: { ...data, code: 'INTERNAL_SERVER_ERROR', httpStatus: 500 } }).reason).toBe('unexpected')
  expect(refusedBy({ data: undefined }).reason).toBe('')
})
