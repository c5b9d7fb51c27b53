import { randomUUID } from 'node:crypto'
import { notifyChange } from '@counterfoil/db/connections'
import { createStore } from '@counterfoil/db/testing'
import { expect, type Page, test } from '@playwright/test'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { openStackDatabase, type StackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { AT_ONCE_MS } from './at-once.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** An alert comes while somebody looks; they take it upon themselves, and say who is told, by which rules, and when nobody is. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Rosa Lindner', email: 'r.lindner@handelskette.example', password: 'nine grey herons 44 west' }
const code = '0931'
let page: Page
let quiet: ReturnType<typeof watchConsole>
let database: StackDatabase

test.beforeAll(async ({ browser }) => {
  database = openStackDatabase(stack.dataFolder)
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(async () => {
  await page?.context().close()
  await database?.close()
})

const view = (name: string) => page.getByRole('radiogroup', { name: 'Part of the page' }).getByText(name, { exact: true }).click()
const row = (name: string) => page.getByRole('row').filter({ hasText: name }).first()
const choosePlace = async () => {
  await page.getByRole('combobox', { name: 'Part of the chain' }).click()
  await page.getByRole('combobox', { name: 'Part of the chain' }).fill(code)
  await page.getByRole('option', { name: new RegExp(`^${code} `) }).click()
}

test('an alert comes by itself, and somebody says that they know of it', async () => {
  await page.goto(`${stack.origin}/alerts`)
  await expect(page.getByRole('heading', { name: 'Open' })).toBeVisible()
  const store = await createStore(database.db, { code, name: 'Bremen Viertel' })
  await database.services.pool.query(
    `insert into operations_alert (id, rule, subject, severity, raised_at, raised_value, worst_value, last_value, raise_at, judged_at, store_id)
     values ($1, 'device_unwell', $2, 'warning', now(), 3, 3, 3, 1, now() + interval '1 hour', $3)`,
    [randomUUID(), `${code} not_selling`, store.id],
  )
  await notifyChange(database.services.pool, { entity: 'alert', id: 'judged' })
  await expect(row('Bremen Viertel')).toContainText('alert at 1', { timeout: AT_ONCE_MS })
  await row('Bremen Viertel').getByRole('button', { name: 'I know of it' }).click()
  await expect(row('Bremen Viertel')).toContainText(person.name)
  await expectAccessible(page)
})

test('a destination is added, and its test says in words what came of it', async () => {
  await view('Destinations')
  await page.getByRole('button', { name: 'Add a destination' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Night shift')
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Slack' }).click()
  const address = page.getByRole('textbox', { name: 'Address (https)' })
  await address.fill('https://chat.invalid/services/x')
  await choosePlace()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(row('Night shift')).toContainText('at once')
  await page.getByRole('button', { name: 'Send a test to Night shift' }).click()
  await expect(row('Night shift')).toContainText(/not taken: (no machine has this name|the name could not be looked up)/, {
    timeout: 20_000,
  })
  await expectAccessible(page)
  expect(await page.content()).not.toContain('chat.invalid')
})

test('in a window of the store its alert is marked, and again told when it is ended', async () => {
  await view('Maintenance')
  await page.getByRole('button', { name: 'Set a window' }).click()
  await choosePlace()
  await page.getByRole('textbox', { name: 'Reason' }).fill('new terminals')
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(row('Bremen Viertel')).toContainText('running')
  await expectAccessible(page)
  await view('Open')
  await expect(row('Bremen Viertel')).toContainText('Maintenance: nobody is told until')
  await view('Maintenance')
  await page.getByRole('button', { name: /^End the window: / }).click()
  await page.getByRole('button', { name: 'End now' }).click()
  await expect(row('Bremen Viertel')).toContainText(`ended by ${person.name}`)
})

test('a rule of the store is changed with a reason, and says where it comes from', async () => {
  await view('Rules')
  await choosePlace()
  await page.getByRole('button', { name: 'Change: Devices are unwell' }).click()
  await page.getByRole('textbox', { name: 'Raised at (count)' }).fill('4')
  await page.getByRole('textbox', { name: 'Ends at (count)' }).fill('2')
  await page.getByRole('textbox', { name: 'Reason' }).fill('one lane is always dark')
  await page.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(row('Devices are unwell')).toContainText('the store')
  await expect(row('Devices are unwell')).toContainText('version 1 here')
  await expectAccessible(page)
})

test('fits a phone, in Chinese and in the dark', async () => {
  await page.context().addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${stack.origin}/alerts`)
  await expect(page.getByText('Bremen Viertel').first()).toBeVisible()
  for (const name of ['未结束', '历史', '规则', '接收方', '维护']) {
    await page.getByRole('radiogroup', { name: '页面部分' }).getByText(name, { exact: true }).click()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await expectAccessible(page)
  }
})
