import { expect, type Page, test } from '@playwright/test'
import { openRateTerminal } from '../../tools/stack/rate-terminal.ts'
import { type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A store is set anew from the settings; a wrong rate comes back by itself, and the page says why. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Ines Moreau', email: 'i.moreau@handelskette.example', password: 'six quiet ferries 41 west' }
let page: Page
let pc: StorePc
let storeUrl = ''
let quiet: ReturnType<typeof watchConsole>

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
  pc = await startStorePc(stack, {
    code: '0755',
    name: 'Bonn Markt',
    openTerminal: (path, tillEnd) => openRateTerminal({ path, tillEnd }),
  })
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(async () => {
  await page.context().close()
  await pc?.stop()
})

async function say(name: string, choose: () => Promise<void>): Promise<void> {
  await page.goto(storeUrl)
  const settings = page.getByRole('region', { name: 'Settings' })
  await settings.getByRole('button', { name: /^All \d+ settings$/ }).click()
  await settings.getByRole('button', { name: new RegExp(`change “${name}” here`) }).click()
  await choose()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

async function send(reason: string, change: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Send to agents' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('status')).toContainText('1 of 1 agent here would be sent something')
  await expect(dialog.getByText(change)).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: 'Send to 1 agent' }).click()
  await expect(dialog).toHaveCount(0)
}

async function openAgent(): Promise<void> {
  await page.goto(`${stack.origin}/stores`)
  await page
    .getByRole('link', { name: /Bonn Markt/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/stores\/\d+/)
  storeUrl ||= `${stack.origin}/devices?scope=store:${page.url().match(/stores\/(\d+)/)?.[1]}`
  await page.getByRole('region', { name: 'Agents' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/agents\/\d+$/)
}
const section = () => page.getByRole('region', { name: 'How it is set from here' })

test('goes by its own file as long as nothing is sent', async () => {
  await openAgent()
  await expect(section()).toContainText('It goes by its own file alone.')
  await expectAccessible(page)
})

test('is shown what would change, sent it, and has it in force', async () => {
  await say('ZVT: wait for a command to be taken', () => page.getByRole('dialog').getByLabel('Value').fill('4000'))
  await send('Slow terminals.', /lane-1 · ZVT: wait for a command to be taken: as the agent’s file says → 4,000 ms/)
  await openAgent()
  await expect(section()).toContainText('Configuration 1 is in force over its own file', { timeout: 60_000 })
  await expect(section().getByRole('listitem').filter({ hasText: 'Slow terminals.' })).toContainText('in force')
})

test('with a wrong rate comes back by itself, and the page says why', async () => {
  test.setTimeout(240_000)
  await say('Baud rate', async () => {
    await page.getByRole('dialog').getByLabel('Value').selectOption('19200')
  })
  await send('A new model.', /Baud rate: as the agent’s file says → 19200/)
  await openAgent()
  await expect(section()).toContainText('on trial', { timeout: 60_000 })
  const second = section().getByRole('listitem').filter({ hasText: 'A new model.' })
  await expect(second).toContainText('came back', { timeout: 120_000 })
  await expect(second).toContainText('Not ready within 60 s: lane-1')
  await expect(section()).toContainText('Configuration 1 is in force over its own file')
  await expect(section()).toContainText('Said in the settings and not in force here')
  await expectAccessible(page)
})

test('comes back also when the agent is killed in the middle of the trial', async () => {
  test.setTimeout(240_000)
  await page.goto(storeUrl)
  await send('Once more.', /Baud rate/)
  await openAgent()
  await expect(section()).toContainText('on trial', { timeout: 60_000 })
  pc.agent.process.kill('SIGKILL')
  await pc.restartAgent()
  const third = section().getByRole('listitem').filter({ hasText: 'Once more.' })
  await expect(third).toContainText('came back', { timeout: 60_000 })
  await expect(third).toContainText('began again with the one before')
  await expect(section()).toContainText('Configuration 1 is in force over its own file')
})
