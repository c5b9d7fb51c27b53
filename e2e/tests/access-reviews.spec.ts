import { readFile } from 'node:fs/promises'
import { changeAccess, wholeChain } from '@counterfoil/services/permissions'
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { endOpenReview } from '../stack/end-open-review.ts'
import { makeAccount } from '../stack/make-account.ts'
import { openStackDatabase, type StackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** Two administrators decide who keeps what, an auditor who decided nothing signs; whoever was removed is out. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
let database: StackDatabase
let contexts: BrowserContext[]
let administrator: Page
let second: Page
let auditor: Page
let leaver: string
let quiet: ReturnType<typeof watchConsole>
let reviewUrl: string

async function pageOf(browser: Browser, name: string, role: 'administrator' | 'auditor') {
  const account = await makeAccount(database, stack.origin, { name })
  if (role !== 'administrator') await changeAccess(database.services, account.userId, { role, reach: wholeChain })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const url = stack.origin
  await context.addCookies(
    account.cookie.split('; ').map((pair) => {
      const cut = pair.indexOf('=')
      return { name: pair.slice(0, cut), value: pair.slice(cut + 1), url }
    }),
  )
  contexts.push(context)
  return context.newPage()
}

test.beforeAll(async ({ browser }) => {
  database = openStackDatabase(stack.dataFolder)
  contexts = []
  await endOpenReview(database, stack.origin)
  leaver = (await makeAccount(database, stack.origin, { name: 'leaver' })).userId
  administrator = await pageOf(browser, 'review-admin', 'administrator')
  second = await pageOf(browser, 'review-second', 'administrator')
  auditor = await pageOf(browser, 'review-auditor', 'auditor')
  quiet = watchConsole(administrator)
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await database?.close()
})

/** Others' names stand in a row too, as those who decided: the row of somebody begins with theirs. */
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: new RegExp(`^${name}`) })

async function decide(page: Page, button: string | RegExp, confirm: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: button }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: confirm, exact: true }).click()
  await expect(dialog).toHaveCount(0)
}

test('an administrator opens a review of everything that gives access', async () => {
  await administrator.goto(`${stack.origin}/access-reviews`)
  await expectAccessible(administrator)
  await administrator.getByRole('button', { name: 'Open a review' }).click()
  await expect(administrator).toHaveURL(/\/access-reviews\/[0-9a-f-]{36}$/)
  reviewUrl = administrator.url()
  await expect(administrator.getByRole('table', { name: 'People' })).toBeVisible()
  await expect(row(administrator, 'review-admin')).toContainText('Yours: another decides')
  await expect(row(administrator, 'leaver')).toContainText('Not decided')
  await expectAccessible(administrator)
})

test('removes an account, which is out at once, and keeps the rest for one reason', async () => {
  await decide(administrator, /^Remove leaver/, 'Remove now', 'left the chain in October')
  await expect(row(administrator, 'leaver')).toContainText('Removed')
  await expect.poll(async () => (await database.db.user.findUniqueOrThrow({ where: { id: leaver } })).state).toBe('disabled')
  await decide(administrator, 'Keep all the rest…', 'Keep the rest', 'seen with the heads of department')
  await expect(row(administrator, 'review-second')).toContainText('seen with the heads of department')
  await expect(row(administrator, 'review-admin')).toContainText('Yours: another decides')
  quiet.expectQuiet()
})

test('cannot be signed before another administrator decided about the first', async () => {
  await auditor.goto(reviewUrl)
  await expect(auditor.getByRole('button', { name: 'Sign the review' })).toBeDisabled()
  await second.goto(reviewUrl)
  await decide(second, /^Keep review-admin/, 'Keep', 'administers the chain')
  // The link made by force, with which the first came.
  await decide(second, 'Keep all the rest…', 'Keep the rest', 'was there when it was made')
})

test('is signed by an auditor over the statement that is shown, and never changes again', async () => {
  await auditor.reload()
  const sign = auditor.getByRole('button', { name: 'Sign the review' })
  await expect(sign).toBeEnabled()
  await auditor.getByText('Show the statement').click()
  await expect(auditor.getByText(leaver).first()).toBeVisible()
  await expectAccessible(auditor)
  await sign.click()
  await expect(auditor.getByText(/^Signed by review-auditor/)).toBeVisible()
  await administrator.reload()
  await expect(administrator.getByText(/^Signed by review-auditor/)).toBeVisible()
  await expect(administrator.getByRole('button', { name: /^(Keep|Remove)/ })).toHaveCount(0)
})

test('can be taken as a file', async () => {
  const download = auditor.waitForEvent('download')
  await auditor.getByRole('button', { name: 'Export as CSV' }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  expect(text).toContain('left the chain in October')
})
