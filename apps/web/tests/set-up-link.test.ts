import { createSetupLink, findSetupLink } from '@counterfoil/services/users'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSetupLink } from '../src/server/auth/open-setup-link.ts'
import { account, makeAccount, openDashboard, type TestDashboard } from './support/open-dashboard.ts'

describe('the set-up link', () => {
  let dashboard: TestDashboard
  beforeAll(async () => {
    dashboard = await openDashboard()
  })
  afterAll(() => dashboard[Symbol.asyncDispose]())

  const services = () => dashboard.runtime.systemServices('test')
  const redeem = (token: string, given: object = {}) =>
    dashboard.openBrowser().post('/api/setup', { token, ...account, ...given })

  it('starts from a database without any account', async () => {
    expect(await dashboard.database.db.user.count()).toBe(0)
  })

  it.each([
    ['short', { password: 'abc 123' }, 'PASSWORD_TOO_SHORT'],
    ['without a digit', { password: 'correct horse battery' }, 'PASSWORD_NEEDS_LETTER_AND_DIGIT'],
    ['without a letter', { password: '123456789012345' }, 'PASSWORD_NEEDS_LETTER_AND_DIGIT'],
    ['endless', { password: `a1${'x'.repeat(200)}` }, 'PASSWORD_TOO_LONG'],
    ['equal to the address', { password: 'anna1@chain.example', email: 'anna1@chain.example' }, 'PASSWORD_IS_ADDRESS'],
    ['with an address that is none', { email: 'anna' }, 'EMAIL_INVALID'],
    ['with an empty name', { name: '  ' }, 'NAME_INVALID'],
    ['with a name that cannot be kept', { name: 'Anna\u0000' }, 'NAME_INVALID'],
  ])('refuses an account %s and stays usable', async (_, given, code) => {
    const { token } = await createSetupLink(services(), { force: false })
    const answer = await redeem(token, given)
    expect([answer.status, answer.body.code]).toEqual([400, code])
    expect(await findSetupLink(services(), token)).toEqual({ state: 'open', kind: 'first' })
  })

  it('is dead after 30 minutes', async () => {
    const { token } = await createSetupLink(services(), { force: false })
    dashboard.passMs(30 * 60_000 + 1)
    expect(await findSetupLink(services(), token)).toEqual({ state: 'expired', kind: 'first' })
    expect((await redeem(token)).body.code).toBe('LINK_DEAD')
  })

  it('is replaced by the next one, so that what an earlier start printed opens nothing', async () => {
    const earlier = await createSetupLink(services(), { force: false })
    await createSetupLink(services(), { force: false })
    expect((await redeem(earlier.token)).body.code).toBe('LINK_DEAD')
    expect(await dashboard.database.db.user.count()).toBe(0)
  })

  it('makes one account, also when two use it at once', async () => {
    const { token } = await createSetupLink(services(), { force: false })
    const answers = await Promise.all([redeem(token), redeem(token, { email: 'second@chain.example' })])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 403])
    expect(await dashboard.database.db.user.count()).toBe(1)
    expect(await findSetupLink(services(), token)).toEqual({ state: 'used', kind: 'first' })
  })

  it('is refused when somebody has an account, unless it is forced', async () => {
    await expect(createSetupLink(services(), { force: false })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'account_exists',
    })
    expect((await createSetupLink(services(), { force: true })).token).toMatch(/^[\w-]{43}$/)
  })

  it('does not make a second account for one address, and stays usable then', async () => {
    const { email } = await dashboard.database.db.user.findFirstOrThrow()
    const { token } = await createSetupLink(services(), { force: true })
    expect((await redeem(token, { email: email.toUpperCase() })).body.code).toBe('EMAIL_TAKEN')
    expect(await findSetupLink(services(), token)).toEqual({ state: 'open', kind: 'first' })
  })

  it('keeps neither the link nor the password in readable form', async () => {
    const { token } = await createSetupLink(services(), { force: true })
    await makeAccount(dashboard, { email: 'third@chain.example' as typeof account.email })
    const links = await dashboard.database.db.setupLink.findMany()
    expect(links.some((link) => Buffer.from(link.tokenHash).toString('latin1').includes(token))).toBe(false)
    const stored = await dashboard.database.db.account.findMany()
    for (const { password } of stored) expect(password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('gives no session by itself', async () => {
    const answer = await makeAccount(dashboard, { email: 'fourth@chain.example' as typeof account.email })
    expect(answer.setCookies).toEqual([])
  })

  it('cannot be found by guessing: its page is opened so often from an address, over restarts, and no more', async () => {
    const open = (token: string, address: string) =>
      openSetupLink(dashboard.runtime, new Headers({ 'x-forwarded-for': address }), token)
    const { token } = await createSetupLink(services(), { force: true })
    const guesses = await Promise.all(Array.from({ length: 40 }, (_, guess) => open(`guess-${guess}`, '192.0.2.7')))
    const states = guesses.map(({ state }) => state).sort()
    expect(new Set(states)).toEqual(new Set(['tooOften', 'unknown']))
    expect(states.filter((state) => state === 'unknown').length).toBeLessThan(25)
    await dashboard.restart()
    // Not even the right one is looked for.
    expect(await open(token, '192.0.2.7')).toEqual({ state: 'tooOften' })
    expect(await open(token, '192.0.2.8')).toEqual({ state: 'open', kind: 'first' })
    expect((await redeem(token, { email: 'fifth@chain.example' })).status).toBe(200)
    dashboard.passMs(60_000)
    expect(await open(token, '192.0.2.7')).toEqual({ state: 'used', kind: 'first' })
  })
})
