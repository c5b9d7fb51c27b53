import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deepJson, depths } from './support/attack-bodies.ts'
import { createTrace } from './support/attack-trace.ts'
import { account, type EnrolledAccount, enrolAccount, openDashboard, type TestDashboard } from './support/open-dashboard.ts'

const trace = createTrace()
let dashboard: TestDashboard
let enrolled: EnrolledAccount
beforeEach(async () => {
  dashboard = await openDashboard({ logTo: trace.logTo })
  enrolled = await enrolAccount(dashboard)
})
afterEach(() => dashboard[Symbol.asyncDispose]())

const SESSION = 'counterfoil.session_token'
const CHALLENGE = 'counterfoil.two_factor'

/** Signs in with what is already in the browser's jar. */
async function signInWith(planted: Readonly<Record<string, string>>) {
  const browser = dashboard.openBrowser()
  for (const [name, value] of Object.entries(planted)) browser.jar.set(name, value)
  await browser.signIn()
  return browser
}

describe('a session that was planted', () => {
  it.each([
    ['made up', 'attackers-token.attackers-signature'],
    ['without a signature', 'A'.repeat(32)],
    ['of a line too many', `${'A'.repeat(32)}.x%0d%0aSet-Cookie:%20a=b`],
  ])('and is %s is not the one after signing in', async (_what, planted) => {
    const browser = await signInWith({ [SESSION]: planted })
    expect((await browser.verifyCode(enrolled.code())).status).toBe(200)
    const given = browser.jar.get(SESSION)
    expect(given).toBeDefined()
    expect(given).not.toBe(planted)
    expect(await browser.person()).toMatchObject({ email: account.email, bothFactors: true })
    const attacker = dashboard.openBrowser()
    attacker.jar.set(SESSION, planted)
    expect(await attacker.person()).toBeNull()
  })

  it('and is somebody else’s own becomes nobody else’s by signing in', async () => {
    const theirs = enrolled.browser.jar.get(SESSION) ?? ''
    const browser = await signInWith({ [SESSION]: theirs })
    // Between the factors the planted one may not be what answers.
    expect(browser.jar.get(SESSION)).not.toBe(theirs)
    expect((await browser.verifyCode(enrolled.code())).status).toBe(200)
    expect(browser.jar.get(SESSION)).not.toBe(theirs)
  })

  it('in the name of the challenge opens nothing', async () => {
    const browser = dashboard.openBrowser()
    browser.jar.set(CHALLENGE, enrolled.browser.jar.get(SESSION) ?? '')
    expect((await browser.verifyCode(enrolled.code())).status).toBe(401)
    expect(await browser.person()).toBeNull()
  })

  it('in any other form than its own is none', async () => {
    const [token = '', signature = ''] = decodeURIComponent(enrolled.browser.jar.get(SESSION) ?? '').split('.')
    const forms = [
      token,
      `${token}.`,
      `.${signature}`,
      `${signature}.${token}`,
      `${token}.${signature}x`,
      `${token.toUpperCase()}.${signature}`,
      `${token}.${'A'.repeat(43)}=`,
    ]
    for (const form of forms) {
      const browser = dashboard.openBrowser()
      browser.jar.set(SESSION, encodeURIComponent(form))
      expect([form, await browser.person()]).toEqual([form, null])
    }
  })
})

describe('a challenge between the factors', () => {
  it('belongs to the browser that showed the password, and to one sign-in', async () => {
    const browser = await signInWith({})
    const challenge = browser.jar.get(CHALLENGE) ?? ''
    expect(await browser.person()).toBeNull()
    expect((await browser.verifyCode(enrolled.code())).status).toBe(200)
    const second = dashboard.openBrowser()
    second.jar.set(CHALLENGE, challenge)
    expect((await second.verifyCode(enrolled.code(1))).status).toBe(401)
    expect(await second.person()).toBeNull()
  })

  it('opens no procedure', async () => {
    const browser = await signInWith({})
    browser.jar.set(SESSION, browser.jar.get(CHALLENGE) ?? '')
    expect((await browser.post('/api/trpc/stores.list', { json: { scope: { kind: 'chain' } } })).status).toBe(401)
  })
})

describe('a question', () => {
  const question = { json: { scope: { kind: 'chain' } } }

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a page without origin', { origin: 'null' }],
    ['nowhere', { origin: '' }],
    ['a person who typed it', { 'sec-fetch-site': 'none' }],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }],
  ])('of %s is not answered, signed in or not', async (_what, headers) => {
    const overrides = {
      'x-http-method-override': 'POST',
      'x-forwarded-host': 'localhost:3000',
      'x-forwarded-origin': 'http://localhost:3000',
    }
    expect((await enrolled.browser.post('/api/trpc/stores.list', question, { ...overrides, ...headers })).status).toBe(403)
  })

  it.each(['multipart/form-data; boundary=x', 'application/octet-stream', 'text/plain', 'application/x-www-form-urlencoded', ''])(
    'as %s is not read',
    async (type) => {
      expect((await enrolled.browser.post('/api/trpc/stores.list', question, { 'content-type': type })).status).toBe(415)
    },
  )

  it('may be as deep as it likes', async () => {
    for (const each of depths.flatMap(deepJson)) {
      for (const body of [each, `{"json":${each}}`, `{"json":{"scope":${each}}}`, `{"json":1,"meta":{"values":${each}}}`]) {
        const { status } = await enrolled.browser.post('/api/trpc/stores.list', body)
        expect([body.slice(0, 30), body.length, status]).toEqual([
          body.slice(0, 30),
          body.length,
          expect.toSatisfy((one) => one >= 400 && one < 500),
        ])
      }
    }
    expect(trace.lines).toEqual([])
  })

  it('asked as a stream of answers is refused like any other', async () => {
    const answer = await dashboard
      .openBrowser()
      .post('/api/trpc/stores.list?batch=1', { 0: question }, { 'trpc-accept': 'text/plain' })
    expect(answer.status).toBe(401)
    const half = dashboard.openBrowser()
    const stream = await half.post('/api/trpc/stores.list', question, { 'trpc-accept': 'application/json' })
    expect(JSON.stringify(stream.body)).not.toContain('"result"')
  })

  it('names its asker by the session and by nothing else', async () => {
    const headers = {
      'x-user-id': '1',
      'x-forwarded-user': account.email,
      authorization: 'Bearer x',
      'x-middleware-subrequest': 'src/proxy',
    }
    expect((await dashboard.openBrowser().post('/api/trpc/stores.list', question, headers)).status).toBe(401)
  })
})
