import { totpCode } from '@counterfoil/services/sign-in'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  account,
  decodeBase32,
  type EnrolledAccount,
  enrolAccount,
  makeAccount,
  openDashboard,
  type TestDashboard,
} from './support/open-dashboard.ts'

let dashboard: TestDashboard
let enrolled: EnrolledAccount
beforeEach(async () => {
  dashboard = await openDashboard()
  enrolled = await enrolAccount(dashboard)
})
afterEach(() => dashboard[Symbol.asyncDispose]())

const db = () => dashboard.database.db
const ask = (procedure: string, input?: unknown) => enrolled.browser.ask(`account.${procedure}`, input)
const told = async (procedure: string, input?: unknown) => (await ask(procedure, input)).body.result.data.json
const reasonOf = (answer: { body: { error: { json: { data: { reason?: string } } } } }) => answer.body.error.json.data.reason
const entries = async () =>
  (await db().auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ body }) => JSON.parse(Buffer.from(body ?? []).toString()))
const nowInSteps = () => Math.floor(dashboard.nowMs() / 30_000)

/** Another browser of the same person. */
async function signInElsewhere(stepsAhead = 0) {
  const browser = dashboard.openBrowser()
  await browser.signIn()
  expect((await browser.verifyCode(enrolled.code(stepsAhead))).status).toBe(200)
  return browser
}

describe('one’s own account', () => {
  it('is told with everything but secrets', async () => {
    await signInElsewhere()
    const own = await told('get')
    expect(own).toMatchObject({
      name: account.name,
      email: account.email,
      role: 'administrator',
      reach: { kind: 'chain' },
      passwordChangedAt: expect.any(String),
      recoveryCodesLeft: 10,
      passkeys: [],
    })
    expect(own.sessions.map(({ current }: { current: boolean }) => current)).toEqual([false, true])
    expect(Math.abs(new Date(own.authenticator.since).getTime() - Date.now())).toBeLessThan(60_000)
    expect(Math.abs(new Date(own.factorShownAt).getTime() - Date.now())).toBeLessThan(60_000)
    const rows = await db().session.findMany()
    for (const secret of rows.map(({ token }) => token)) expect(JSON.stringify(own)).not.toContain(secret)
  })

  it('is never somebody else’s: sessions of others are not there', async () => {
    await makeAccount(dashboard, { email: 'other@chain.example' as typeof account.email })
    const other = dashboard.openBrowser()
    await other.signIn(account.password, 'other@chain.example')
    const { id } = await db().session.findFirstOrThrow({ where: { user: { email: 'other@chain.example' } } })
    expect((await ask('endSession', { sessionId: id })).status).toBe(404)
    expect((await told('get')).sessions).toHaveLength(1)
    expect(await told('endOtherSessions')).toEqual({ ended: 0 })
    expect(await other.person()).not.toBeNull()
  })

  it('counts the recovery codes that are left', async () => {
    await enrolled.browser.showFactor({ kind: 'recovery_code', code: enrolled.recoveryCodes[0] })
    expect((await told('get')).recoveryCodesLeft).toBe(9)
  })
})

describe('ending sessions', () => {
  it('ends one, or all but this', async () => {
    const [one, two] = [await signInElsewhere(0), await signInElsewhere(1)]
    const { id } = await db().session.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
    expect((await ask('endSession', { sessionId: id })).status).toBe(200)
    expect([await one.person(), await two.person()].map((person) => person !== null)).toEqual([true, false])
    expect((await ask('endSession', { sessionId: id })).status).toBe(404)
    expect(await told('endOtherSessions')).toEqual({ ended: 1 })
    expect(await one.person()).toBeNull()
    expect(await enrolled.browser.person()).not.toBeNull()
    const ended = (await entries()).filter(({ action, reason }) => action === 'session.ended' && reason === 'by_person')
    expect(ended).toHaveLength(2)
  })

  it('may end the own one: that is signing out', async () => {
    const current = (await told('get')).sessions[0].id
    expect((await ask('endSession', { sessionId: current })).status).toBe(200)
    expect(await enrolled.browser.person()).toBeNull()
  })

  it('is recorded when somebody signs out', async () => {
    const person = await enrolled.browser.person()
    await enrolled.browser.signOut()
    expect((await entries()).at(-1)).toMatchObject({
      action: 'session.ended',
      reason: 'signed_out',
      actor: { type: 'user', id: person?.id },
      target: { type: 'session', id: person?.sessionId },
    })
  })
})

