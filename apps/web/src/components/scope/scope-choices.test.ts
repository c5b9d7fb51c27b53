import { expect, test } from 'vitest'
import { narrowOptions, scopeOptions } from './scope-choices.ts'

const store = (storeId: number, country: string, region: string, name: string) => ({
  storeId,
  code: `0${storeId}`,
  name,
  nameLang: 'de',
  country,
  region,
})
const options = scopeOptions(
  [store(1, 'DE', 'Bayern', 'München'), store(2, 'DE', 'Sachsen', 'Leipzig'), store(3, 'CN', '上海', '静安寺')],
  (code) => ({ DE: 'Germany', CN: 'China' })[code] ?? code,
)

test('countries, regions where there are several, every store', () => {
  expect(options.countries.map((option) => [option.value, option.stores])).toEqual([
    ['country:DE', 2],
    ['country:CN', 1],
  ])
  expect(options.regions.map((option) => option.value)).toEqual(['region:DE:Bayern', 'region:DE:Sachsen'])
  expect(options.stores.map((option) => option.label)).toEqual(['01 München', '02 Leipzig', '03 静安寺'])
})

test('every word typed must fit, in any order and either case', () => {
  expect(narrowOptions(options, 'GERMANY bay', 9).regions.map((option) => option.value)).toEqual(['region:DE:Bayern'])
  expect(narrowOptions(options, '静安', 9).stores).toHaveLength(1)
  expect(narrowOptions(options, '', 1).stores).toHaveLength(1)
})
