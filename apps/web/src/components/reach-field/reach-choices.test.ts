import { expect, test } from 'vitest'
import { reachChoices, reachFrom, reachKinds, valuesOf } from './reach-choices.ts'

const stores = [
  { storeId: 1, code: '0417', name: 'Köln Ehrenfeld', country: 'DE', region: 'NRW' },
  { storeId: 2, code: '0418', name: 'Bonn', country: 'DE', region: 'NRW' },
  { storeId: 3, code: '2093', name: '成都春熙路', country: 'CN', region: '四川:成都' },
]
const choices = reachChoices(stores, (code) => `country ${code}`)

test('each country and region once, by its name, each store', () => {
  expect(choices.countries).toEqual([
    { value: 'CN', label: 'country CN' },
    { value: 'DE', label: 'country DE' },
  ])
  expect(choices.regions.map(({ label }) => label)).toEqual(['NRW, country DE', '四川:成都, country CN'])
  expect(choices.stores.map(({ value }) => value)).toEqual(['1', '2', '3'])
})

test('a choice is the reach it stands for, whatever signs its name has', () => {
  expect(choices.regions.map(({ value }) => reachFrom('region', [value]))).toEqual([
    { kind: 'region', country: 'DE', region: 'NRW' },
    { kind: 'region', country: 'CN', region: '四川:成都' },
  ])
  expect(reachFrom('country', ['DE'])).toEqual({ kind: 'country', country: 'DE' })
  expect(reachFrom('stores', ['1', '3'])).toEqual({ kind: 'stores', storeIds: [1, 3] })
})

test('nothing chosen is the whole chain where that was meant, and nothing else', () => {
  expect(reachKinds.map((kind) => reachFrom(kind, []))).toEqual([{ kind: 'chain' }, null, null, null])
})

test.each([
  { kind: 'chain' },
  { kind: 'country', country: 'DE' },
  { kind: 'region', country: 'CN', region: '上海: 浦东' },
  { kind: 'stores', storeIds: [1, 417] },
] as const)('a reach comes out as it went in: %j', (reach) => {
  expect(reachFrom(reach.kind, valuesOf(reach))).toEqual(reach)
})
