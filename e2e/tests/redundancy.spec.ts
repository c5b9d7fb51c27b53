import { expect, type Page, test } from '@playwright/test'
import { openLine } from '../../tools/stack/open-line.ts'
import { type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { openSessionClock, type SessionClock } from '../stack/session-clock.ts'
import { type Kept, type Person, setUpAccount } from './person.ts'
import { showFactor } from './show-factor.ts'
import { createTill } from './till.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A store whose agent knows two addresses of the hub: what is single, and a drill that shows the second one. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const store = { code: '0862', name: 'Aachen Theaterplatz' }
const person: Person = { name: 'Lena Brock', email: 'l.brock@handelskette.example', password: 'eight slow ferries 27 north' }
let clock: SessionClock
let page: Page
let kept: Kept
let quiet: ReturnType<typeof watchConsole>
let lines: Awaited<ReturnType<typeof openLine>>[] = []
let pc: StorePc | undefined

test.beforeAll(async ({ browser }) => {
  clock = openSessionClock(stack)
  lines = [await openLine(stack.hubPort), await openLine(stack.hubPort)]
  pc = await startStorePc(stack, { ...store, ending: 'approve', hubUrls: lines.map(({ url }) => url) })
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  kept = await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(async () => {
  await page?.context().close()
  await pc?.stop()
  for (const line of lines) await line.cut()
  await clock?.[Symbol.asyncDispose]()
})

const region = (name: string) => page.getByRole('region', { name, exact: true })
const hub = () => region('Address of the hub')

test('is found by what is single and by its name', async () => {
  await page.goto(`${stack.origin}/redundancy`)
  await expect(page.getByRole('heading', { level: 1, name: 'Redundancy' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('searchbox', { name: 'Store' }).fill(store.code)
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(page).toHaveURL(/search=0862/)
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: /spare, to be shown/ }).click()
  await expect(page).toHaveURL(/state=spare_untested/)
  await page.getByRole('link', { name: new RegExp(store.name) }).click()
  await expect(page).toHaveURL(/\/stores\/\d+\/redundancy/)
  await expect(hub()).toContainText('spare, to be shown')
  await expect(hub()).toContainText(new URL(lines[1]?.url ?? '').host)
  await expect(region('Network path')).toContainText('the store was not commissioned')
  await expect(region('Terminal per lane')).toContainText('The store has one lane.')
  await expectAccessible(page)
})

test('is tried: the agent goes over, sells there, comes back, and the page shows what showed it', async () => {
  if (pc === undefined) throw new Error('no PC')
  await clock.setFactorBack(person.email, 10)
  await hub()
    .getByRole('button', { name: /^Start a drill/ })
    .click()
  const form = page.getByRole('form', { name: /^Drill/ })
  await form.getByLabel(/Seconds/).fill('30')
  await form.getByLabel('Reason').fill('spring test')
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Begin' }).click()
  await showFactor(page, kept.secret)
  // The browser tells of the refusal that asked for the factor.
  quiet = watchConsole(page)
  const running = region('A drill is running')
  await expect(running).toContainText(person.name)
  await expect(running.getByRole('listitem').filter({ hasText: 'It greets at the other address' })).toContainText('observed', {
    timeout: 60_000,
  })
  await expect(hub()).toContainText('goes by')
  await expectAccessible(page)
  const till = createTill(pc)
  await till.untilFinal((await till.sell(250, 'DRILL-1')).id)
  await expect(running).toHaveCount(0, { timeout: 90_000 })
  await expect(hub()).toContainText('spare, shown')
  await expect(hub()).toContainText('By a drill on')
  await hub().getByText('2 events').click()
  await expect(hub()).toContainText('agent.hub_path')
  await expect(region('Drills')).toContainText('spring test')
  await expectAccessible(page)
})

test('stands on the store’s own page', async () => {
  await page.goto(page.url().replace('/redundancy', ''))
  await expect(region('Redundancy')).toContainText('spare, shown')
  await expectAccessible(page)
})

test('fits a phone, in Chinese and in the dark', async () => {
  await page.context().addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  for (const address of [`${page.url().split('?')[0]}/redundancy`, `${stack.origin}/redundancy`]) {
    await page.goto(address)
    await expect(page.getByText('中枢地址').first()).toBeVisible()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await expectAccessible(page)
  }
})
