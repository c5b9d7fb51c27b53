import { admitAttempt } from '@counterfoil/services/sign-in'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { account, type EnrolledAccount, enrolAccount, openDashboard, type TestDashboard } from './support/open-dashboard.ts'

const halfHourMs = 30 * 60_000

/** An address tries at many accounts; better-auth's own limit a minute would answer first and is put aside. */
describe('the lock of a source after thirty wrong tries', () => {
  let dashboard: TestDashboard
  let enrolled: EnrolledAccount
  beforeEach(async () => {
    dashboard = await openDashboard()
    enrolled = await enrolAccount(dashboard)
  })
  afterEach(() => dashboard[Symbol.asyncDispose]())

  const signInFrom = async (address: string, password: string, email: string, browser = dashboard.openBrowser()) => {
    await dashboard.database.db.rateBucket.deleteMany()
    return browser.post('/api/auth/sign-in/email', { email, password }, { 'x-forwarded-for': address })
  }
  const guess = (address: string, attempt: number) => signInFrom(address, 'not the password 1', `guess${attempt}@chain.example`)
  async function lock(addressOf: (attempt: number) => string): Promise<void> {
    for (let attempt = 0; attempt < 30; attempt++) expect((await guess(addressOf(attempt), attempt)).status).toBe(401)
  }

  it('holds for every account and kind of factor, half an hour, and for nobody elsewhere', async () => {
    await lock(() => '192.0.2.7')
    const locked = await signInFrom('192.0.2.7', account.password, account.email)
    expect([locked.status, locked.body.code, locked.body.minutes]).toEqual([429, 'SOURCE_LOCKED', 30])
    const factor = { kind: 'totp', code: enrolled.code() }
    const shown = await enrolled.browser.post('/api/factor', factor, { 'x-forwarded-for': '192.0.2.7' })
    expect([shown.status, shown.body.code]).toEqual([429, 'SOURCE_LOCKED'])
    expect((await signInFrom('192.0.2.8', account.password, account.email)).body.twoFactorRedirect).toBe(true)
    dashboard.passMs(halfHourMs + 1)
    expect((await signInFrom('192.0.2.7', account.password, account.email)).body.twoFactorRedirect).toBe(true)
  })

  it('counts an IPv6 network as one', async () => {
    await lock((attempt) => `2001:db8:1:2::${attempt.toString(16)}`)
    expect((await signInFrom('2001:db8:1:2:ffff::1', account.password, account.email)).body.code).toBe('SOURCE_LOCKED')
    expect((await signInFrom('2001:db8:1:3::1', account.password, account.email)).body.twoFactorRedirect).toBe(true)
  })

  it('believes the last proxy, not what a client wrote before it', async () => {
    await lock((attempt) => `203.0.113.${attempt}, 192.0.2.7`)
    expect((await signInFrom('198.51.100.1, 192.0.2.7', account.password, account.email)).body.code).toBe('SOURCE_LOCKED')
  })

  it('lets no thirty-first through when all come at once, each at another account', async () => {
    const services = { ...dashboard.runtime.systemServices('test'), origin: { address: '192.0.2.7' } }
    const tries = Array.from({ length: 40 }, (_, attempt) => admitAttempt(services, `guess${attempt}@chain.example`))
    const admissions = await Promise.all(tries)
    expect(admissions.filter(({ allowed }) => allowed)).toHaveLength(30)
    expect(admissions.filter((one) => !one.allowed && one.locked === 'source')).toHaveLength(10)
  })

  it('is not lifted by signing in with an account of one’s own', async () => {
    for (let attempt = 0; attempt < 29; attempt++) await guess('192.0.2.7', attempt)
    const browser = dashboard.openBrowser()
    await signInFrom('192.0.2.7', account.password, account.email, browser)
    const code = { code: enrolled.code() }
    expect((await browser.post('/api/auth/two-factor/verify-totp', code, { 'x-forwarded-for': '192.0.2.7' })).status).toBe(200)
    expect((await guess('192.0.2.7', 30)).status).toBe(401)
    expect((await guess('192.0.2.7', 31)).body.code).toBe('SOURCE_LOCKED')
  })

  it('forgets what lies more than half an hour back, so that an office’s slips of a day do not add up', async () => {
    for (let attempt = 0; attempt < 29; attempt++) await guess('192.0.2.7', attempt)
    dashboard.passMs(halfHourMs)
    await guess('192.0.2.7', 30)
    expect((await guess('192.0.2.7', 31)).status).toBe(401)
  })

  it('does not count at an account what it did not let through', async () => {
    await lock(() => '192.0.2.7')
    for (let attempt = 0; attempt < 20; attempt++) await signInFrom('192.0.2.7', 'not the password 1', account.email)
    expect((await signInFrom('192.0.2.8', account.password, account.email)).body.twoFactorRedirect).toBe(true)
  })
})
