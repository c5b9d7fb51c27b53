import { describe, expect, test } from 'vitest'
import { parseAmount, readAddress, toPaymentFilter } from './filter-in-address.ts'

const scope = { kind: 'chain' as const }

describe('the address', () => {
  test('becomes the question', () => {
    const address = readAddress(
      new URLSearchParams('outcome=declined&min=10&max=84.20&last4=4821&from=2026-11-20&scope=store:1&lane=%203%20'),
    )
    expect(toPaymentFilter(address, scope, 'Europe/Berlin')).toEqual({
      scope,
      outcome: 'declined',
      minMinor: 1000,
      maxMinor: 8420,
      last4: '4821',
      lane: '3',
      fromMs: Date.UTC(2026, 10, 19, 23),
    })
  })

  test('what cannot be read narrows nothing', () => {
    const address = readAddress(
      new URLSearchParams('outcome=maybe&min=ten&last4=48&from=yesterday&currency=euro&terminal=x&lane='),
    )
    expect(toPaymentFilter(address, scope, 'UTC')).toEqual({ scope })
  })
})

test.each([
  ['84.20', 'EUR', 8420],
  ['84,2', 'EUR', 8420],
  ['84', undefined, 8400],
  ['1200', 'JPY', 1200],
  ['12.5', 'JPY', null],
  ['1.234', 'KWD', 1234],
  ['1.234', 'EUR', null],
  ['-5', 'EUR', null],
  ['', 'EUR', null],
])('amount %s %s', (text, currency, expected) => expect(parseAmount(text, currency)).toBe(expected))
