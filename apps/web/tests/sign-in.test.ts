import { subscribeToChanges } from '@counterfoil/db'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  account,
  type EnrolledAccount,
  enrolAccount,
  makeAccount,
  openDashboard,
  type TestDashboard,
} from './support/open-dashboard.ts'

/** What a busy machine may take; nothing waits for time to pass. */
const PATIENT = { timeout: 60_000 }

describe('signing in', () => {
  let dashboard: TestDashboard
  let enrolled: EnrolledAccount
  beforeEach(async () => {
    dashboard = await openDashboard()
    enrolled = await enrolAccount(dashboard)
  })
  afterEach(() => dashboard[Symbol.asyncDispose]())

  it('asks for the code after the password, and gives no session before it', async () => {
    const browser = dashboard.openBrowser()
    const first = await browser.signIn()
    expect(first.body.twoFactorRedirect).toBe(true)
    expect(await browser.person()).toBeNull()
    expect((await browser.verifyCode(enrolled.code())).status).toBe(200)
    expect(await browser.person()).toMatchObject({ email: account.email, bothFactors: true })
  })

  it('takes a code once, also from another browser', async () => {
    const code = enrolled.code()
    const one = dashboard.openBrowser()
    await one.signIn()
    expect((await one.verifyCode(code)).status).toBe(200)
    const two = dashboard.openBrowser()
    await two.signIn()
    expect((await two.verifyCode(code)).body.code).toBe('CODE_USED')
    expect(await two.person()).toBeNull()
    expect((await two.verifyCode(enrolled.code(1))).status).toBe(200)
  })

  it('takes a code once of two sent at the same moment', async () => {
    const code = enrolled.code()
    const browsers = [dashboard.openBrowser(), dashboard.openBrowser()]
    for (const browser of browsers) await browser.signIn()
    const answers = await Promise.all(browsers.map((browser) => browser.verifyCode(code)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401])
  })

  it('takes each recovery code once, and keeps them encrypted', async () => {
    const [recoveryCode = ''] = enrolled.recoveryCodes
    const { backupCodes, secret } = await dashboard.database.db.twoFactor.findFirstOrThrow()
    expect(backupCodes).not.toContain(recoveryCode)
    expect(secret).not.toMatch(/^[A-Za-z0-9_-]{32}$/)
    const one = dashboard.openBrowser()
    await one.signIn()
    expect((await one.verifyRecoveryCode(recoveryCode)).status).toBe(200)
    expect((await one.person())?.bothFactors).toBe(true)
    const two = dashboard.openBrowser()
    await two.signIn()
    expect((await two.verifyRecoveryCode(recoveryCode)).body.code).toBe('INVALID_BACKUP_CODE')
  })

  it('refuses to trust a device', async () => {
    const browser = dashboard.openBrowser()
    await browser.signIn()
    expect((await browser.verifyCode(enrolled.code(), { trustDevice: true })).body.code).toBe('FLAG_REFUSED')
    expect((await browser.verifyRecoveryCode(enrolled.recoveryCodes[0] ?? '', { trustDevice: true })).body.code).toBe(
      'FLAG_REFUSED',
    )
    await browser.verifyCode(enrolled.code())
    expect([...browser.jar.keys()].some((name) => name.includes('trust'))).toBe(false)
  })

  it('ends a session 12 hours after signing in, whatever the browser asks for', async () => {
    const browser = dashboard.openBrowser()
    await browser.post('/api/auth/sign-in/email', { ...account, rememberMe: false })
    await browser.verifyCode(enrolled.code())
    const sessions = await dashboard.database.db.session.findMany()
    for (const { expiresAt } of sessions) {
      expect(Math.abs(expiresAt.getTime() - dashboard.nowMs() - 12 * 3_600_000)).toBeLessThan(60_000)
    }
    const before = sessions.map(({ expiresAt }) => expiresAt.getTime())
    await browser.person()
    expect((await dashboard.database.db.session.findMany()).map(({ expiresAt }) => expiresAt.getTime())).toEqual(before)
    await dashboard.database.db.session.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } })
    expect(await browser.person()).toBeNull()
  })

  it('asks the database each time: a session deleted there is over', async () => {
    expect(await enrolled.browser.person()).not.toBeNull()
    expect([...enrolled.browser.jar.keys()].some((name) => name.includes('session_data'))).toBe(false)
    await dashboard.database.db.session.deleteMany()
    expect(await enrolled.browser.person()).toBeNull()
  })

  it('signs out on the server', async () => {
    const cookies = new Map(enrolled.browser.jar)
    expect((await enrolled.browser.signOut()).status).toBe(200)
    for (const [name, value] of cookies) enrolled.browser.jar.set(name, value)
    expect(await enrolled.browser.person()).toBeNull()
  })

  it('tells the hub that the session is over', async () => {
    const { id } = await dashboard.database.db.session.findFirstOrThrow()
    const changes: { entity: string; id: string }[] = []
    const listening = Promise.withResolvers<void>()
    await using _ = subscribeToChanges(
      dashboard.database.url,
      (change) => changes.push(change),
      () => listening.resolve(),
    )
    await listening.promise
    await enrolled.browser.signOut()
    await vi.waitFor(() => expect(changes).toContainEqual({ entity: 'session', id }), PATIENT)
  })

  it('sets cookies scripts cannot read and other sites do not send', async () => {
    const browser = dashboard.openBrowser()
    await browser.signIn()
    const { setCookies } = await browser.verifyCode(enrolled.code())
    const session = setCookies.find((cookie) => cookie.startsWith('counterfoil.session_token='))
    expect(session).toMatch(/HttpOnly/)
    expect(session).toMatch(/SameSite=Lax/)
  })
})

describe('an account without an authenticator app', () => {
  let dashboard: TestDashboard
  beforeEach(async () => {
    dashboard = await openDashboard()
  })
  afterEach(() => dashboard[Symbol.asyncDispose]())

  it('gets a session that opens nothing but enrolment', async () => {
    await makeAccount(dashboard)
    const browser = dashboard.openBrowser()
    await browser.signIn()
    expect(await browser.person()).toMatchObject({ bothFactors: false })
    const answer = await browser.post('/api/trpc/frame.storesReporting', {}, { 'content-type': 'application/json' })
    expect([answer.status, answer.body.error.json.data.code]).toEqual([403, 'FORBIDDEN'])
  })

  it('does not become full because the factor was enrolled in another browser', async () => {
    await makeAccount(dashboard)
    const half = dashboard.openBrowser()
    await half.signIn()
    const { browser } = await enrolAgain(dashboard)
    expect((await browser.person())?.bothFactors).toBe(true)
    expect(await half.person()).toBeNull()
  })

  it('cannot begin enrolment without the password', async () => {
    await makeAccount(dashboard)
    const browser = dashboard.openBrowser()
    await browser.signIn()
    expect((await browser.enrol('not the password 1')).body.code).toBe('INVALID_PASSWORD')
  })

  async function enrolAgain(board: TestDashboard) {
    const browser = board.openBrowser()
    await browser.signIn()
    const enrolment = await browser.enrol()
    const { createOTP } = await import('@better-auth/utils/otp')
    const { symmetricDecrypt } = await import('better-auth/crypto')
    const { secret } = await board.database.db.twoFactor.findFirstOrThrow()
    const { secretConfig } = await board.runtime.auth.$context
    const plain = await symmetricDecrypt({ key: secretConfig, data: secret })
    await browser.verifyCode(await createOTP(plain, { digits: 6, period: 30 }).totp())
    return { browser, enrolment }
  }
})
