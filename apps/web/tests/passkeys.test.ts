import { generateKeyPairSync } from 'node:crypto'
import { changeAccess, type PersonRole } from '@counterfoil/services/permissions'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  account,
  type EnrolledAccount,
  enrolAccount,
  openDashboard,
  origin,
  type TestBrowser,
  type TestDashboard,
} from './support/open-dashboard.ts'
import { createAuthenticator, type Twist } from './support/software-authenticator.ts'

type Authenticator = ReturnType<typeof createAuthenticator>

let dashboard: TestDashboard
let enrolled: EnrolledAccount
beforeEach(async () => {
  dashboard = await openDashboard()
  enrolled = await enrolAccount(dashboard)
})
afterEach(() => dashboard[Symbol.asyncDispose]())

const db = () => dashboard.database.db
const MINUTE_MS = 60_000

async function begin(browser: TestBrowser = enrolled.browser) {
  return (await browser.ask('account.beginPasskey')).body.result.data.json
}
const finish = (response: unknown, browser: TestBrowser = enrolled.browser) =>
  browser.ask('account.finishPasskey', { name: 'Laptop', response })

/** A passkey in use, of a person with this role. */
async function enrolPasskey(role: PersonRole, authenticator = createAuthenticator(origin)): Promise<Authenticator> {
  const answer = await finish(authenticator.create(await begin()))
  expect(answer.status).toBe(200)
  const { id } = await db().user.findFirstOrThrow({ where: { email: account.email } })
  await changeAccess(dashboard.runtime.systemServices('test'), id, { role, reach: { kind: 'chain' } })
  return authenticator
}

async function signIn(authenticator: Authenticator, twist: Twist = {}, browser = dashboard.openBrowser()) {
  const options = await browser.post('/api/auth/passkey/options', {})
  const response = authenticator.get(options.body, twist)
  return { browser, response, answer: await browser.post('/api/auth/passkey/sign-in', { response }) }
}

const newestActs = async (count: number) => {
  const entries = await db().auditEntry.findMany({ orderBy: { id: 'desc' }, take: count })
  return entries.map(({ body }) => JSON.parse(Buffer.from(body ?? []).toString()))
}

