import { expect, it } from 'vitest'
import { lastQuarters } from './last-quarters.ts'

it('goes back over the turn of the year', () => {
  expect(lastQuarters(Date.UTC(2026, 1, 3)).slice(0, 3)).toEqual(['2026-Q1', '2025-Q4', '2025-Q3'])
  expect(lastQuarters(Date.UTC(2026, 11, 31, 23, 59))[0]).toBe('2026-Q4')
})
