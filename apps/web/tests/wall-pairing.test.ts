import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createContext, createRuntime } from '../src/server/context.ts'
import { answerClaim, answerPairing } from '../src/server/screens/answer-wall.ts'
import {
  type EnrolledAccount,
  enrolAccount,
  openDashboard,
  type TestBrowser,
  type TestDashboard,
  testSettings,
} from './support/open-dashboard.ts'

let dashboard: TestDashboard
let person: EnrolledAccount
beforeAll(async () => {
  dashboard = await openDashboard()
  person = await enrolAccount(dashboard)
})
afterAll(() => dashboard[Symbol.asyncDispose]())

const askCode = (screen: TestBrowser) => screen.post('/api/wall/pairing', {})
const claim = (screen: TestBrowser) => screen.post('/api/wall/claim', {})
const pair = (code: string, by = person) =>
  by.browser.post('/api/trpc/screens.pair', { json: { code, name: 'OPS-02', reach: { kind: 'chain' } } })
const look = (screen: TestBrowser) => screen.post('/api/trpc/live.snapshot', { json: { scope: { kind: 'chain' } } })

async function letIn(screen: TestBrowser): Promise<string> {
  const { code } = (await askCode(screen)).body
  const paired = await pair(code)
  await claim(screen)
  return superjson.deserialize<{ id: string }>(paired.body.result.data).id
}

