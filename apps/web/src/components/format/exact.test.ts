import { expect, test } from 'vitest'
import { formatExact } from './exact.ts'

test.each([
  ['9.9', 'en', '9.90'],
  ['99', 'zh', '99.00'],
  ['-0.00168', 'en', '−0.00168'],
  ['12345678901234567890.5', 'en', '12,345,678,901,234,567,890.50'],
] as const)('%s in %s is %s', (amount, locale, wanted) => expect(formatExact(amount, locale)).toBe(wanted))
