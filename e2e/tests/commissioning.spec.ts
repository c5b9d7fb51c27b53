import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { openLine } from '../../tools/stack/open-line.ts'
import { addStore, type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { openSessionClock, type SessionClock } from '../stack/session-clock.ts'
import { type Kept, type Person, setUpAccount } from './person.ts'
import { showFactor } from './show-factor.ts'
import { createTill } from './till.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A store from nothing to selling: its own agent joins, its cable and its line are pulled, and two people sign. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const store = { code: '0841', name: 'Bonn Münsterplatz' }
const person: Person = { name: 'Ines Falk', email: 'i.falk@handelskette.example', password: 'six amber kettles 41 west' }
const second: Person = { name: 'Otto Brandt', email: 'o.brandt@handelskette.example', password: 'nine quiet trams 23 south' }
let clock: SessionClock
let page: Page
let secondPage: Page
let kept: Kept
let secondKept: Kept
let quiet: ReturnType<typeof watchConsole>
let line: Awaited<ReturnType<typeof openLine>>
let pc: StorePc | undefined
let joinCode = ''

test.beforeAll(async ({ browser }) => {
  clock = openSessionClock(stack)
  line = await openLine(stack.hubPort)
  await addStore(stack, store)
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true })).newPage()
  quiet = watchConsole(page)
  kept = await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(async () => {
  await page?.context().close()
  await secondPage?.context().close()
  await pc?.stop()
  await line?.cut()
  await clock?.[Symbol.asyncDispose]()
})

const region = (name: string | RegExp, on = page) => on.getByRole('region', { name })
const tests = () => region('Tests, with what shows each')
const row = (what: string) => tests().getByRole('row').filter({ hasText: what }).first()

