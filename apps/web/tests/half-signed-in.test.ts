import type { WatchScope } from '@counterfoil/protocol'
import { changeAccess } from '@counterfoil/services/permissions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appRouter } from '../src/server/root.ts'
import { ORIGIN, openLive, type StartedHub, startHub } from './hub-bed.ts'
import {
  account,
  enrolAccount,
  makeAccount,
  openDashboard,
  type TestBrowser,
  type TestDashboard,
} from './support/open-dashboard.ts'

/** Everybody who has shown something, and not enough: each by the dashboard's own routes, each an administrator of the whole chain. */
const halves = [
  'between password and second factor',
  'without a second factor yet',
  'disabled since they signed in',
  'signed out again, with the cookie kept',
] as const
type Half = (typeof halves)[number]

let dashboard: TestDashboard
let hub: StartedHub
const cookies = new Map<Half, string>()
const cookieOf = (browser: TestBrowser) => [...browser.jar].map(([name, value]) => `${name}=${value}`).join('; ')
const procedures = Object.keys(appRouter._def.procedures)

beforeAll(async () => {
  dashboard = await openDashboard()
  hub = await startHub(dashboard.database)
  const { browser, code } = await enrolAccount(dashboard)
  const whole = dashboard.openBrowser()
  await whole.signIn()
  expect((await whole.verifyCode(code())).status).toBe(200)
  const between = dashboard.openBrowser()
  expect((await between.signIn()).body.twoFactorRedirect).toBe(true)
  cookies.set('between password and second factor', cookieOf(between))

  const without = dashboard.openBrowser()
  const email = 'new@chain.example'
  await makeAccount(dashboard, { email: email as typeof account.email })
  expect((await without.signIn(account.password, email)).status).toBe(200)
  cookies.set('without a second factor yet', cookieOf(without))

  cookies.set('signed out again, with the cookie kept', cookieOf(whole))
  expect((await whole.ask('frame.storesReporting')).status).toBe(200)
  await whole.signOut()

  cookies.set('disabled since they signed in', cookieOf(browser))
  expect((await browser.ask('frame.storesReporting')).status).toBe(200)
  for (const { id } of await dashboard.database.db.user.findMany())
    await changeAccess({ pool: dashboard.database.pool }, id, { role: 'administrator', reach: { kind: 'chain' } })
  await dashboard.database.db.user.update({
    where: { email: account.email },
    data: { state: 'disabled', disabledAt: new Date(dashboard.nowMs()) },
  })
})
afterAll(async () => {
  await hub?.close()
  await dashboard?.[Symbol.asyncDispose]()
})

/** A procedure alone, in a batch, and twice in one. */
const forms = (path: string) => [`/api/trpc/${path}`, `/api/trpc/${path}?batch=1`, `/api/trpc/${path},${path}?batch=1`]

describe.each(halves)('somebody %s', (half) => {
  it.each(procedures)('is told nothing by %s', async (path) => {
    for (const form of forms(path)) {
      const body = form.includes('batch') ? { 0: { json: {} }, 1: { json: {} } } : { json: {} }
      const answer = await dashboard.openBrowser().post(form, body, { cookie: cookies.get(half) ?? '' })
      expect([form, answer.status]).toEqual([form, half === 'without a second factor yet' ? 403 : 401])
      expect(JSON.stringify(answer.body)).not.toContain('"result"')
    }
  })

  it('opens no live socket', async () => {
    for (const namespace of ['/live', '/agents'])
      await expect(watchAs(cookies.get(half) ?? '', namespace, { kind: 'chain' })).rejects.toMatchObject(
        namespace === '/live' ? { data: { code: 'signed_out' } } : { message: 'nobody answers' },
      )
  })
})

/** What a socket's `watch` answers; agents' sockets know no such word. */
async function watchAs(cookie: string, namespace: string, scope: WatchScope): Promise<unknown> {
  const page = await openLive(hub.url, { origin: ORIGIN, cookie }, namespace)
  try {
    return await page.socket.timeout(300).emitWithAck('watch', scope)
  } catch {
    throw new Error('nobody answers')
  } finally {
    page.close()
  }
}
