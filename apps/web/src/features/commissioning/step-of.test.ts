import type { CommissioningDetail } from '@counterfoil/services/commissioning'
import { expect, it } from 'vitest'
import { stepOf } from './step-of.ts'

type Current = NonNullable<CommissioningDetail['current']>
const plan = { requirements: {}, design: {} } as unknown as Pick<Current, 'requirements' | 'design'>
const lane = (problem: string | null) => ({ problem }) as unknown as Current['lanes'][number]
const test = (state: string, evidence: object | null) => ({ state, evidence }) as unknown as Current['tests'][number]
const next = (more: object) => stepOf({ state: 'open', lanes: [lane(null)], tests: [], ...plan, ...more } as unknown as Current)

it('is the first that is not done', () => {
  expect(next({ requirements: null, design: null })).toBe('requirements')
  expect(next({ design: null })).toBe('design')
  expect(next({ lanes: [lane(null), lane('not_ready')] })).toBe('integration')
  expect(next({})).toBe('tests')
  expect(next({ state: 'testing', tests: [test('observed', {}), test('waiting', null)] })).toBe('tests')
  expect(next({ state: 'testing', tests: [test('failing', {})] })).toBe('tests')
  // What was seen once stays seen, also when it lies further back than is looked.
  expect(next({ state: 'testing', tests: [test('observed', {}), test('waiting', {})] })).toBe('live')
  expect(next({ state: 'signed' })).toBe('live')
})
