import { expect, test } from 'vitest'
import { subtractDecimals } from './subtract-decimals.ts'

test.each([
  ['84.03', '84.0316', '-0.0016'],
  ['84.20', '84.2', '0.00'],
  ['-5', '-4.5', '-0.5'],
  ['0.1', '-0.2', '0.3'],
])('%s less %s is %s', (a, b, wanted) => expect(subtractDecimals(a, b)).toBe(wanted))
