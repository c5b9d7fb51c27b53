import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { isOpenPage } from './open-pages.ts'
import { isOwnOrigin, ownOrigins } from './server/own-origins.ts'

const policyFor = (host: string, { development = false, secure = false } = {}) =>
  contentSecurityPolicy({ nonce: 'bm9uY2U=', host, hubPort: 4001, secure, development })
const directive = (policy: string, name: string) => policy.split('; ').find((part) => part.startsWith(`${name} `))

describe('content security policy', () => {
  it('lets scripts in by nonce only', () => {
    expect(directive(policyFor('localhost:3000'), 'script-src')).toBe("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'")
    expect(directive(policyFor('localhost:3000'), 'style-src')).toBe("style-src 'self' 'nonce-bm9uY2U='")
    expect(policyFor('localhost:3000')).toContain("frame-ancestors 'none'")
  })
  it('closes everything the pages have no use for, and says where refusals are told', () => {
    const policy = policyFor('localhost:3000')
    expect(policy.split('; ').map((part) => part.split(' ')[0])).toEqual([
      'default-src',
      'script-src',
      'style-src',
      'style-src-attr',
      'img-src',
      'font-src',
      'connect-src',
      'worker-src',
      'base-uri',
      'form-action',
      'frame-ancestors',
      'object-src',
      'report-uri',
    ])
    for (const name of ['default-src', 'worker-src', 'base-uri', 'object-src'])
      expect(directive(policy, name)).toBe(`${name} 'none'`)
    expect(policy).not.toMatch(/unsafe-eval|data:|blob:|\*/)
    expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toContain('unsafe-inline')
  })
  it('lets one page have a worker of our own', () => {
    const facts = { nonce: 'bm9uY2U=', host: 'localhost:3000', hubPort: 4001, secure: false, development: false }
    expect(directive(contentSecurityPolicy({ ...facts, worker: true }), 'worker-src')).toBe("worker-src 'self'")
  })
  it('lets the page talk to the hub on the host it came from', () => {
    expect(directive(policyFor('127.0.0.1:3000'), 'connect-src')).toBe(
      "connect-src 'self' ws://127.0.0.1:4001 wss://127.0.0.1:4001",
    )
    expect(directive(policyFor('[::1]:3000'), 'connect-src')).toContain('ws://[::1]:4001')
  })
  it('lets a page of https talk to the hub by TLS only', () => {
    expect(directive(policyFor('pay.chain.example', { secure: true }), 'connect-src')).toBe(
      "connect-src 'self' wss://pay.chain.example:4001",
    )
  })
  it('takes no directive from a made-up host', () => {
    expect(directive(policyFor('x; script-src *'), 'connect-src')).toBe("connect-src 'self'")
  })
})

describe('whose request it is', () => {
  const local = { publicOrigin: 'http://localhost:3000' }
  it('knows this machine by all its names', () => {
    expect(ownOrigins(local)).toEqual(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])
    expect(ownOrigins({ publicOrigin: 'https://pay.chain.example' })).toEqual(['https://pay.chain.example'])
  })
  it.each([
    [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, true],
    [{ origin: 'http://localhost:3000' }, true],
    [{ origin: 'http://localhost:3001' }, false],
    [{ origin: 'null' }, false],
    [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }, false],
    [{}, false],
  ])('%j: %s', (headers, own) => expect(isOwnOrigin(new Headers(headers as Record<string, string>), local)).toBe(own))
})

describe('open pages', () => {
  it.each([
    ['/sign-in', true],
    ['/setup/abc', true],
    ['/', false],
    ['/setupx', false],
    ['/payments', false],
    ['/enrol', false],
  ])('%s: %s', (pathname, open) => expect(isOpenPage(pathname)).toBe(open))
})
