import { readFileSync } from 'node:fs'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { stackPlaces } from '../stack/places.ts'
import { AT_ONCE_MS } from './at-once.ts'
import { setUp, signIn } from './person.ts'
import { createTill } from './till.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** One person, one store, one terminal: from the one-time link to a payment on the screen, in the order it happens. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
let context: BrowserContext
let page: Page
let quiet: ReturnType<typeof watchConsole>
let secret: string
let pc: StorePc | undefined
let last4: string

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  quiet = watchConsole(page)
})

test.afterEach(() => quiet.expectQuiet())

test.afterAll(async () => {
  await context.close()
  await pc?.stop()
})

test('shows nothing to somebody who is not signed in', async () => {
  for (const path of ['/', '/payments', '/stores']) {
    await page.goto(stack.origin + path)
    await expect(page).toHaveURL(/\/sign-in/)
  }
  await expectAccessible(page)
})

test('makes the first account with the one-time link, and only once', async () => {
  secret = await setUp(page, stack.setupLink)
  await expect(page).toHaveURL(`${stack.origin}/`)
  await expect(page.getByRole('navigation').first()).toBeVisible()
  await expectAccessible(page)

  const stranger = await context.browser()?.newPage()
  if (stranger === undefined) throw new Error('no browser')
  await stranger.goto(stack.setupLink)
  await expect(stranger.getByLabel('Your name')).toHaveCount(0)
  await stranger.close()
})

test('signs out, and in again with password and code', async () => {
  await page.getByRole('button', { name: /Mara Vogel/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await signIn(page, stack.origin, secret)
  await expect(page).toHaveURL(`${stack.origin}/`)
})

test('shows a sale made at a till, over a serial line, without reload', async () => {
  pc = await startStorePc(stack, { code: '0417', name: 'Köln Ehrenfeld', ending: 'approve' })
  await page.goto(stack.origin)
  await expect(page.getByText('Köln Ehrenfeld').first()).toBeVisible()
  const till = createTill(pc)
  const { id } = await till.sell(8_420, 'basket-88120')
  const final = await till.untilFinal(id)
  expect(final.outcome).toBe('approved')
  last4 = final.result?.card?.last4 ?? ''
  const row = page.locator(`[data-payment="${id}"]`)
  await expect(row.getByRole('img', { name: 'Approved' }).or(row.getByText('Approved'))).toBeVisible({ timeout: AT_ONCE_MS })
  await expect(row).toContainText('84.20')
  await expectAccessible(page)
})

test('keeps a payment through a power cut between approval and delivery, once', async () => {
  if (pc === undefined) throw new Error('no store PC')
  const till = createTill(pc)
  const { id } = await till.sell(1_999, 'basket-88121')
  await till.untilFinal(id)
  await pc.agent.stop('SIGKILL')
  await pc.restartAgent()
  await page.goto(`${stack.origin}/payments`)
  await expect(page.getByRole('row').filter({ hasText: '19.99' })).toHaveCount(1)
})

test('finds the payment by its last four digits and shows its bytes', async () => {
  await page.goto(`${stack.origin}/payments?last4=${last4}`)
  const row = page.getByRole('row').filter({ hasText: '84.20' })
  await expect(row).toHaveCount(1)
  await expect(row).toContainText(last4)
  await expectAccessible(page)
  await row.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/payments\/[0-9a-f-]{36}/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('84.20')
  await expect(page.getByText('basket-88120', { exact: true })).toBeVisible()
  await expect(page.getByText(/06 ?0F/i).first()).toBeVisible()
  await expectAccessible(page)
})

test('shows the store, its agent and its terminal', async () => {
  await page.goto(`${stack.origin}/stores`)
  await expect(page.getByText('Köln Ehrenfeld').first()).toBeVisible()
  await expectAccessible(page)
})

test('lists the keys of server and agent, and gives them as a file', async () => {
  await page.goto(`${stack.origin}/keys`)
  const server = page.getByRole('table', { name: 'The server’s own keys' })
  for (const key of ['Hub: vault', 'Hub: commands', 'Hub: checkpoints', 'Dashboard: sign-in'])
    await expect(server.getByRole('row').filter({ hasText: key })).toContainText('In use')
  const agents = page.getByRole('table', { name: /Keys of store agents/ })
  const fingerprint = await agents.getByRole('row').filter({ hasText: 'Köln Ehrenfeld' }).locator('code').textContent()
  await expect(page.getByText('Auditors sign it.')).toBeVisible()
  await expectAccessible(page)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^counterfoil-keys-\d{4}-\d\d-\d\d\.csv$/)
  const file = readFileSync(await download.path(), 'utf8')
  expect(file).toContain(`0417 Köln Ehrenfeld,${fingerprint},`)
})

test('speaks Chinese, and goes dark', async () => {
  await context.addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await page.emulateMedia({ colorScheme: 'dark' })
  for (const path of ['/', '/payments', '/stores', '/keys']) {
    await page.goto(stack.origin + path)
    await expect(page.locator('html')).toHaveAttribute('lang', /^zh/)
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
    await expect(page.getByRole('navigation').first()).toContainText('门店')
    await expectAccessible(page)
  }
})

test('works on a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(stack.origin)
  await expect(page.getByText('Köln Ehrenfeld').first()).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(overflow).toBe(0)
  await expectAccessible(page)
})
