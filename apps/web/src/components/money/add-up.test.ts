import { expect, test } from 'vitest'
import { addUp, sumByCurrency } from './add-up.ts'

const rates = {
  reportingCurrency: 'EUR',
  rates: [
    { currency: 'CNY', factor: 0.125, onDate: '2026-11-19', source: 'ECB' },
    { currency: 'JPY', factor: 0.006, onDate: '2026-11-18', source: 'ECB' },
  ],
}

test('each currency is converted once and the oldest rate is named', () => {
  const added = addUp(
    [
      { currency: 'EUR', amountMinor: 100 },
      { currency: 'CNY', amountMinor: 800 },
      { currency: 'JPY', amountMinor: 1000 },
      { currency: 'EUR', amountMinor: 50 },
    ],
    rates,
  )
  // JPY has no minor unit: 1,000 yen at 0.006 are 6.00 euro.
  expect(added).toEqual({
    currency: 'EUR',
    amountMinor: 150 + 100 + 600,
    unconverted: [],
    rate: { onDate: '2026-11-18', source: 'ECB' },
  })
})

test('a currency without a rate stands beside the sum as it is', () => {
  expect(addUp([{ currency: 'SEK', amountMinor: 900 }], rates)).toEqual({
    currency: 'EUR',
    amountMinor: 0,
    unconverted: [{ currency: 'SEK', amountMinor: 900 }],
    rate: null,
  })
})

test('refunds subtract', () => {
  expect(
    sumByCurrency([
      { currency: 'EUR', amountMinor: 100 },
      { currency: 'EUR', amountMinor: -130 },
    ]),
  ).toEqual([{ currency: 'EUR', amountMinor: -30 }])
})
