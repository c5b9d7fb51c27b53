import { expect, test } from 'vitest'
import { formatGap, formatMoment } from './step-time.ts'

test('moments show milliseconds on the store’s clock', () => {
  expect(formatMoment(Date.UTC(2026, 10, 12, 16, 42, 9, 8), { locale: 'en', timeZone: 'Europe/Berlin' })).toBe('17:42:09.008')
})

test.each([
  [0, '+0 ms'],
  [13, '+13 ms'],
  [20_713, '+20.7 s'],
  [125_000, '+2 min'],
  [-5, '+0 ms'],
])('a gap of %d ms', (gapMs, expected) => expect(formatGap(gapMs, 'en').replaceAll('\u00A0', ' ')).toBe(expected))
