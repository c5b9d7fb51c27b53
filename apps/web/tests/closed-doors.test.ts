import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEndpoints } from '../src/server/auth/open-endpoints.ts'
import { appRouter } from '../src/server/root.ts'
import { answerMetrics } from '../src/server/watching/answer-metrics.ts'
import { answerReady } from '../src/server/watching/answer-ready.ts'
import { account, type EnrolledAccount, enrolAccount, openDashboard, type TestDashboard } from './support/open-dashboard.ts'

describe('closed doors', () => {
  let dashboard: TestDashboard
  let enrolled: EnrolledAccount
  beforeAll(async () => {
    dashboard = await openDashboard()
    enrolled = await enrolAccount(dashboard)
  })
  afterAll(() => dashboard[Symbol.asyncDispose]())

  const procedures = Object.keys(appRouter._def.procedures)

  it('knows the procedures there are', () => expect(procedures.length).toBeGreaterThan(0))

  it.each(procedures)('%s tells nothing to somebody who is not signed in', async (path) => {
    const answer = await dashboard.openBrowser().post(`/api/trpc/${path}`, {})
    expect(answer.status).toBe(401)
    expect(answer.body.error.json.data.code).toBe('UNAUTHORIZED')
    expect(JSON.stringify(answer.body)).not.toMatch(/"result"|stack/)
  })

  it.each(procedures)('%s tells nothing to a forged or half session', async (path) => {
    for (const cookie of ['counterfoil.session_token=made-up', 'counterfoil.session_token=made.up%2Bsignature%3D']) {
      const answer = await dashboard.openBrowser().post(`/api/trpc/${path}`, {}, { cookie })
      expect(answer.status).toBe(401)
    }
  })

  it.each(procedures)('%s tells nothing to a page of another site', async (path) => {
    const foreign = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await enrolled.browser.post(`/api/trpc/${path}`, {}, foreign)).status).toBe(403)
    expect((await enrolled.browser.post(`/api/trpc/${path}`, {}, { origin: '' })).status).toBe(403)
    expect((await enrolled.browser.post(`/api/trpc/${path}`, '{}', { 'content-type': 'text/plain' })).status).toBe(415)
  })

  it('tells its figures to the metrics token alone, and procedures by router and outcome', async () => {
    const { runtime } = dashboard
    const token = 'a-token-for-prometheus-0123456789'
    const settings = { ...runtime.settings, metricsToken: token }
    const read = (authorization: string, shown: typeof runtime.settings = settings) =>
      answerMetrics(new Request('http://localhost:3000/metrics', { headers: { authorization } }), { ...runtime, settings: shown })
    for (const wrong of ['', 'Bearer ', `Bearer ${token}x`, token])
      expect([wrong, (await read(wrong)).status]).toEqual([wrong, 404])
    expect((await read('Bearer ', { ...settings, metricsToken: null })).status).toBe(404)
    await enrolled.browser.post('/api/trpc/stores.list', {})
    const text = await (await read(`Bearer ${token}`)).text()
    expect(text).toMatch(/counterfoil_dashboard_procedure_duration_seconds_count\{router="stores",outcome="(ok|refused)"\} [1-9]/)
    expect(text).toMatch(/counterfoil_dashboard_pool_connections\{state="idle"\} \d/)
    expect(text).not.toContain('stores.list')
  })

  it('says that it is ready, and which part is missing when it is not', async () => {
    const { runtime } = dashboard
    const ready = async (given: Pick<typeof runtime, 'readDatabase'>) => {
      const answer = await answerReady(new Request('http://localhost:3000/readyz'), given)
      return [answer.status, await answer.json()]
    }
    expect(await ready(runtime)).toEqual([200, { ready: true, parts: { database: 'ok' }, problems: [] }])
    const migrating = await dashboard.database.owner.connect()
    await migrating.query('select pg_advisory_lock(7236839, 1)')
    expect(await ready(runtime)).toEqual([
      503,
      { ready: false, parts: { database: 'migrating' }, problems: [expect.stringContaining('new version')] },
    ])
    migrating.release(true)
    expect((await ready({ readDatabase: async () => 'away' }))[1]).toMatchObject({
      parts: { database: 'away' },
      problems: [expect.stringContaining('does not answer')],
    })
  })

  it('leaves all of better-auth unreachable but what signing in needs', async () => {
    const paths = Object.values(dashboard.runtime.auth.api as Record<string, { path?: string }>).flatMap(({ path }) =>
      path ? [path] : [],
    )
    expect(paths).toContain('/sign-up/email')
    const open: readonly string[] = Object.values(openEndpoints)
    for (const path of paths.filter((each) => !open.includes(each))) {
      const answer = await enrolled.browser.post(`/api/auth${path.replace(/:\w+/g, 'x')}`, {
        ...account,
        email: 'new@chain.example',
      })
      expect([path, answer.status]).toEqual([path, 404])
    }
    expect(await dashboard.database.db.user.count()).toBe(1)
    const { options } = dashboard.runtime.auth
    expect([options.emailAndPassword.disableSignUp, options.telemetry.enabled]).toEqual([true, false])
  })

  it.each(['/api/auth/sign-in/email', '/api/setup', '/api/factor', '/api/factor/passkey-options'])(
    '%s answers only our own pages, and only JSON',
    async (path) => {
      const browser = dashboard.openBrowser()
      expect((await browser.post(path, account, { origin: 'http://evil.example' })).status).toBe(403)
      expect((await browser.post(path, account, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
      const form = await browser.post(path, 'email=a&password=b', { 'content-type': 'application/x-www-form-urlencoded' })
      expect(form.status).toBe(415)
    },
  )

  it.each(['/api/auth/sign-in/email', '/api/setup', '/api/factor', '/api/trpc/stores.list'])(
    '%s reads no more than it needs',
    async (path) => {
      const answer = await enrolled.browser.post(path, { email: 'a'.repeat(300_000) })
      expect([answer.status, answer.body.code]).toEqual([413, 'TOO_LARGE'])
    },
  )

  it.each([
    ['U+0000', 'a\u0000@chain.example'],
    ['4,000 letters', `${'ab'.repeat(2_000)}@chain.example`],
  ])('takes an address of %s as a wrong one, not as a fault', async (_what, email) => {
    const answer = await dashboard.openBrowser().post('/api/auth/sign-in/email', { ...account, email })
    expect([400, 401]).toContain(answer.status)
  })

  it('takes this machine by both of its names', async () => {
    const answer = await dashboard.openBrowser().post('/api/auth/sign-in/email', account, { origin: 'http://127.0.0.1:3000' })
    expect(answer.body.twoFactorRedirect).toBe(true)
  })

  it('answers somebody signed in', async () => {
    const answer = await enrolled.browser.post('/api/trpc/frame.storesReporting', {})
    expect(answer.body.result.data.json).toEqual({ reporting: 0, all: 0 })
  })
})
