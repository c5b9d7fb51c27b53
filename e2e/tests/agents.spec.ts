import { expect, type Page, test } from '@playwright/test'
import { type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A store's agent is asked on its page, and the store's own agent answers. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Teresa Nunes', email: 't.nunes@handelskette.example', password: 'four green kettles 27 east' }
let page: Page
let pc: StorePc
let quiet: ReturnType<typeof watchConsole>

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
  pc = await startStorePc(stack, { code: '0733', name: 'Aachen Dom', ending: 'approve' })
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(async () => {
  await page.context().close()
  await pc?.stop()
})

const asked = () => page.getByRole('region', { name: 'Asked' }).getByRole('listitem')
async function choose(what: string): Promise<void> {
  await page.getByRole('combobox', { name: 'What' }).click()
  await page.getByRole('option', { name: what }).click()
}

test('is found from its store', async () => {
  await page.goto(`${stack.origin}/stores`)
  await page
    .getByRole('link', { name: /Aachen Dom/ })
    .first()
    .click()
  await page.getByRole('region', { name: 'Agents' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/agents\/\d+$/)
  await expect(page.getByText('Nothing was asked of this agent yet')).toBeVisible()
  await expectAccessible(page)
})

test('says how it is', async () => {
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(asked().first()).toContainText('done')
  await expect(asked().first()).toContainText(/Agent \d+\.\d+\.\d+ on linux/)
  await expectAccessible(page)
})

test('wants a reason for what the store notices, and says why it does not do it', async () => {
  await choose('Start it again')
  await page.getByLabel('Reason').fill('It shows an old version.')
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(asked().first()).toContainText('refused')
  await expect(asked().first()).toContainText('Nobody would start the agent again')
  await expect(asked().first()).toContainText('It shows an old version.')
})

test('has its terminal do the end of day', async () => {
  await choose('End of day')
  await page.getByLabel('Reason').fill('The till is closed.')
  await page.getByRole('button', { name: 'Ask' }).click()
  await expect(asked().first()).toContainText('End of day')
  await expect(asked().first()).toContainText('done')
  await expect(asked()).toHaveCount(3)
})
