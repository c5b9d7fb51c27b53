import { totpCode } from '@counterfoil/services/sign-in'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type IdentityProvider, startIdentityProvider } from './support/identity-provider.ts'
import {
  account,
  decodeBase32,
  makeAccount,
  openDashboard,
  origin,
  type TestBrowser,
  type TestDashboard,
} from './support/open-dashboard.ts'

let provider: IdentityProvider
let dashboard: TestDashboard
let browser: TestBrowser

beforeEach(async () => {
  provider = await startIdentityProvider()
  const { issuer, clientId, clientSecret } = provider
  const mfa = { amr: ['mfa'], acr: [] }
  dashboard = await openDashboard({ sso: { issuer: new URL(issuer), clientId, clientSecret, name: 'Chain', mfa } })
  await makeAccount(dashboard)
  browser = dashboard.openBrowser()
})
afterEach(async () => {
  await dashboard[Symbol.asyncDispose]()
  await provider[Symbol.asyncDispose]()
})

const pathOf = (address: string) => address.slice(origin.length)

/** Goes to the provider and back; tells where the dashboard sends the browser in the end. */
async function goThrough(as: TestBrowser = browser, start = '/api/sso/start?next=/stores'): Promise<string> {
  const back = await provider.signIn(await as.follow(start))
  expect(back.startsWith(`${origin}/api/sso/callback?`)).toBe(true)
  return as.follow(pathOf(back))
}

const actions = async () =>
  (await dashboard.database.pool.query('select action, outcome, body from audit_entry order by id')).rows.map(
    ({ action, outcome, body }) => [action, outcome, JSON.parse(body.toString()).reason ?? null],
  )

