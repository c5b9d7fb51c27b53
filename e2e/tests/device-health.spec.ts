import { expect, type Page, test } from '@playwright/test'
import { type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A real agent and its simulated terminal become unwell: the reason stands on the page. Who is told of it is in `apps/web/tests/hub-alerts.test.ts`. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Katrin Sommer', email: 'k.sommer@handelskette.example', password: 'four copper kettles 19 north' }
const code = '0923'
let page: Page
let quiet: ReturnType<typeof watchConsole>
let pc: StorePc

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  pc = await startStorePc(stack, { code, name: 'Essen Rüttenscheid', ending: 'approve' })
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(async () => {
  await page.context().close()
  await pc?.stop()
})

const unwell = () => page.getByRole('table', { name: 'Devices that need a look, with reason and what to do' })
const row = () => unwell().getByRole('row').filter({ hasText: code }).first()

test('a cable that is pulled is a reason on the page, with what to do', async () => {
  await page.goto(`${stack.origin}/devices`)
  await expect(page.getByRole('heading', { name: 'Needs a look' })).toBeVisible()
  await pc.unplug()
  await expect(row()).toContainText('Does not answer', { timeout: 60_000 })
  await expect(row()).toContainText('port gone')
  await expect(row()).toContainText('Check its power and its cable')
  await expectAccessible(page)
  await row().getByRole('link').first().click()
  const health = page.getByRole('region', { name: 'Health' })
  await expect(health).toContainText('Does not answer')
  await expect(health.getByRole('img', { name: /^How it was in the last seven days: .*does not answer/ })).toBeVisible()
  await expectAccessible(page)
})

test('a store that is offline is shown as that by its devices', async () => {
  await pc.agent.stop('SIGTERM')
  await page.goto(`${stack.origin}/devices`)
  await expect(unwell().getByRole('row').filter({ hasText: code }).filter({ hasText: 'Store offline' })).not.toHaveCount(0, {
    timeout: 90_000,
  })
  await expectAccessible(page)
})

test('fits a phone, in Chinese and in the dark', async () => {
  await page.context().addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${stack.origin}/devices`)
  await expect(page.getByRole('heading', { name: '需要关注' })).toBeVisible()
  await expect(page.getByText('门店离线').first()).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await expectAccessible(page)
})
