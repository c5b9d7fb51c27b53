import { expect, type Page, test } from '@playwright/test'
import { type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** Several stores are asked for one thing at once, seen to answer, and one that does not come is not waited for. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = {
  name: 'Jonas Weber',
  email: 'j.weber.groups@handelskette.example',
  password: 'nine calm harbours 53 east',
}
let page: Page
const pcs: StorePc[] = []
let quiet: ReturnType<typeof watchConsole>

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
  pcs.push(await startStorePc(stack, { code: '0781', name: 'Bocholt Nord' }))
  pcs.push(await startStorePc(stack, { code: '0782', name: 'Bocholt Süd' }))
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(async () => {
  await page.context().close()
  for (const pc of pcs) await pc.stop()
})

const dialog = () => page.getByRole('dialog')
const progress = () => page.getByRole('region', { name: 'Progress' })
const members = () => page.getByRole('region', { name: 'Who is asked' }).getByRole('row').filter({ hasText: 'Bocholt' })

/** Chooses every device of the two stores, and opens the question. */
async function askThese(): Promise<void> {
  await page.goto(`${stack.origin}/devices?search=Bocholt`)
  const rows = page.getByRole('row').filter({ hasText: 'Bocholt' })
  await expect(rows).toHaveCount(4)
  for (const row of await rows.all()) await row.getByRole('checkbox').check()
  await page.getByRole('region', { name: 'What is chosen' }).getByRole('button', { name: 'Ask these…' }).click()
  await expect(dialog()).toContainText('4 devices')
}

async function choose(what: string): Promise<void> {
  await dialog().getByRole('combobox', { name: 'What' }).click()
  await page.getByRole('option', { name: what, exact: true }).click()
}

test('shows who would be asked, asks them, and shows how each answered', async () => {
  await askThese()
  await choose('How it is')
  await expect(dialog().getByRole('status')).toContainText('2 agents in 2 stores would be asked.')
  await choose('Ask the terminal how it is')
  await expect(dialog().getByRole('status')).toContainText('2 terminals of 2 in 2 stores would be asked.')
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Ask 2', exact: true }).click()
  await expect(page).toHaveURL(/\/commands\/[0-9a-f-]{36}$/)
  await expect(progress()).toContainText('2 of 2 ended', { timeout: 60_000 })
  await expect(members()).toHaveCount(2)
  for (const row of await members().all()) await expect(row).toContainText('done')
  await expect(page.getByText('All were told, and all have ended.')).toBeVisible()
  await expectAccessible(page)
})

test('waits for a store that is away, and is stopped', async () => {
  await pcs[1]?.agent.stop()
  await askThese()
  await choose('Start it again')
  await expect(dialog()).toContainText('Each agent starts again once no payment is under way.')
  // The hub notices within seconds that nobody is there any more.
  await expect(async () => {
    await choose('Its serial ports')
    await choose('Close and open its port')
    await expect(dialog().getByRole('status')).toContainText('1 agent has no connection now', { timeout: 3_000 })
  }).toPass({ timeout: 60_000 })
  await dialog().getByLabel('Reason').fill('They lost their cable.')
  await dialog().getByRole('button', { name: 'Ask 2', exact: true }).click()
  await expect(progress()).toContainText('1 of 2 ended', { timeout: 60_000 })
  await expect(progress()).toContainText('1 away')
  await expect(members().filter({ hasText: 'Bocholt Süd' })).toContainText('away, not told yet')
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('textbox').last().fill('It was the wrong store.')
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('Somebody stopped it.')).toBeVisible()
  await expect(members().filter({ hasText: 'Bocholt Nord' })).toContainText('done')
  await expectAccessible(page)
})

test('stands among the commands with its progress, on a phone as well', async () => {
  await page.goto(`${stack.origin}/commands`)
  const ended = page.getByRole('region', { name: 'Ended' })
  await expect(ended.getByRole('row').filter({ hasText: 'Close and open its port' })).toContainText('stopped')
  await expect(ended.getByRole('row').filter({ hasText: 'Ask the terminal how it is' })).toContainText('2 of 2 ended')
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
})
