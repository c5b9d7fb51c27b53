import { expect, it } from 'vitest'
import { mostMinor, parseAmount, parseCurrency, withinBounds } from './test-payment.ts'

it.each([
  ['1', 'EUR', 100],
  ['0,05', 'EUR', 5],
  [' 5.00 ', 'EUR', 500],
  ['5.01', 'EUR', undefined],
  ['0', 'EUR', undefined],
  ['0.005', 'EUR', undefined],
  ['-1', 'EUR', undefined],
  ['1e1', 'EUR', undefined],
  ['', 'EUR', undefined],
  ['500', 'JPY', 500],
  ['501', 'JPY', undefined],
  ['1.5', 'JPY', undefined],
  ['0.001', 'KWD', 1],
  ['5', 'KWD', 5_000],
])('reads the amount %j of %s as %s', (text, currency, minor) => {
  expect(parseAmount(text, currency)).toBe(minor)
})

it('takes no amount out of bounds however it comes', () => {
  for (const amount of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, mostMinor('EUR') + 1])
    expect(withinBounds(amount, 'EUR')).toBeUndefined()
  expect(withinBounds(mostMinor('EUR'), 'EUR')).toBe(500)
})

it('reads a currency in any letters', () => {
  expect(parseCurrency(' eur ')).toBe('EUR')
  expect(parseCurrency('EURO')).toBeUndefined()
})
