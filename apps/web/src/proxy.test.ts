import { readdirSync } from 'node:fs'
import { NextRequest } from 'next/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isOpenPage } from './open-pages.ts'
import { proxy } from './proxy.ts'

const pages = readdirSync(new URL('./app', import.meta.url), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('page.tsx'))

/** The address of a page's file, with something in place of what varies. */
const addressOf = (file: string) =>
  `/${file
    .replace(/(^|\/)page\.tsx$/, '')
    .replace(/\([^)]+\)\/?/g, '')
    .replace(/\[[^\]]+\]/g, 'x')}`.replace(/(?<=.)\/$/, '')

describe('the proxy', () => {
  beforeEach(() => {
    vi.stubEnv('DATABASE_URL', 'postgresql://u@h/d')
    vi.stubEnv('AUTH_SECRET', 'x'.repeat(32))
    vi.stubEnv('NODE_ENV', 'production')
  })
  afterEach(() => vi.unstubAllEnvs())

  const ask = (path: string, headers: Record<string, string> = {}) =>
    proxy(new NextRequest(`http://localhost:3000${path}`, { headers: { host: 'localhost:3000', ...headers } }))

  it('opens three kinds of pages, all outside the dashboard’s folder', () => {
    const outside = pages.filter((file) => !file.startsWith('(dashboard)/'))
    expect(outside.sort()).toEqual([
      'enrol/page.tsx',
      'inspections/do/page.tsx',
      'setup/[token]/page.tsx',
      'sign-in/page.tsx',
      'wall/page.tsx',
    ])
    expect(outside.map(addressOf).filter(isOpenPage).sort()).toEqual(['/setup/x', '/sign-in', '/wall'])
  })

  it.each(pages.map(addressOf).filter((address) => !isOpenPage(address)))(
    'sends %s without a cookie to the sign-in page, empty',
    async (address) => {
      const response = ask(address)
      expect(response.status).toBe(307)
      expect(new URL(response.headers.get('location') ?? '').pathname).toBe('/sign-in')
      expect(await response.text()).toBe('')
    },
  )

  it('keeps where one wanted to go', () => {
    const location = ask('/payments?store=417').headers.get('location') ?? ''
    expect(new URL(location).searchParams.get('next')).toBe('/payments?store=417')
  })

  it('gives each page a nonce of its own and keeps it out of every cache', () => {
    const nonceOf = (response: Response) => /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
    const [one, two] = [ask('/sign-in'), ask('/sign-in')]
    expect(nonceOf(one)).toMatch(/^[A-Za-z0-9+/]{22}==$/)
    expect(nonceOf(one)).not.toBe(nonceOf(two))
    expect(one.headers.get('cache-control')).toBe('no-store')
  })

  it('asks browsers to report what hands plain strings to the page, without refusing it', () => {
    expect(ask('/sign-in').headers.get('content-security-policy-report-only')).toBe(
      "require-trusted-types-for 'script'; trusted-types default; report-uri /api/csp-report",
    )
  })

  it('lets the phone’s page of inspections alone have a worker', () => {
    const cookie = { cookie: 'counterfoil.session_token=x' }
    const workers = (path: string) => /worker-src [^;]+/.exec(ask(path, cookie).headers.get('content-security-policy') ?? '')?.[0]
    expect([workers('/inspections/do'), workers('/inspections'), workers('/')]).toEqual([
      "worker-src 'self'",
      "worker-src 'none'",
      "worker-src 'none'",
    ])
  })

  it('keeps browsers on https where people come by https, and only there', () => {
    const told = () => ['/sign-in', '/payments'].map((path) => ask(path).headers.get('strict-transport-security'))
    expect(told()).toEqual([null, null])
    vi.stubEnv('PUBLIC_ORIGIN', 'https://pay.chain.example')
    expect(told()).toEqual(['max-age=31536000', 'max-age=31536000'])
  })

  it('keeps the way to the sign-in page out of caches as well', () => {
    expect(ask('/payments').headers.get('cache-control')).toBe('no-store')
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('refuses %s: pages are read', (method) => {
    const request = new NextRequest('http://localhost:3000/sign-in', { method, headers: { 'next-action': 'x' } })
    expect([proxy(request).status, proxy(request).headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('lets a session cookie pass without judging it', () => {
    expect(ask('/', { cookie: 'counterfoil.session_token=x' }).status).toBe(200)
    expect(ask('/', { cookie: '__Host-counterfoil.session_token=x' }).status).toBe(200)
  })
})
