import { describe, expect, it } from 'vitest'
import { formatAsOf, parseAsOf } from './as-of.ts'

describe('the minute looked back to, in the address', () => {
  it('is UTC to the minute, and comes back', () => {
    const atMs = Date.UTC(2026, 10, 20, 13, 5, 42)
    expect(formatAsOf(atMs)).toBe('2026-11-20T13:05Z')
    expect(parseAsOf('2026-11-20T13:05Z')).toBe(Date.UTC(2026, 10, 20, 13, 5))
  })

  it.each([undefined, null, '', 'yesterday', '2026-11-20', '2026-13-40T99:99Z', '1960-01-01T00:00Z'])('%j is now', (text) => {
    expect(parseAsOf(text)).toBeNull()
  })
})