describe('changing the password', () => {
  const passwords = [
    'kupferdach im wind 1',
    'kupferdach im wind 2',
    'kupferdach im wind 3',
    'kupferdach im wind 4',
    'kupferdach im wind 5',
  ]
  const change = (current: string, next: string) => ask('changePassword', { current, next })

  it('works at once and ends the other sessions', async () => {
    const elsewhere = await signInElsewhere()
    expect((await change(account.password, 'kupferdach im wind 1')).status).toBe(200)
    expect(await elsewhere.person()).toBeNull()
    expect(await enrolled.browser.person()).not.toBeNull()
    expect((await dashboard.openBrowser().signIn()).status).toBe(401)
    expect((await dashboard.openBrowser().signIn('kupferdach im wind 1')).body.twoFactorRedirect).toBe(true)
    expect((await told('get')).passwordChangedAt).not.toBeNull()
    expect((await entries()).map(({ action }) => action)).toContain('password.changed')
  })

  it('takes none of the last four again, and the fifth before', async () => {
    let current: string = account.password
    for (const next of passwords.slice(0, 4)) {
      expect((await change(current, next)).status).toBe(200)
      current = next
    }
    for (const used of [account.password, ...passwords.slice(0, 4)]) {
      const answer = await change(current, used)
      expect([answer.status, reasonOf(answer)]).toEqual([400, 'password_used_before'])
    }
    expect((await change(current, passwords[4] ?? '')).status).toBe(200)
    expect((await change(passwords[4] ?? '', account.password)).status).toBe(200)
    expect(await db().passwordHistory.count()).toBe(4)
    for (const { hash } of await db().passwordHistory.findMany()) expect(hash).toMatch(/^\$argon2id\$/)
  })

  it.each([
    ['short', 'abc 123', 'password_too_short'],
    ['of the own name', 'Maria Vogel 2026', 'password_made_of_own_words'],
    ['found in breaches', 'minecraft123', 'password_common'],
  ])('refuses one that is %s', async (_what, next, reason) => {
    const answer = await change(account.password, next)
    expect([reasonOf(answer), answer.body.error.json.data.fields]).toEqual([reason, ['next']])
  })

  it('counts a wrong password as any wrong try, until the account is locked', async () => {
    for (let attempt = 0; attempt < 10; attempt++) {
      const answer = await change('not the password 1', 'kupferdach im wind 1')
      expect([reasonOf(answer), answer.body.error.json.data.fields]).toEqual(['invalid_password', ['current']])
    }
    const locked = await change(account.password, 'kupferdach im wind 1')
    expect([locked.status, reasonOf(locked)]).toEqual([429, 'account_locked'])
    expect((await dashboard.openBrowser().signIn()).body.code).toBe('ACCOUNT_LOCKED')
  })

  it('asks for a factor of the last five minutes', async () => {
    dashboard.passMs(5 * 60_000 + 1)
    expect(reasonOf(await change(account.password, 'kupferdach im wind 1'))).toBe('factor_wanted')
  })

  it('leaves neither password anywhere but hashed', async () => {
    await change('kupferdach im wind 9', 'kupferdach im wind 1')
    await change(account.password, 'kupferdach im wind 1')
    const { rows } = await dashboard.database.owner.query<{ text: string }>(
      `select query_to_xml(format('select * from %I', relname), true, false, '')::text as text
       from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    )
    const dump = rows.map(({ text }) => text).join('\n')
    expect(dump).toContain(account.email)
    for (const secret of ['kupferdach', account.password, ...enrolled.recoveryCodes]) {
      expect(dump).not.toContain(secret)
      // PostgreSQL writes bytea in hex or base64, depending on the way.
      expect(dump).not.toContain(Buffer.from(secret).toString('hex'))
      expect(dump).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12))
    }
  })
})

describe('another authenticator app', () => {
  const code = (secret: string, ahead = 0) => totpCode(decodeBase32(secret), nowInSteps() + ahead)

  it('is connected in place of the old one, which counts until then and no longer', async () => {
    const { uri, secret } = await told('beginAuthenticator')
    expect(new URL(uri).searchParams.get('secret')).toBe(secret)
    expect(uri).toMatch(/^otpauth:\/\/totp\/Counterfoil%3Am\.vogel%40chain\.example\?/)
    expect(reasonOf(await ask('finishAuthenticator', { code: '000000' }))).toBe('invalid_code')
    expect((await enrolled.browser.showFactor({ kind: 'totp', code: enrolled.code() })).status).toBe(200)
    expect((await ask('finishAuthenticator', { code: code(secret) })).status).toBe(200)
    expect((await enrolled.browser.showFactor({ kind: 'totp', code: enrolled.code(1) })).body.code).toBe('INVALID_CODE')
    expect((await enrolled.browser.showFactor({ kind: 'totp', code: code(secret) })).body.code).toBe('CODE_USED')
    const browser = dashboard.openBrowser()
    await browser.signIn()
    expect((await browser.verifyCode(code(secret, 1))).status).toBe(200)
    expect((await told('get')).recoveryCodesLeft).toBe(10)
    expect((await entries()).map(({ action }) => action)).toEqual(expect.arrayContaining(['factor.begun', 'factor.renewed']))
  })

  it('is connected once of two at the same moment', async () => {
    const { secret } = await told('beginAuthenticator')
    const answers = await Promise.all([0, 1].map(() => ask('finishAuthenticator', { code: code(secret) })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('is not finished in another session, nor after fifteen minutes', async () => {
    const { secret } = await told('beginAuthenticator')
    const elsewhere = await signInElsewhere()
    expect((await elsewhere.ask('account.finishAuthenticator', { code: code(secret) })).status).toBe(409)
    dashboard.passMs(15 * 60_000)
    await db().session.updateMany({
      data: { factorShownAt: new Date(dashboard.nowMs()), lastActionAt: new Date(dashboard.nowMs()) },
    })
    expect((await ask('finishAuthenticator', { code: code(secret) })).status).toBe(409)
  })

  it('has its secret sealed until then', async () => {
    const { secret } = await told('beginAuthenticator')
    const { secret: kept } = await db().pendingAuthenticator.findFirstOrThrow()
    expect(kept).not.toContain(secret)
    expect(kept).not.toContain(decodeBase32(secret))
  })
})

describe('new recovery codes', () => {
  it('take the place of all others, and sign in', async () => {
    const { codes } = await told('renewRecoveryCodes')
    expect(codes).toHaveLength(10)
    for (const code of codes) expect(code).toMatch(/^[a-zA-Z0-9]{5}-[a-zA-Z0-9]{5}$/)
    expect(new Set(codes).size).toBe(10)
    const browser = dashboard.openBrowser()
    await browser.signIn()
    expect((await browser.verifyRecoveryCode(enrolled.recoveryCodes[0] ?? '')).body.code).toBe('INVALID_BACKUP_CODE')
    expect((await browser.verifyRecoveryCode(codes[0])).status).toBe(200)
    expect((await told('get')).recoveryCodesLeft).toBe(9)
  })
})
