import { expect, it } from 'vitest'
import { matchName } from './match-name.ts'

it.each([
  ['*', 'any.csv', true],
  ['*.csv', 'day.csv', true],
  ['*.csv', 'day.csv.zip', false],
  ['day-??.xml', 'day-07.xml', true],
  ['day-??.xml', 'day-7.xml', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-b-b', false],
  ['a.c', 'abc', false],
  ['exact', 'exact', true],
  ['exact', 'exactly', false],
])('%s and %s: %s', (pattern, name, fits) => {
  expect(matchName(pattern, name)).toBe(fits)
})

it('takes no longer for a pattern full of stars', () => {
  expect(matchName(`${'*a'.repeat(60)}b`, 'a'.repeat(255))).toBe(false)
})