describe('a screen', () => {
  it('shows a code, is let in by a person, and looks with a cookie that no script can read', async () => {
    const screen = dashboard.openBrowser()
    expect((await look(screen)).status).toBe(401)
    const opened = await askCode(screen)
    expect(opened.body).toEqual({ state: 'open', code: expect.stringMatching(/^.{4}-.{4}$/), expiresAtMs: expect.any(Number) })
    expect(opened.body.expiresAtMs - dashboard.nowMs()).toBeLessThanOrEqual(600_000)
    expect(opened.setCookies).toEqual([
      expect.stringMatching(/^counterfoil\.pairing=[\w-]{43}; Path=\/; Max-Age=(599|600); HttpOnly; SameSite=Strict$/),
    ])
    expect((await claim(screen)).body).toEqual({ state: 'waiting' })
    expect((await pair(opened.body.code)).status).toBe(200)
    const claimed = await claim(screen)
    expect(claimed.body).toEqual({ state: 'paired' })
    const yearOf = (line = '') => Number(/Max-Age=(\d+)/.exec(line)?.[1])
    expect(claimed.setCookies[0]).toMatch(/^counterfoil\.screen=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/)
    expect(yearOf(claimed.setCookies[0])).toBeGreaterThan(364 * 86_400)
    expect(yearOf(claimed.setCookies[0])).toBeLessThanOrEqual(365 * 86_400)
    expect([...screen.jar.keys()]).toEqual(['counterfoil.screen'])
    expect((await look(screen)).status).toBe(200)
    expect((await askCode(screen)).body).toEqual({ state: 'paired' })
  })

  it('is no person: it opens the wall and nothing else', async () => {
    const screen = dashboard.openBrowser()
    const id = await letIn(screen)
    const cookie = [...screen.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const context = await createContext(new Headers({ cookie }), dashboard.runtime)
    expect(context).toMatchObject({
      person: null,
      asker: { kind: 'screen', id, name: 'OPS-02', access: { role: 'wall_screen' } },
    })
    expect((await screen.post('/api/trpc/payments.list', { json: { filter: { scope: { kind: 'chain' } } } })).status).toBe(403)
    expect((await screen.post('/api/trpc/account.get', {})).status).toBe(403)
    expect(
      (await screen.post('/api/trpc/live.snapshot', { json: { scope: { kind: 'chain' } } }, { origin: 'https://evil.example' }))
        .status,
    ).toBe(403)
  })

  it('stays a screen while somebody is half signed in at it, and is theirs while they are wholly', async () => {
    const screen = dashboard.openBrowser()
    await letIn(screen)
    const role = async () => {
      const cookie = [...screen.jar].map(([name, value]) => `${name}=${value}`).join('; ')
      return (await createContext(new Headers({ cookie }), dashboard.runtime)).asker?.access.role
    }
    await screen.signIn()
    expect(await role()).toBe('wall_screen')
    await screen.verifyCode(person.code(1))
    expect(await role()).toBe('administrator')
    await screen.signOut()
    expect(await role()).toBe('wall_screen')
  })

  it('sees nothing from the next question on once it is revoked', async () => {
    const screen = dashboard.openBrowser()
    const id = await letIn(screen)
    expect((await look(screen)).status).toBe(200)
    expect((await person.browser.post('/api/trpc/screens.revoke', { json: { id } })).status).toBe(200)
    expect((await look(screen)).status).toBe(401)
    expect((await askCode(screen)).body.state).toBe('open')
  })

  it('gets nothing by another’s claim, an old one, or none', async () => {
    const [screen, thief] = [dashboard.openBrowser(), dashboard.openBrowser()]
    const { code } = (await askCode(screen)).body
    await askCode(thief)
    await pair(code)
    expect((await claim(thief)).body).toEqual({ state: 'waiting' })
    expect((await claim(dashboard.openBrowser())).body).toEqual({ state: 'over' })
    dashboard.passMs(10 * 60_000)
    const late = await claim(screen)
    dashboard.passMs(-10 * 60_000)
    expect(late.body).toEqual({ state: 'over' })
    expect(late.setCookies).toEqual([])
  })

  it('cannot be asked about from another page, or as a form', async () => {
    const screen = dashboard.openBrowser()
    for (const path of ['/api/wall/pairing', '/api/wall/claim']) {
      expect((await screen.post(path, {}, { origin: 'https://evil.example' })).status).toBe(403)
      expect((await screen.post(path, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
      expect((await screen.post(path, '{}', { 'content-type': 'text/plain' })).status).toBe(415)
      expect((await screen.post(path, { more: 'x'.repeat(200) })).status).toBe(413)
    }
    expect([...screen.jar]).toEqual([])
  })
})

describe('a person', () => {
  it('needs a factor shown within five minutes to let a screen in', async () => {
    const { code } = (await askCode(dashboard.openBrowser())).body
    dashboard.passMs(5 * 60_000 + 1_000)
    const stale = await pair(code)
    dashboard.passMs(-5 * 60_000 - 1_000)
    expect(stale.body.error.json.data).toMatchObject({ code: 'FORBIDDEN', reason: 'factor_wanted' })
    expect((await pair(code)).status).toBe(200)
    expect((await pair(code)).body.error.json.data).toMatchObject({ code: 'BAD_REQUEST', reason: 'code_used', fields: ['code'] })
  })
})

describe('over TLS', () => {
  it('both cookies have the prefix that keeps other hosts and plain pages away', async () => {
    const publicOrigin = 'https://pay.chain.example'
    const runtime = createRuntime({ ...testSettings(dashboard.database.url), publicOrigin })
    const post = (answer: typeof answerPairing, cookie = '') =>
      answer(
        new Request(`${publicOrigin}/api/wall`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: publicOrigin, cookie },
          body: '{}',
        }),
        runtime,
      )
    const opened = await post(answerPairing)
    const [pairing = ''] = opened.headers.getSetCookie()
    expect(pairing).toMatch(/^__Host-counterfoil\.pairing=.*; Path=\/; .*HttpOnly; SameSite=Strict; Secure$/)
    await pair((await opened.json()).code)
    const [held = ''] = pairing.split(';')
    // As a plain page could have set it: not taken.
    expect(await (await post(answerClaim, held.replace('__Host-', ''))).json()).toEqual({ state: 'over' })
    const [screen = ''] = (await post(answerClaim, held)).headers.getSetCookie()
    expect(screen).toMatch(/^__Host-counterfoil\.screen=.*; Path=\/; .*HttpOnly; SameSite=Strict; Secure$/)
    expect(screen).not.toMatch(/domain/i)
    const [cookie = ''] = screen.split(';')
    const kindOf = async (given: string) => (await createContext(new Headers({ cookie: given }), runtime)).asker?.kind
    expect(await kindOf(cookie)).toBe('screen')
    expect(await kindOf(cookie.replace('__Host-', ''))).toBeUndefined()
    await runtime.close()
  })
})
