import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { account, type EnrolledAccount, enrolAccount, openDashboard, type TestDashboard } from './support/open-dashboard.ts'

const from = { 'x-forwarded-for': '192.0.2.7', 'user-agent': 'Test browser' }

describe('the record of signing in', () => {
  let dashboard: TestDashboard
  let enrolled: EnrolledAccount
  let userId: string
  beforeEach(async () => {
    dashboard = await openDashboard()
    enrolled = await enrolAccount(dashboard)
    userId = (await enrolled.browser.person())?.id ?? ''
    seen = await dashboard.database.db.auditEntry.count()
  })
  afterEach(() => dashboard[Symbol.asyncDispose]())

  let seen = 0
  /** What was recorded since the account was enrolled, with the personal values beside it. */
  async function acts() {
    const entries = await dashboard.database.db.auditEntry.findMany({ orderBy: { id: 'asc' }, include: { personal: true } })
    return entries.slice(seen).map(({ body, personal }) => ({
      ...JSON.parse(Buffer.from(body ?? []).toString()),
      personal: Object.fromEntries(personal.map(({ name, value }) => [name, value])),
    }))
  }
  const signIn = (password: string, email: string = account.email, browser = dashboard.openBrowser()) =>
    browser.post('/api/auth/sign-in/email', { email, password }, from)

  it('holds that the authenticator was connected and the first sign-in', async () => {
    seen = 0
    // The account's link and the account come first; they have tests of their own.
    const [half, added, succeeded] = (await acts()).filter(({ action }) => /^(factor|sign_in)\./.test(action))
    expect(half).toMatchObject({ action: 'factor.shown', actor: { type: 'user', id: userId, factors: ['password'] } })
    expect(added).toMatchObject({ action: 'factor.added', pci: ['10.2.1.5'], after: { factor: 'totp' } })
    expect(succeeded).toMatchObject({ action: 'sign_in.succeeded', after: { factors: ['password', 'totp'] } })
  })

  it('holds who signed in, from where and with what', async () => {
    const browser = dashboard.openBrowser()
    await signIn(account.password, account.email, browser)
    await browser.post('/api/auth/two-factor/verify-totp', { code: enrolled.code() }, from)
    const person = await browser.person()
    expect(await acts()).toMatchObject([
      {
        action: 'sign_in.succeeded',
        outcome: 'done',
        actor: { type: 'user', id: userId, session: person?.sessionId, factors: ['password', 'totp'] },
        target: { type: 'person', id: userId },
        personal: { 'origin.ip': '192.0.2.7', 'origin.userAgent': 'Test browser' },
      },
    ])
  })

  it('holds each wrong try with its kind, and the lock', async () => {
    const browser = dashboard.openBrowser()
    await signIn('not the password 1')
    await signIn(account.password, account.email, browser)
    await browser.post('/api/auth/two-factor/verify-totp', { code: '000000' }, from)
    await browser.post('/api/auth/two-factor/verify-backup-code', { code: 'wrong-codes' }, from)
    for (let attempt = 0; attempt < 7; attempt++) await signIn('not the password 1')
    await signIn(account.password)
    const all = await acts()
    const failed = all.filter(({ action }) => action === 'sign_in.failed')
    expect(failed.map(({ after, reason }) => [after.factor, reason]).slice(0, 3)).toEqual([
      ['password', 'invalid_email_or_password'],
      ['totp', 'invalid_code'],
      ['recovery_code', 'invalid_backup_code'],
    ])
    expect(failed).toHaveLength(11)
    for (const entry of failed)
      expect(entry).toMatchObject({ pci: ['10.2.1.4'], target: { id: userId }, personal: { email: account.email } })
    expect(failed.at(-1)).toMatchObject({ outcome: 'refused', reason: 'account_locked' })
    expect(all.filter(({ action }) => action === 'sign_in.locked')).toMatchObject([
      { target: { type: 'person', id: userId }, after: { locked: 'account', minutes: 30 } },
    ])
  })

  it('holds that a code was shown a second time', async () => {
    const code = enrolled.code()
    for (let time = 0; time < 2; time++) {
      const browser = dashboard.openBrowser()
      await signIn(account.password, account.email, browser)
      await browser.post('/api/auth/two-factor/verify-totp', { code }, from)
    }
    expect((await acts()).at(-1)).toMatchObject({ action: 'sign_in.failed', reason: 'code_used', after: { factor: 'totp' } })
  })

  it('holds tries at accounts that are not there, and never what else was typed there', async () => {
    await signIn('not the password 1', 'nobody@chain.example')
    await signIn('not the password 1', 'my secret password 7')
    const [nobody, typed] = await acts()
    expect(nobody).toMatchObject({ target: { type: 'person', id: 'unknown' }, personal: { email: 'nobody@chain.example' } })
    expect(Object.keys(typed.personal).sort()).toEqual(['origin.ip', 'origin.userAgent'])
  })

  it('holds that a disabled account was refused', async () => {
    await dashboard.database.db.user.updateMany({ data: { state: 'disabled', disabledAt: new Date() } })
    const answer = await signIn(account.password)
    expect([answer.status, answer.body.code]).toEqual([403, 'ACCOUNT_DISABLED'])
    expect((await acts()).at(-1)).toMatchObject({ action: 'sign_in.failed', reason: 'account_disabled' })
  })

  it('holds no password, code or token', async () => {
    const [recoveryCode = ''] = enrolled.recoveryCodes
    await signIn('not the password 1')
    const browser = dashboard.openBrowser()
    await signIn(account.password, account.email, browser)
    await browser.post('/api/auth/two-factor/verify-totp', { code: '123456' }, from)
    await browser.post('/api/auth/two-factor/verify-backup-code', { code: recoveryCode }, from)
    await browser.showFactor({ kind: 'totp', code: enrolled.code() })
    await browser.signOut()
    const record = JSON.stringify(await acts())
    const tokens = (await dashboard.database.db.session.findMany()).map(({ token }) => token)
    for (const secret of [account.password, 'not the password 1', recoveryCode, '"123456"', ...tokens])
      expect(record).not.toContain(secret)
  })
})

describe('a disabled account', () => {
  it('loses its sessions’ rights at once, and an open sign-in leads nowhere', async () => {
    await using dashboard = await openDashboard()
    const enrolled = await enrolAccount(dashboard)
    const waiting = dashboard.openBrowser()
    await waiting.signIn()
    await dashboard.database.db.user.updateMany({ data: { state: 'disabled', disabledAt: new Date() } })
    expect(await enrolled.browser.person()).toBeNull()
    expect((await enrolled.browser.ask('stores.scopes')).status).toBe(401)
    const answer = await waiting.verifyCode(enrolled.code())
    expect([answer.status, answer.body.code]).toEqual([403, 'ACCOUNT_DISABLED'])
    expect(await waiting.person()).toBeNull()
  })
})
