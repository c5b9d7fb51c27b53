import { describe, expect, it } from 'vitest'
import { readRequestOrigin } from './request-origin.ts'

describe('where a request came from', () => {
  it.each([
    ['the peer', '192.0.2.7', '192.0.2.7'],
    ['what the last proxy saw', '203.0.113.9, 192.0.2.7', '192.0.2.7'],
    ['an IPv6 peer', '2001:db8::7', '2001:db8::7'],
    ['something made up', '<script>', 'unknown'],
    ['nothing', undefined, 'unknown'],
  ])('%s', (_what, forwarded, address) => {
    const headers = new Headers(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded })
    expect(readRequestOrigin(headers)).toEqual({ address })
  })

  it('tells the browser’s name, cut short', () => {
    expect(readRequestOrigin(new Headers({ 'user-agent': 'x'.repeat(1_000) })).userAgent).toBe('x'.repeat(300))
  })
})