describe('a passkey', () => {
  it('is enrolled, is shown with its name, and signs in without address, password or code', async () => {
    const authenticator = await enrolPasskey('operations')
    const own = (await enrolled.browser.ask('account.get')).body.result.data.json
    expect(own.passkeys).toMatchObject([{ name: 'Laptop', lastUsedAt: null }])
    const { browser, answer } = await signIn(authenticator)
    expect([answer.status, answer.body]).toEqual([200, { ok: true, complete: true }])
    expect(await browser.person()).toMatchObject({ email: account.email, bothFactors: true, factors: ['passkey'], idle: false })
    expect((await browser.ask('stores.scopes')).status).toBe(200)
    expect((await newestActs(1))[0]).toMatchObject({ action: 'sign_in.succeeded', actor: { factors: ['passkey'] } })
    expect((await db().passkey.findFirstOrThrow()).lastUsedAt).not.toBeNull()
  })

  it('is asked for with everything that makes it two factors', async () => {
    const made = await begin()
    expect(made.authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' })
    expect([made.rp.id, made.attestation, made.timeout]).toEqual(['localhost', 'none', 300_000])
    const asked = await dashboard.openBrowser().post('/api/auth/passkey/options', {})
    expect(asked.body).toMatchObject({ rpId: 'localhost', userVerification: 'required' })
    expect(asked.body.allowCredentials ?? []).toEqual([])
  })

  it('that does not count is good again and again', async () => {
    const authenticator = await enrolPasskey('operations', createAuthenticator(origin, { counting: false }))
    for (let time = 0; time < 3; time++) expect((await signIn(authenticator)).answer.status).toBe(200)
  })

  it('is renamed and removed by its owner alone, and signs nobody in afterwards', async () => {
    const authenticator = await enrolPasskey('operations')
    const { id } = await db().passkey.findFirstOrThrow()
    const other = await db().user.create({ data: { id: 'other', name: 'Other', email: 'other@chain.example' } })
    await db().passkey.update({ where: { id }, data: { userId: other.id } })
    expect((await enrolled.browser.ask('account.removePasskey', { id })).status).toBe(404)
    expect((await enrolled.browser.ask('account.renamePasskey', { id, name: 'Mine' })).status).toBe(404)
    const { id: userId } = await db().user.findFirstOrThrow({ where: { email: account.email } })
    await db().passkey.update({ where: { id }, data: { userId } })
    expect((await enrolled.browser.ask('account.renamePasskey', { id, name: 'Key ring' })).status).toBe(200)
    expect((await db().passkey.findFirstOrThrow()).name).toBe('Key ring')
    expect((await enrolled.browser.ask('account.removePasskey', { id })).status).toBe(200)
    const { browser, answer } = await signIn(authenticator)
    expect([answer.status, answer.body.code]).toEqual([401, 'PASSKEY_REFUSED'])
    expect(await browser.person()).toBeNull()
    expect((await newestActs(1))[0]).toMatchObject({ action: 'sign_in.failed', reason: 'passkey_unknown' })
  })
})

describe('enrolment of a passkey is refused', () => {
  it.each<[string, Twist]>([
    ['without its holder being verified', { userVerified: false }],
    ['without anybody being there', { userPresent: false }],
    ['of another site', { origin: 'http://evil.example' }],
    ['for another site', { rpId: 'evil.example' }],
    ['out of a frame of another site', { crossOrigin: true }],
    ['that is a sign-in', { type: 'webauthn.get' }],
  ])('%s', async (_what, twist) => {
    const answer = await finish(createAuthenticator(origin).create(await begin(), twist))
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(await db().passkey.count()).toBe(0)
  })

  it('for a challenge answered before, made up, too old, or of another session', async () => {
    const options = await begin()
    expect((await finish(createAuthenticator(origin).create(options))).status).toBe(200)
    expect((await finish(createAuthenticator(origin).create(options))).status).toBe(409)
    expect((await finish(createAuthenticator(origin).create({ ...options, challenge: 'bWFkZSB1cA' }))).status).toBe(409)

    const elsewhere = dashboard.openBrowser()
    await elsewhere.signIn()
    await elsewhere.verifyCode(enrolled.code())
    expect((await finish(createAuthenticator(origin).create(await begin()), elsewhere)).status).toBe(409)

    const late = await begin()
    dashboard.passMs(5 * MINUTE_MS - 1_000)
    await db().session.updateMany({ data: { factorShownAt: new Date(dashboard.nowMs()) } })
    dashboard.passMs(1_001)
    expect((await finish(createAuthenticator(origin).create(late))).status).toBe(409)
    expect(await db().passkey.count()).toBe(1)
  })

  it('to a session that has shown no factor for five minutes, or one only', async () => {
    dashboard.passMs(5 * MINUTE_MS + 1)
    expect((await enrolled.browser.ask('account.beginPasskey')).body.error.json.data.reason).toBe('factor_wanted')
    await db().session.updateMany({ data: { secondFactorAt: null, factorShownAt: new Date(dashboard.nowMs()) } })
    expect((await enrolled.browser.ask('account.beginPasskey')).body.error.json.data.reason).toBe('second_factor_missing')
  })

  it('of one that somebody has already', async () => {
    const authenticator = createAuthenticator(origin)
    expect((await finish(authenticator.create(await begin()))).status).toBe(200)
    expect((await finish(authenticator.create(await begin()))).status).toBe(409)
  })
})

describe('signing in with a passkey is refused', () => {
  it.each<[string, Twist, string]>([
    ['without its holder being verified', { userVerified: false }, 'passkey_invalid'],
    ['without anybody being there', { userPresent: false }, 'passkey_invalid'],
    ['on another site', { origin: 'https://evil.example' }, 'passkey_invalid'],
    ['for another site', { rpId: 'evil.example' }, 'passkey_invalid'],
    ['out of a frame of another site', { crossOrigin: true }, 'passkey_challenge_unknown'],
    ['with an enrolment', { type: 'webauthn.create' }, 'passkey_invalid'],
    ['with another key', { signWith: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }, 'passkey_invalid'],
    ['for a made-up challenge', { challenge: 'bWFkZSB1cA' }, 'passkey_challenge_unknown'],
    ['with a count that stood still', { count: 1 }, 'passkey_cloned'],
    ['with a count that went back', { count: 0 }, 'passkey_cloned'],
  ])('%s', async (_what, twist, reason) => {
    const authenticator = await enrolPasskey('operations')
    const { browser, answer } = await signIn(authenticator, twist)
    expect([answer.status, answer.body.code]).toEqual([401, 'PASSKEY_REFUSED'])
    expect(await browser.person()).toBeNull()
    expect((await newestActs(1))[0]).toMatchObject({
      action: 'sign_in.failed',
      outcome: 'failed',
      reason,
      after: { factor: 'passkey' },
    })
    expect((await signIn(authenticator, { count: 9 })).answer.status).toBe(200)
  })

  it('a second time with the same signature, also at the same moment, and from another browser', async () => {
    const authenticator = await enrolPasskey('operations')
    const { browser, response } = await signIn(authenticator)
    const again = await browser.post('/api/auth/passkey/sign-in', { response })
    expect(again.body.code).toBe('PASSKEY_REFUSED')

    const [one, two] = [dashboard.openBrowser(), dashboard.openBrowser()]
    const options = await one.post('/api/auth/passkey/options', {})
    const signed = authenticator.get(options.body)
    await two.post('/api/auth/passkey/options', {})
    expect((await two.post('/api/auth/passkey/sign-in', { response: signed })).body.code).toBe('PASSKEY_REFUSED')
    const answers = await Promise.all([0, 1, 2].map(() => one.post('/api/auth/passkey/sign-in', { response: signed })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
  })

  it('after five minutes', async () => {
    const authenticator = await enrolPasskey('operations')
    const browser = dashboard.openBrowser()
    const options = await browser.post('/api/auth/passkey/options', {})
    const response = authenticator.get(options.body)
    dashboard.passMs(5 * MINUTE_MS)
    expect((await browser.post('/api/auth/passkey/sign-in', { response })).body.code).toBe('PASSKEY_REFUSED')
  })

  it('of a clone and its original once both were used', async () => {
    const authenticator = await enrolPasskey('operations')
    expect((await signIn(authenticator, { count: 5 })).answer.status).toBe(200)
    expect((await signIn(authenticator, { count: 5 })).answer.body.code).toBe('PASSKEY_REFUSED')
    const counted = await Promise.all([signIn(authenticator, { count: 6 }), signIn(authenticator, { count: 6 })])
    expect(counted.map(({ answer }) => answer.status).sort()).toEqual([200, 401])
  })

  it('to an account that is disabled, or whose factors were taken back', async () => {
    const authenticator = await enrolPasskey('operations')
    await db().user.updateMany({ data: { twoFactorEnabled: false } })
    expect((await signIn(authenticator)).answer.body.code).toBe('PASSKEY_REFUSED')
    await db().user.updateMany({ data: { state: 'disabled', disabledAt: new Date(), twoFactorEnabled: true } })
    const { answer, browser } = await signIn(authenticator)
    expect([answer.status, answer.body.code]).toEqual([403, 'ACCOUNT_DISABLED'])
    expect(await browser.person()).toBeNull()
  })

  it('after ten wrong tries of any kind, and wrong passkeys count as such', async () => {
    const authenticator = await enrolPasskey('operations')
    for (let attempt = 0; attempt < 5; attempt++) await signIn(authenticator, { userVerified: false })
    for (let attempt = 0; attempt < 5; attempt++) await dashboard.openBrowser().signIn('not the password 1')
    const { answer } = await signIn(authenticator)
    expect([answer.status, answer.body.code, answer.body.minutes]).toEqual([429, 'ACCOUNT_LOCKED', 30])
    expect((await dashboard.openBrowser().signIn()).body.code).toBe('ACCOUNT_LOCKED')
  })
})

describe('an administrator', () => {
  const kinds: readonly [string, (browser: TestBrowser) => Promise<object>][] = [
    ['the password', async () => ({ kind: 'password', password: account.password })],
    ['a code', async () => ({ kind: 'totp', code: enrolled.code() })],
    ['a recovery code', async () => ({ kind: 'recovery_code', code: enrolled.recoveryCodes[0] })],
  ]
  it.each(kinds)('shows %s beside the passkey before anything opens', async (_what, shown) => {
    const authenticator = await enrolPasskey('administrator')
    const { browser, answer } = await signIn(authenticator)
    expect(answer.body).toEqual({ ok: true, complete: false })
    expect(await browser.person()).toMatchObject({ bothFactors: false, factors: ['passkey'] })
    expect((await browser.ask('stores.scopes')).status).toBe(403)
    expect((await browser.ask('account.get')).status).toBe(403)
    expect((await browser.showFactor(await shown(browser))).body).toEqual({ ok: true })
    expect((await browser.person())?.bothFactors).toBe(true)
    expect((await browser.ask('stores.scopes')).status).toBe(200)
    expect((await newestActs(1))[0]).toMatchObject({ action: 'sign_in.succeeded' })
  })

  it('cannot show the passkey twice instead', async () => {
    const authenticator = await enrolPasskey('administrator')
    const { browser } = await signIn(authenticator)
    const options = await browser.post('/api/factor/passkey-options', {})
    const answer = await browser.showFactor({ kind: 'passkey', response: authenticator.get(options.body) })
    expect([answer.status, answer.body.code]).toEqual([400, 'FACTOR_NOT_OFFERED'])
    expect((await browser.person())?.bothFactors).toBe(false)
  })

  it('is what somebody becomes within a session, too', async () => {
    const authenticator = await enrolPasskey('finance')
    const { browser } = await signIn(authenticator)
    expect((await browser.person())?.bothFactors).toBe(true)
    const { id } = await db().user.findFirstOrThrow()
    await changeAccess(dashboard.runtime.systemServices('test'), id, { role: 'administrator', reach: { kind: 'chain' } })
    expect((await browser.person())?.bothFactors).toBe(false)
    expect((await browser.showFactor({ kind: 'password', password: account.password })).status).toBe(200)
    expect(await browser.person()).toMatchObject({ bothFactors: true, factors: ['password', 'passkey'] })
  })

  it('is not let in by a wrong password, which counts', async () => {
    const authenticator = await enrolPasskey('administrator')
    const { browser } = await signIn(authenticator)
    for (let attempt = 0; attempt < 10; attempt++) {
      const answer = await browser.showFactor({ kind: 'password', password: 'not the password 1' })
      expect(answer.body.code).toBe('INVALID_PASSWORD')
    }
    expect((await browser.showFactor({ kind: 'password', password: account.password })).body.code).toBe('ACCOUNT_LOCKED')
    expect((await browser.person())?.bothFactors).toBe(false)
  })
})

describe('a passkey within a session', () => {
  it('leads back after idle time, for administrators as well, and makes a fresh factor', async () => {
    const authenticator = await enrolPasskey('administrator')
    dashboard.passMs(15 * MINUTE_MS)
    expect((await enrolled.browser.person())?.idle).toBe(true)
    const options = await enrolled.browser.post('/api/factor/passkey-options', {})
    expect(options.body.allowCredentials).toMatchObject([{ id: authenticator.id }])
    const response = authenticator.get(options.body)
    expect((await enrolled.browser.showFactor({ kind: 'passkey', response })).body).toEqual({ ok: true })
    expect(await enrolled.browser.person()).toMatchObject({ idle: false, factors: ['password', 'totp', 'passkey'] })
    expect((await enrolled.browser.ask('account.renewRecoveryCodes')).status).toBe(200)
    const replayed = await enrolled.browser.showFactor({ kind: 'passkey', response })
    expect([replayed.status, replayed.body.code]).toEqual([401, 'PASSKEY_REFUSED'])
  })

  it('is one’s own: nobody else’s, and not one signed for signing in', async () => {
    const authenticator = await enrolPasskey('operations')
    const asked = await enrolled.browser.post('/api/factor/passkey-options', {})
    const signIn = await enrolled.browser.post('/api/auth/passkey/options', {})
    const crossed = await enrolled.browser.showFactor({ kind: 'passkey', response: authenticator.get(signIn.body) })
    expect(crossed.body.code).toBe('PASSKEY_REFUSED')
    await db().user.create({ data: { id: 'other', name: 'Other', email: 'other@chain.example' } })
    await db().passkey.updateMany({ data: { userId: 'other' } })
    const foreign = await enrolled.browser.showFactor({ kind: 'passkey', response: authenticator.get(asked.body) })
    expect(foreign.body.code).toBe('PASSKEY_REFUSED')
    expect((await newestActs(1))[0]).toMatchObject({ action: 'factor.failed', reason: 'passkey_unknown' })
  })

  it('cannot be asked for where there is none', async () => {
    const answer = await enrolled.browser.post('/api/factor/passkey-options', {})
    expect([answer.status, answer.body.code]).toEqual([409, 'NO_PASSKEY'])
    expect((await dashboard.openBrowser().post('/api/factor/passkey-options', {})).status).toBe(401)
  })
})
