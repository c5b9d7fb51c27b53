import { describe, expect, it } from 'vitest'
import { readReport } from './read-report.ts'

const origins = ['https://pay.chain.example']
const report = (changed: object = {}) =>
  readReport(
    {
      'csp-report': {
        'document-uri': 'https://pay.chain.example/payments?last4=4821',
        referrer: 'https://pay.chain.example/sign-in?next=secret',
        'violated-directive': 'script-src-elem',
        'effective-directive': 'script-src-elem',
        'original-policy': "default-src 'none'",
        disposition: 'enforce',
        'blocked-uri': 'inline',
        'line-number': 12,
        'source-file': 'https://pay.chain.example/_next/static/chunks/0aru7cs-490a5.js',
        'status-code': 200,
        'script-sample': 'a sample of the page',
        ...changed,
      },
    },
    origins,
  )

describe('a report', () => {
  it('tells the directive and the places, and nothing of what the page holds', () => {
    expect(report()).toEqual({
      directive: 'script-src-elem',
      blocked: 'inline',
      page: '/payments',
      source: '/_next/static/chunks/0aru7cs-490a5.js:12',
      enforced: true,
    })
  })

  it.each([
    ['https://evil.example/c?cookie=secret', 'https://evil.example'],
    ['https://evil.example/secret', 'https://evil.example'],
    ['https://pay.chain.example/setup/secret-token', '/setup'],
    ['https://pay.chain.example/payments?last4=secret#secret', '/payments'],
    ['https://pay.chain.example/', '/'],
    ['https://user:secret@evil.example/', 'https://evil.example'],
    ['data:text/html,secret', 'data'],
    ['chrome-extension://abcdef/secret.js', 'chrome-extension'],
    ['eval', 'eval'],
    ['trusted-types-sink', 'trusted-types-sink'],
    ['', ''],
    ['Secret words', 'unreadable'],
  ])('of %s names %s', (told, named) => {
    expect(report({ 'blocked-uri': told })?.blocked).toBe(named)
    expect(JSON.stringify(report({ 'blocked-uri': told, 'document-uri': told, 'source-file': told }))).not.toMatch(/secret/i)
  })

  it('knows which policy only reports', () => {
    expect(report({ disposition: 'report' })?.enforced).toBe(false)
  })

  it.each([null, 1, 'x', [], {}, { 'csp-report': 1 }, { 'csp-report': {} }])('is not %j', (body) => {
    expect(readReport(body, origins)).toBeNull()
  })

  it('takes wrong and endless fields as untold', () => {
    expect(report({ 'effective-directive': '<script>', 'violated-directive': '\r\n' })).toBeNull()
    expect(report({ 'line-number': -1, 'blocked-uri': 'x'.repeat(5_000), 'document-uri': {} })).toMatchObject({
      blocked: '',
      page: '',
      source: '/_next/static/chunks/0aru7cs-490a5.js:0',
    })
  })
})
