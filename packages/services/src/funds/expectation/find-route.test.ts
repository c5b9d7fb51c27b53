import { expect, it } from 'vitest'
import { openRouteFinder, type PaymentToRoute, type Route } from './find-route.ts'

const route = (merchantAccount: string, given: Partial<Route> = {}): Route => ({
  ...{ storeId: null, country: null, currency: 'EUR', scheme: null, wallet: null, merchantNumber: null },
  ...{ acquirer: 'adyen', merchantAccount, validFrom: '2026-01-01', validTo: null },
  ...given,
})
const payment: PaymentToRoute = {
  ...{ storeId: 7, country: 'DE', currency: 'EUR', scheme: 'visa', wallet: null, merchantNumber: '88', day: '2026-05-08' },
}
const routes = [
  route('all'),
  route('store', { storeId: 7 }),
  route('visa', { scheme: 'visa' }),
  route('store visa', { storeId: 7, scheme: 'visa' }),
  route('number country', { merchantNumber: '88', country: 'DE' }),
  route('ended', { storeId: 7, scheme: 'visa', country: 'DE', validTo: '2026-05-07' }),
  route('yen', { currency: 'JPY', storeId: 7, scheme: 'visa', country: 'DE' }),
]

it.each([
  ['of those with most conditions the more telling', {}, 'number country'],
  ['the one with most conditions', { merchantNumber: null }, 'store visa'],
  ['a store before a scheme', { merchantNumber: null, scheme: 'maestro' }, 'store'],
  ['what holds on that day', { day: '2026-05-07' }, 'ended'],
  ['what asks for nothing last', { storeId: 8, scheme: null, country: 'FR' }, 'all'],
  ['nothing in another currency', { currency: 'CHF' }, null],
] as const)('finds %s, whatever the order of the routes', (_why, given, expected) => {
  for (const some of [routes, routes.toReversed()])
    expect(openRouteFinder(some)({ ...payment, ...given })?.merchantAccount ?? null).toBe(expected)
})
