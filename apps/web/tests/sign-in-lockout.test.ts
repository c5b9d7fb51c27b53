import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { account, type EnrolledAccount, enrolAccount, openDashboard, type TestDashboard } from './support/open-dashboard.ts'

const halfHourMs = 30 * 60_000

describe('the lock after wrong tries', () => {
  let dashboard: TestDashboard
  let enrolled: EnrolledAccount
  beforeEach(async () => {
    dashboard = await openDashboard()
    enrolled = await enrolAccount(dashboard)
    // The limit per network would answer first; it has its own test.
    await freeNetwork()
  })
  afterEach(() => dashboard[Symbol.asyncDispose]())

  async function freeNetwork() {
    await dashboard.database.db.rateBucket.deleteMany()
  }
  const wrongPassword = () => dashboard.openBrowser().signIn('not the password 1')

  it('closes the account after ten wrong passwords, for the right one too, and opens it after 30 minutes', async () => {
    for (let attempt = 0; attempt < 10; attempt++) expect((await wrongPassword()).status).toBe(401)
    const locked = await dashboard.openBrowser().signIn()
    expect([locked.status, locked.body.code, locked.body.minutes]).toEqual([429, 'ACCOUNT_LOCKED', 30])
    dashboard.passMs(halfHourMs - 60_000)
    expect((await dashboard.openBrowser().signIn()).body.code).toBe('ACCOUNT_LOCKED')
    dashboard.passMs(60_001)
    expect((await dashboard.openBrowser().signIn()).body.twoFactorRedirect).toBe(true)
  })

  it('holds after a restart, and from another address', async () => {
    for (let attempt = 0; attempt < 10; attempt++) await wrongPassword()
    await dashboard.restart()
    const body = { email: account.email, password: account.password }
    const locked = await dashboard.openBrowser().post('/api/auth/sign-in/email', body, { 'x-forwarded-for': '192.0.2.99' })
    expect(locked.body.code).toBe('ACCOUNT_LOCKED')
  })

  it('lets no eleventh try through when all come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, wrongPassword))
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(10)
    expect(answers.filter((answer) => answer.body.code === 'ACCOUNT_LOCKED')).toHaveLength(5)
  })

  it('counts passwords, authenticator codes and recovery codes together', async () => {
    for (let attempt = 0; attempt < 4; attempt++) await wrongPassword()
    const browser = dashboard.openBrowser()
    await browser.signIn()
    for (let attempt = 0; attempt < 3; attempt++) expect((await browser.verifyCode('000000')).body.code).toBe('INVALID_CODE')
    await browser.signIn()
    for (let attempt = 0; attempt < 3; attempt++) expect((await browser.verifyRecoveryCode('wrong-codes')).status).toBe(401)
    expect((await browser.verifyCode(enrolled.code())).body.code).toBe('ACCOUNT_LOCKED')
    expect(await browser.person()).toBeNull()
  })

  it('does not forget wrong codes because the password was right', async () => {
    for (let round = 0; round < 5; round++) {
      const browser = dashboard.openBrowser()
      await browser.signIn()
      await browser.verifyCode('000000')
      await browser.verifyCode('000001')
    }
    expect((await dashboard.openBrowser().signIn()).body.code).toBe('ACCOUNT_LOCKED')
  })

  it('forgets them after a complete sign-in', async () => {
    for (let attempt = 0; attempt < 9; attempt++) await wrongPassword()
    const browser = dashboard.openBrowser()
    await browser.signIn()
    expect((await browser.verifyCode(enrolled.code())).status).toBe(200)
    expect(await dashboard.database.db.signInFailure.count({ where: { subject: { startsWith: 'account:' } } })).toBe(0)
  })

  it('does not count a right code shown again by somebody who is signed in', async () => {
    expect((await enrolled.browser.verifyCode(enrolled.code())).status).toBe(200)
    expect((await dashboard.database.db.signInFailure.findFirst())?.failures ?? 0).toBe(0)
  })

  it('treats an address without an account the same, so that nobody learns which exist', async () => {
    const guess = () => dashboard.openBrowser().signIn('not the password 1', 'nobody@chain.example')
    const first = await guess()
    expect(first.body).toEqual((await wrongPassword()).body)
    for (let attempt = 1; attempt < 10; attempt++) await guess()
    expect((await guess()).body.code).toBe('ACCOUNT_LOCKED')
  })

  it('sees through spaces and capitals in the address', async () => {
    for (let attempt = 0; attempt < 10; attempt++)
      await dashboard.openBrowser().signIn('not the password 1', account.email.toUpperCase())
    expect((await dashboard.openBrowser().signIn()).body.code).toBe('ACCOUNT_LOCKED')
  })

  it('keeps the second factor’s own lock at 30 minutes as well', async () => {
    const row = await dashboard.database.db.twoFactor.findFirstOrThrow()
    await dashboard.database.db.twoFactor.update({ where: { id: row.id }, data: { failedVerificationCount: 9 } })
    const browser = dashboard.openBrowser()
    await browser.signIn()
    await browser.verifyCode('000000')
    const { lockedUntil } = await dashboard.database.db.twoFactor.findFirstOrThrow()
    expect(Math.abs((lockedUntil?.getTime() ?? 0) - Date.now() - halfHourMs)).toBeLessThan(60_000)
  })

  it('limits tries per network in the database, and gives one back every two seconds', async () => {
    let tries = 0
    const guess = () => dashboard.openBrowser().signIn('not the password 1', `guess${tries++}@chain.example`)
    let answer = await guess()
    while (answer.status !== 429 && tries < 60) answer = await guess()
    expect(answer.status).toBe(429)
    expect(tries).toBeGreaterThan(30)
    dashboard.passMs(2_000)
    expect((await guess()).body.code).not.toBe('TOO_MANY_REQUESTS')
    expect(await dashboard.database.db.rateBucket.count()).toBeGreaterThan(0)
  })

  it('limits them for an IPv6 network as for one address, and by what the last proxy saw', async () => {
    const from = (address: string) =>
      dashboard.openBrowser().post('/api/auth/sign-out', {}, { 'x-forwarded-for': `203.0.113.9, ${address}` })
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1', '192.0.2.7']) await from(address)
    const rows = await dashboard.database.db.rateBucket.findMany({ where: { subject: { startsWith: 'signIn:' } } })
    expect(rows.map(({ subject }) => subject.split('|')[0]).sort()).toEqual([
      'signIn:192.0.2.7',
      'signIn:2001:0db8:0001:0002:0000:0000:0000:0000',
      'signIn:2001:0db8:0001:0003:0000:0000:0000:0000',
    ])
  })
})
