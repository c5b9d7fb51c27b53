import { expect, test } from 'vitest'
import { chooseRate, type DatedRate } from './choose-rate.ts'

const ecb = (quote: string, rate: number, onDate = '2026-11-19'): DatedRate => ({
  onDate,
  base: 'EUR',
  quote,
  rate,
  source: 'ECB',
})

test('quoted the other way round: one EUR is 8 CNY, so one CNY is 0.125 EUR', () => {
  expect(chooseRate([ecb('CNY', 8)], 'CNY', 'EUR')).toEqual({
    currency: 'CNY',
    factor: 0.125,
    onDate: '2026-11-19',
    source: 'ECB',
  })
})

test('quoted directly', () => {
  expect(chooseRate([ecb('CNY', 8)], 'EUR', 'CNY')?.factor).toBe(8)
})

test('two quotes of one base, day and source make a cross rate; of different days they do not', () => {
  expect(chooseRate([ecb('CNY', 8), ecb('GBP', 0.8)], 'CNY', 'GBP')?.factor).toBeCloseTo(0.1, 12)
  expect(chooseRate([ecb('CNY', 8), ecb('GBP', 0.8, '2026-11-18')], 'CNY', 'GBP')).toBeNull()
})

test('the newest date wins, whatever the order', () => {
  const rates = [ecb('CNY', 8), ecb('CNY', 10, '2026-11-20'), ecb('CNY', 5, '2026-11-01')]
  expect(chooseRate(rates, 'CNY', 'EUR')).toMatchObject({ factor: 0.1, onDate: '2026-11-20' })
})

test('no rate is no rate', () => {
  expect(chooseRate([ecb('CNY', 8)], 'SEK', 'EUR')).toBeNull()
})
