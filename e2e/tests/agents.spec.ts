import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { signOneVersion } from '../stack/sign-one-version.ts'
import { type Person, setUpAccount } from './person.ts'
import { createTill } from './till.ts'
import { addVirtualAuthenticator } from './virtual-authenticator.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A store's agent is asked on its page, and the store's own agent answers. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Teresa Nunes', email: 't.nunes@handelskette.example', password: 'four green kettles 27 east' }
const second: Person = { name: 'Henrik Aalto', email: 'h.aalto@handelskette.example', password: 'seven loud trams 14 north' }
let page: Page
let secondPage: Page
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
  await secondPage?.context().close()
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

async function openTerminalOfStore(of: Page): Promise<void> {
  await of.goto(`${stack.origin}/devices?search=Aachen Dom&kind=terminal`)
  const row = of.getByRole('row').filter({ hasText: '0733' }).first()
  await row.getByRole('link').first().click()
}

async function addPasskey(of: Page): Promise<void> {
  await addVirtualAuthenticator(of)
  await of.goto(`${stack.origin}/account`)
  await of.getByRole('button', { name: 'Add a passkey' }).click()
  await of.getByLabel('Name', { exact: true }).fill('Laptop')
  await of.getByRole('button', { name: 'Make passkey' }).click()
  await expect(of.getByText('Laptop')).toBeVisible()
}

test('is told who may approve, once two people with passkeys are chosen', async ({ browser }) => {
  secondPage = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await setUpAccount(secondPage, await makeSetupLink(stack), second)
  await expect(secondPage).toHaveURL(`${stack.origin}/`)
  await addPasskey(page)
  await addPasskey(secondPage)
  await page.goto(`${stack.origin}/approvers`)
  await expect(page.getByText('Agents know no approvers yet')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('checkbox', { name: person.name }).check()
  await page.getByRole('checkbox', { name: second.name }).check()
  await page.getByRole('button', { name: 'Put in force' }).click()
  const inForce = page.getByRole('region', { name: 'In force' })
  await expect(inForce.getByRole('listitem')).toHaveCount(2)
  await expect(inForce).toContainText(second.name)
  await expect(page.getByRole('region', { name: 'Store agents' })).toBeVisible()
  await expectAccessible(page)
})

test('renews its key when one person asks and another approves with a passkey, word for word', async () => {
  await page.goto(`${stack.origin}/stores`)
  await page
    .getByRole('link', { name: /Aachen Dom/ })
    .first()
    .click()
  await page.getByRole('region', { name: 'Agents' }).getByRole('link').first().click()
  await expect(asked()).toHaveCount(3)
  await choose('Renew its key')
  await page.getByLabel('Reason').fill('The PC was away for repair.')
  await page.getByRole('button', { name: 'Propose' }).click()
  await expect(asked().first()).toContainText('waits for a second person')
  await expect(asked().first().getByRole('button', { name: 'Approve with your passkey' })).toHaveCount(0)

  await secondPage.goto(page.url())
  const theirs = secondPage.getByRole('region', { name: 'Asked' }).getByRole('listitem').first()
  await expect(theirs).toContainText('"kind":"agent.rotate_key"')
  await expectAccessible(secondPage)
  await theirs.getByRole('button', { name: 'Approve with your passkey' }).click()
  await expect(asked().first()).toContainText('done')
  await expect(asked().first()).toContainText(`approved by ${second.name}`)
  await expect(asked().first()).toContainText('The hub took the new key')
})

test('keeps what goes over a terminal’s line when two people want it, and the answer is a file without a card number', async () => {
  // A capture takes its time: half a minute at least.
  test.setTimeout(180_000)
  await choose('Keep what goes over its line for a while')
  await page.getByLabel('For how many seconds').fill('45')
  await page.getByLabel('Reason').fill('Payments break off.')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Propose' }).click()
  await expect(asked().first()).toContainText('waits for a second person')
  await secondPage.goto(page.url())
  const theirs = secondPage.getByRole('region', { name: 'Asked' }).getByRole('listitem').first()
  await expect(theirs).toContainText('"seconds":45')
  await theirs.getByRole('button', { name: 'Approve with your passkey' }).click()
  await expect(asked().first()).toContainText('under way')
  await openTerminalOfStore(secondPage)
  await expect(secondPage.getByText(`without card data. ${person.name} asked for it.`)).toBeVisible()
  const till = createTill(pc)
  const { id } = await till.sell(1_250, 'B-1')
  expect(await till.untilFinal(id)).toMatchObject({ outcome: 'approved' })
  await expect(asked().first()).toContainText('done', { timeout: 90_000 })
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await asked().first().getByRole('button', { name: 'Save as a text file' }).click()
  const file = await readFile(await (await download).path(), 'utf8')
  expect(file).toMatch(/^# zvt serial, /)
  expect(file).toMatch(/to terminal: authorisation .*amount=1250/)
  expect(file).toMatch(/from terminal: status_information/)
})

test('is sent a version that two people want, refuses it where nobody could change it, and the rollout stops by itself', async () => {
  await signOneVersion(join(stack.dataFolder, 'updates'), '9.9.9')
  await page.goto(`${stack.origin}/updates`)
  await expect(page.getByText('No version is on its way')).toBeVisible()
  await page.getByLabel('Store number').fill('0733')
  await page.getByRole('button', { name: 'Mark as lab' }).click()
  await expect(page.getByRole('region', { name: 'Lab stores' })).toContainText('Aachen Dom')
  await expect(page.getByRole('combobox', { name: 'Version' })).toHaveValue('9.9.9')
  await page.getByRole('textbox', { name: 'Why' }).fill('It closes a hole.')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Propose' }).click()
  const rollout = () => page.getByRole('region', { name: /^9\.9\.9/ })
  await expect(rollout()).toContainText('Waits for a second person')
  await expect(page.getByRole('button', { name: 'Approve with your passkey' })).toHaveCount(0)

  await secondPage.goto(`${stack.origin}/updates`)
  await expect(secondPage.getByText('"version":"9.9.9"')).toBeVisible()
  await expectAccessible(secondPage)
  await secondPage.getByRole('button', { name: 'Approve with your passkey' }).click()
  await expect(rollout()).toContainText('Stopped by itself: too many could not take it.', { timeout: 60_000 })
  await expect(rollout()).toContainText('This agent was started by hand')
  await expect(rollout()).toContainText(`approved by ${second.name}`)
  await expectAccessible(page)
})

test('tells of another list only when two people of this one have approved it', async () => {
  await page.goto(`${stack.origin}/approvers`)
  await page.getByRole('button', { name: 'Propose' }).click()
  const pending = page.getByRole('region', { name: 'Proposed: list 2' })
  await pending.getByRole('button', { name: 'Approve with your passkey' }).click()
  await expect(pending.getByText(person.name).last()).toBeVisible()
  await expect(pending.getByRole('button', { name: 'Approve with your passkey' })).toHaveCount(0)
  await expectAccessible(page)
  await secondPage.goto(`${stack.origin}/approvers`)
  await secondPage.getByRole('button', { name: 'Approve with your passkey' }).click()
  await expect(page.getByRole('region', { name: 'In force' })).toContainText('list 2')
  await expect(pending).toHaveCount(0)
})