test('is found among all stores, and begun', async () => {
  await page.goto(`${stack.origin}/commissioning`)
  await expect(page.getByRole('heading', { level: 1, name: 'Commissioning' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: new RegExp(store.name) }).click()
  await expect(page).toHaveURL(/\/stores\/\d+\/commissioning/)
  await expect(page.getByText('Five steps: what the store')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Begin' }).click()
  await expect(region('1. Requirements')).toBeVisible()
})

test('is told what is wanted and how it is built', async () => {
  const requirements = region('1. Requirements')
  await requirements.getByLabel('Payment methods').fill('giro')
  await page.getByRole('option', { name: 'girocard' }).click()
  await requirements.getByLabel('Payment methods').press('Escape')
  await requirements.getByLabel('Totals at each terminal’s end of day').uncheck()
  await requirements.getByLabel('PTS approval that has not ended').uncheck()
  await requirements.getByLabel('Arrives within').fill('60')
  await requirements.getByLabel('Disk free at least').fill('1')
  await expectAccessible(page)
  await requirements.getByRole('button', { name: 'Save' }).click()
  await expect(requirements).toContainText('60 s')
  const design = region('2. Design')
  await expect(design.getByRole('textbox', { name: /^Lane/ })).toHaveValue('1')
  await expectAccessible(page)
  await design.getByRole('button', { name: 'Save' }).click()
  await expect(design).toContainText('ZVT, serial')
  await expect(region('3. Integration')).toContainText('no terminal yet')
})

test('gets its agent by a code of this page, and can ask it for its ports', async () => {
  const integration = region('3. Integration')
  await integration.getByRole('button', { name: 'Make join code' }).click()
  const shown = integration.getByLabel('Join code')
  await expect(shown).toHaveText(/^[A-Z0-9]{10}$/)
  joinCode = (await shown.textContent()) ?? ''
  await expect(page.getByRole('button', { name: 'Begin tests' })).toBeDisabled()
  pc = await startStorePc(stack, { ...store, ending: 'approve', card: 'girocard', joinCode, hubUrls: [line.url] })
  await expect(integration).toContainText('as drawn')
  await integration.getByText('Ask back office').click()
  await integration.getByRole('combobox', { name: 'What' }).click()
  await page.getByRole('option', { name: /port/i }).first().click()
  await integration.getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(integration.getByRole('listitem').first()).toContainText('done')
  await expectAccessible(page)
})

test('is tested: payments, a cable that is pulled, a line that is cut', async () => {
  if (pc === undefined) throw new Error('no PC')
  const till = createTill(pc)
  await page.getByRole('button', { name: 'Begin tests' }).click()
  await expect(row('Test payment')).toContainText('waits')
  // What stands by itself is seen at once; nobody ticked anything.
  await expect(row('Way to the hub protected')).toContainText('observed')
  await expect(row('Key confirmed')).toContainText('observed')

  const { id } = await till.sell(100, 'TEST-1')
  expect((await till.untilFinal(id)).outcome).toBe('approved')
  await expect(row('Test payment')).toContainText('observed')
  await expect(row('Payment method')).toContainText('observed')
  await expect(row('Clock right')).toContainText('observed')
  await expect(row('No card numbers')).toContainText('observed')

  await pc.unplug()
  await expect(region('Lanes as drawn')).toContainText('not ready')
  await expect(row('Cable pulled')).toContainText('waits')
  await pc.plug()
  await expect(row('Cable pulled')).toContainText('observed', { timeout: 90_000 })
  await expect(row('Cable pulled')).toContainText('2 events')

  await line.cut()
  await expect(region('Lanes as drawn')).toContainText('agent not connected', { timeout: 60_000 })
  await till.untilFinal((await till.sell(250, 'OFFLINE-1')).id)
  // The outage itself: shorter than five seconds, it could be a connection that was made anew.
  await page.waitForTimeout(6_000)
  await line.mend()
  await expect(row('Hub out of reach')).toContainText('observed', { timeout: 90_000 })
  await expectAccessible(page)
})

test('is signed by two people, of whom the second is not the first', async ({ browser }) => {
  const live = region('5. Go-live')
  await clock.setFactorBack(person.email, 10)
  await live.getByRole('button', { name: 'Sign', exact: true }).click()
  await showFactor(page, kept.secret)
  // The browser tells of the refusal that asked for it.
  quiet = watchConsole(page)
  await expect(live).toContainText(`${person.name},`)
  await expect(live).toContainText('Somebody else has to be the second')
  await expect(live.getByRole('button', { name: 'Sign as second' })).toHaveCount(0)
  await expectAccessible(page)

  secondPage = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  secondKept = await setUpAccount(secondPage, await makeSetupLink(stack), second)
  await expect(secondPage).toHaveURL(`${stack.origin}/`)
  await secondPage.goto(page.url())
  await clock.setFactorBack(second.email, 10)
  await region('5. Go-live', secondPage).getByRole('button', { name: 'Sign as second' }).click()
  await showFactor(secondPage, secondKept.secret)
  await expect(region('Agreement in force', secondPage)).toContainText(`${person.name} and ${second.name}`)
  await expectAccessible(secondPage)
})

test('leaves a paper, whose sum the record holds', async () => {
  await page.reload()
  const agreement = region('Agreement in force')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    agreement.getByRole('button', { name: 'Report as PDF' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('counterfoil-commissioning-0841-v1-en.pdf')
  const bytes = readFileSync(await download.path())
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  await expect(agreement).toContainText(createHash('sha256').update(bytes).digest('hex'))
})

test('is compared from then on with what was agreed, on its own page too', async () => {
  await expect(region('Differs from what was agreed')).toContainText('All is as it was agreed')
  await page.goto(page.url().replace('/commissioning', ''))
  await expect(region('Commissioning')).toContainText('live')
  await expectAccessible(page)
})

test('fits a phone, in Chinese and in the dark', async () => {
  await page.context().addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${page.url().split('?')[0]}/commissioning`)
  await expect(page.getByRole('heading', { name: '现行约定' })).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(overflow).toBeLessThanOrEqual(0)
  await expectAccessible(page)
})
