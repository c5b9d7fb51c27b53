import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { changeAccess } from '@counterfoil/services/permissions'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { makeAccount } from '../stack/make-account.ts'
import { openStackDatabase, type StackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { seedPlace } from '../stack/seed-place.ts'

/** What gets into a page does not run, and what stores are called is shown as they are called. */
const stack = stackPlaces()
const NAME = `"><img src=x onerror="globalThis.injected=1"><script>globalThis.injected=1</script>`
let database: StackDatabase
let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  database = openStackDatabase(stack.dataFolder)
  const place = await seedPlace(database, `http://127.0.0.1:${stack.hubPort}`, { name: 'Inserted', country: 'IS' })
  await database.db.store.update({ where: { id: place.storeId }, data: { name: NAME, city: NAME } })
  const account = await makeAccount(database, stack.origin, { name: 'reader' })
  const reach = { kind: 'stores', storeIds: [place.storeId] } as const
  await changeAccess(database.services, account.userId, { role: 'administrator', reach })
  context = await browser.newContext()
  await context.addCookies(
    account.cookie.split('; ').map((pair) => {
      const cut = pair.indexOf('=')
      return { name: pair.slice(0, cut), value: pair.slice(cut + 1), url: stack.origin }
    }),
  )
  page = await context.newPage()
})
test.afterAll(async () => {
  await context?.close()
  await database?.close()
})

const injected = (into: Page) => into.evaluate(() => Reflect.get(globalThis, 'injected') as unknown)
const log = () => readFileSync(join(stack.dataFolder, 'logs', 'dashboard.log'), 'utf8')

test.describe('a page of somebody who is not signed in', () => {
  for (const [what, html, directive] of [
    ['a script', '<script>globalThis.injected=1</script>', 'script-src-elem'],
    [
      'a script with a guessed nonce',
      '<script nonce="AAAAAAAAAAAAAAAAAAAAAA==">globalThis.injected=1</script>',
      'script-src-elem',
    ],
    ['a script of another site', '<script src="https://evil.example/zq7secret.js"></script>', 'script-src-elem'],
    ['a handler', '<img src="x" onerror="globalThis.injected=1">', 'script-src-attr'],
    ['a frame', '<iframe src="https://evil.example/?zq7secret"></iframe>', 'frame-src'],
    ['a picture of another site', '<img src="https://evil.example/?zq7secret">', 'img-src'],
    ['a style', '<style>body{display:none}</style>', 'style-src-elem'],
    ['another base', '<base href="https://evil.example/">', 'base-uri'],
    ['an object', '<object data="data:text/html,x"></object>', 'object-src'],
  ] as const) {
    test(`runs nothing of ${what} put into it, and the dashboard is told`, async ({ page: stranger }) => {
      const told = stranger.waitForRequest(
        (request) => request.url().endsWith('/api/csp-report') && request.postData()?.includes(directive) === true,
      )
      await stranger.route(
        ({ pathname }) => pathname === '/sign-in',
        async (route) => {
          const response = await route.fetch()
          await route.fulfill({ response, body: (await response.text()).replace('<head>', `<head>${html}`) })
        },
      )
      await stranger.goto(`${stack.origin}/sign-in?next=/payments%3Fsecret%3Dzq7secret`)
      expect((await (await told).response())?.status()).toBe(204)
      expect(await injected(stranger)).toBeUndefined()
      await expect.poll(log).toContain(`"directive":"${directive}"`)
      expect(log()).not.toContain('zq7secret')
    })
  }
})

test('shows what a store is called as text, on every page that shows it', async () => {
  for (const path of ['/', '/stores', '/payments']) {
    await page.goto(stack.origin + path)
    await expect(page.getByText(NAME).first()).toBeAttached()
    expect(await injected(page)).toBeUndefined()
    expect(await page.locator('img[src="x"]').count()).toBe(0)
  }
})

test('has the headers that keep it to itself', async ({ request }) => {
  for (const path of ['/sign-in', '/', '/healthz', '/api/trpc/stores.list', '/api/nothing', '/nothing.js', '/icon.svg']) {
    const headers = (await request.get(stack.origin + path, { maxRedirects: 0 })).headers()
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
    expect(headers['x-powered-by'], path).toBeUndefined()
    if (path !== '/icon.svg' && path !== '/nothing.js') expect(headers['cache-control'], path).toContain('no-store')
  }
})

test('lets browsers keep what is the same for everybody', async () => {
  const kept: string[] = []
  page.on('response', (response) => {
    if (response.url().includes('/_next/static/')) kept.push(response.headers()['cache-control'] ?? '')
  })
  await page.goto(`${stack.origin}/stores`)
  expect(kept.length).toBeGreaterThan(0)
  expect(new Set(kept)).toEqual(new Set(['public, max-age=31536000, immutable']))
})