describe('single sign-on', () => {
  it('opens a full session for the account with the verified address, and goes where the person wanted to', async () => {
    expect(await goThrough()).toBe(`${origin}/stores`)
    expect(await browser.person()).toMatchObject({ email: account.email, bothFactors: true, factors: ['sso'] })
    expect((await browser.post('/api/trpc/frame.storesReporting', {})).status).toBe(200)
    expect(await actions()).toEqual(
      expect.arrayContaining([
        ['factor.added', 'done', null],
        ['sign_in.succeeded', 'done', null],
      ]),
    )
  })

  it('leaves nothing that the password alone opens: no authenticator app is connected with it', async () => {
    await goThrough()
    const again = await browser.enrol()
    expect([again.status, again.body.code]).toEqual([403, 'ENROLMENT_REFUSED'])
    const stranger = dashboard.openBrowser()
    await stranger.signIn()
    const refused = await stranger.enrol()
    expect([refused.status, refused.body.code]).toEqual([403, 'ENROLMENT_REFUSED'])
    expect((await stranger.post('/api/trpc/frame.storesReporting', {})).status).not.toBe(200)
  })

  it('lets an authenticator app be connected on the account’s page, with a factor shown just now', async () => {
    await goThrough()
    const begun = await browser.ask('account.beginAuthenticator')
    const secret = new URL(begun.body.result.data.json.uri).searchParams.get('secret') ?? ''
    const code = totpCode(decodeBase32(secret), Math.floor(dashboard.nowMs() / 30_000))
    expect((await browser.ask('account.finishAuthenticator', { code })).status).toBe(200)
    const { rows } = await dashboard.database.pool.query('select two_factor_enabled as "on" from "user" where email = $1', [
      account.email,
    ])
    expect(rows).toEqual([{ on: true }])
  })

  it('tells somebody who did not come for 90 days that the account is disabled, and records it', async () => {
    await dashboard.database.owner.query(
      `update "user" set role = 'auditor', created_at = now() - interval '200 days', last_seen_at = now() - interval '91 days',
         password_changed_at = null where email = $1`,
      [account.email],
    )
    expect(await goThrough()).toBe(`${origin}/sign-in?sso=account_disabled`)
    expect(await browser.person()).toBeNull()
    expect(await actions()).toContainEqual(['sign_in.failed', 'refused', 'account_disabled'])
  })

  it('takes the address from the user info endpoint where the token has none', async () => {
    provider.next.addressInUserInfo = true
    expect(await goThrough()).toBe(`${origin}/stores`)
  })

  it.each<[string, NonNullable<IdentityProvider['next']['claims']>, string]>([
    ['without the claim of two factors', { amr: ['pwd'] }, 'mfa_missing'],
    ['of an address nobody verified', { email_verified: false }, 'email_unverified'],
    ['of an address without an account', { email: 'stranger@chain.example' }, 'no_account'],
    ['for another program', { aud: 'other' }, 'refused'],
    ['of another issuer', { iss: 'https://evil.example' }, 'refused'],
    ['that has run out', { exp: 1_000_000 }, 'refused'],
    ['made for another sign-in', { nonce: 'other' }, 'refused'],
  ])('refuses a token %s', async (_what, claims, reason) => {
    provider.next.claims = claims
    expect(await goThrough()).toBe(`${origin}/sign-in?sso=${reason}`)
    expect(await browser.person()).toBeNull()
    expect(await actions()).toContainEqual(['sign_in.failed', 'refused', reason])
  })

  it('refuses a token signed with another key', async () => {
    provider.next.foreignKey = true
    expect(await goThrough()).toBe(`${origin}/sign-in?sso=refused`)
    expect(await browser.person()).toBeNull()
  })

  it('takes an answer once, and in the browser that asked', async () => {
    const back = pathOf(await provider.signIn(await browser.follow('/api/sso/start')))
    const other = dashboard.openBrowser()
    expect(await other.follow(back)).toBe(`${origin}/sign-in?sso=attempt_over`)
    const number = browser.jar.get('counterfoil.sso') ?? ''
    expect(await browser.follow(back)).toBe(`${origin}/`)
    browser.jar.set('counterfoil.sso', number)
    expect(await browser.follow(back)).toBe(`${origin}/sign-in?sso=attempt_over`)
  })

  it('is over ten minutes after it began', async () => {
    const back = pathOf(await provider.signIn(await browser.follow('/api/sso/start')))
    dashboard.passMs(10 * 60_000)
    expect(await browser.follow(back)).toBe(`${origin}/sign-in?sso=attempt_over`)
  })

  it('leads to our own pages only', async () => {
    expect(await goThrough(browser, '/api/sso/start?next=https://evil.example/')).toBe(`${origin}/`)
  })

  it('stays with the first identity of an account, whoever gets its address at the provider', async () => {
    await goThrough()
    provider.next.claims = { sub: 'somebody-else' }
    const other = dashboard.openBrowser()
    expect(await goThrough(other)).toBe(`${origin}/sign-in?sso=other_identity`)
    expect(await other.person()).toBeNull()
  })

  it('knows the account by its identity after the address has changed', async () => {
    await goThrough()
    provider.next.claims = { email: 'married@chain.example' }
    const later = dashboard.openBrowser()
    expect(await goThrough(later)).toBe(`${origin}/stores`)
    expect(await later.person()).toMatchObject({ email: account.email })
  })

  it('opens nothing for a disabled account', async () => {
    await dashboard.database.pool.query(`update "user" set state = 'disabled', disabled_at = now()`)
    expect(await goThrough()).toBe(`${origin}/sign-in?sso=account_disabled`)
  })

  it('shows a factor anew, for the same session and person', async () => {
    await goThrough()
    dashboard.passMs(6 * 60_000)
    const before = (await browser.person())?.factorShownAt?.getTime() ?? 0
    expect(await goThrough(browser, '/api/sso/start?again=1&next=/')).toBe(`${origin}/`)
    expect((await browser.person())?.factorShownAt?.getTime()).toBeGreaterThan(before)
    expect(await actions()).toContainEqual(['factor.shown', 'done', null])
    provider.next.claims = { auth_time: Math.floor(Date.now() / 1_000) - 3_600 }
    expect(await goThrough(browser, '/api/sso/start?again=1')).toBe(`${origin}/sign-in?sso=refused`)
  })

  it('does not exist unless it is set up', async () => {
    await using plain = await openDashboard()
    expect(await plain.openBrowser().follow('/api/sso/start')).toBe('')
  })

  it('says that the provider is away, which is an incident until it is back', async () => {
    const address = new URL(provider.issuer)
    await provider[Symbol.asyncDispose]()
    expect(await browser.follow('/api/sso/start')).toBe(`${origin}/sign-in?sso=provider_away`)
    const incidents = async () =>
      (await dashboard.database.pool.query('select kind, subject, ended_at is not null as ended from control_incident')).rows
    expect(await incidents()).toEqual([{ kind: 'sign_in', subject: new URL(provider.issuer).href, ended: false }])
    expect(await browser.follow('/api/sso/start')).toBe(`${origin}/sign-in?sso=provider_away`)
    provider = await startIdentityProvider({ port: Number(address.port) })
    expect(await browser.follow('/api/sso/start')).toMatch(/\/authorize\?/)
    expect(await incidents()).toEqual([{ kind: 'sign_in', subject: new URL(provider.issuer).href, ended: true }])
    const told = (await actions()).map(([action]) => action).filter((action) => action.startsWith('incident.'))
    expect(told).toEqual(['incident.opened', 'incident.ended'])
  })
})
