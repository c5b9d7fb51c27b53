import { expect, type Page, test } from '@playwright/test'
import { type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** The inventory as the operations centre uses it: find, register, hand over, seal, block; seen by an open page at once. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Lena Brandt', email: 'l.brandt@handelskette.example', password: 'seven grey bridges 81 west' }
/** Of its own, so that the test may be run again over the same stack. */
const serial = `E2E-${Date.now()}`
let page: Page
let other: Page
let quiet: ReturnType<typeof watchConsole>[]

let pc: StorePc

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  other = await context.newPage()
  quiet = [watchConsole(page), watchConsole(other)]
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
  pc = await startStorePc(stack, { code: '0744', name: 'Bremen Viertel', ending: 'approve' })
})
test.afterEach(() => {
  for (const one of quiet) one.expectQuiet()
})
test.afterAll(async () => {
  await page.context().close()
  await pc?.stop()
})

const inventory = (of: Page) => of.getByRole('table', { name: 'Devices with state, store and holder' })
const row = (of: Page) => of.getByRole('row').filter({ hasText: serial })

test('shows what agents found, by place', async () => {
  await page.goto(`${stack.origin}/devices`)
  await expect(inventory(page)).toContainText('Not registered')
  await page
    .getByRole('navigation', { name: 'The chain as a tree' })
    .getByRole('button', { name: 'Germany', exact: true })
    .click()
  await expect(page).toHaveURL(/scope=country%3ADE/)
  await expect(inventory(page)).toContainText('Not registered')
  await expectAccessible(page)
})

test('takes a device in, and an open page sees it without being loaded again', async () => {
  await page.goto(`${stack.origin}/devices`)
  await other.goto(`${stack.origin}/devices?search=${serial}`)
  await expect(other.getByRole('heading', { name: 'No device here' })).toBeVisible()
  await page.getByRole('button', { name: 'Register', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Register a device' })
  await dialog.getByLabel('Make').fill('Verifone')
  await dialog.getByLabel('Model').fill('P400')
  await dialog.getByLabel('Serial number').fill(serial)
  await dialog.getByLabel('PTS approval').fill('4-10237')
  await dialog.getByLabel('Approved until').fill('2027-04-30')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Register', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(row(other)).toContainText('Waiting for a place')
  await expect(other.getByText('April 2027')).toBeVisible()
})

test('keeps a list of firmware, which is said with why and taken back', async () => {
  await page.goto(`${stack.origin}/devices`)
  const list = page.getByRole('region', { name: 'Firmware' })
  await list.getByRole('button', { name: /^Another model/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Firmware of a model' })
  await dialog.getByLabel('Maker').fill('E2E Makers')
  await dialog.getByLabel('Model').fill(serial)
  await dialog.getByLabel('Least that may run').fill('2.10')
  await expect(dialog.getByRole('button', { name: 'Set', exact: true })).toBeDisabled()
  await dialog.getByLabel('Why it matters').fill('its listing ended')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Set', exact: true }).click()
  await expect(list).toContainText('its listing ended')
  await expectAccessible(page)
  await list.getByRole('button', { name: `Set the firmware of E2E Makers ${serial}` }).click()
  await dialog.getByLabel('Take it off the list').check()
  await dialog.getByRole('button', { name: 'End', exact: true }).click()
  await expect(list).not.toContainText('its listing ended')
})

test('knows who holds it and how its seal was found', async () => {
  await row(other).getByRole('link').first().click()
  await expect(other.getByText('4-10237')).toBeVisible()
  await other.getByRole('button', { name: /^Hand over/ }).click()
  await other.getByLabel('Who holds it now').fill('Courier 12')
  await other.getByRole('dialog').getByRole('button', { name: 'Hand over', exact: true }).click()
  await expect(other.getByRole('region', { name: 'Custody' })).toContainText('Courier 12')
  await other.getByRole('button', { name: /^Put a seal on/ }).click()
  await other.getByLabel('Number').fill('S-100')
  await other.getByRole('dialog').getByRole('button', { name: 'Put a seal on', exact: true }).click()
  await other.getByLabel('How the seal S-100 was found').selectOption('broken')
  await expect(other.getByRole('region', { name: 'Seals' })).toContainText('Broken')
  await expectAccessible(other)
})

test('keeps a paper of it, hands it over as a file, and lets it go with a reason', async () => {
  const section = other.getByRole('region', { name: 'Photos and documents' })
  const add = (name: string, text: string) =>
    section.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(text) })
  await add('delivery note.pdf', '%PDF-1.7 as delivered')
  await expect(section.getByRole('table')).toContainText('delivery note.pdf')
  const coming = other.waitForEvent('download')
  await section.getByRole('button', { name: 'Download delivery note.pdf' }).click()
  expect((await coming).suggestedFilename()).toBe('delivery note.pdf')
  await expectAccessible(other)
  await section.getByRole('button', { name: 'Take away delivery note.pdf' }).click()
  const dialog = other.getByRole('dialog')
  await dialog.getByLabel('Why').fill('of another device')
  await dialog.getByRole('button', { name: 'Take away', exact: true }).click()
  await expect(section).toContainText('Nothing has been added yet.')
})

test('says where a setting comes from, and how many devices a change would change before it is done', async () => {
  await page.goto(`${stack.origin}/devices`)
  const ofAll = page.getByRole('region', { name: 'Settings' })
  await ofAll.getByRole('button', { name: /change “Inspection at least every” here$/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Inspection at least every' })
  await dialog.getByLabel('Value').fill('')
  await expect(dialog.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()
  await dialog.getByLabel('Value').fill('41')
  await expect(dialog.getByRole('status')).toContainText(/^Changes \d+ of \d+ devices? below; 0 keep/)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(ofAll.getByRole('listitem').filter({ hasText: 'Inspection at least every' })).toContainText('41 days')
  // The device's page: from where it comes, and a value of its own.
  await other.reload()
  const line = other
    .getByRole('region', { name: 'Settings' })
    .getByRole('listitem')
    .filter({ hasText: 'Inspection at least every' })
  await expect(line).toContainText('from all stores')
  await line.getByRole('button').click()
  const own = other.getByRole('dialog', { name: 'Inspection at least every' })
  await own.getByLabel('Value').fill('7')
  await own.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(line).toContainText('from this device')
  await line.getByRole('button').click()
  await own.getByRole('button', { name: 'Take back, then: 41 days' }).click()
  await expect(line).toContainText('from all stores')
})

test('hands over what is chosen, in one go', async () => {
  await page.goto(`${stack.origin}/devices?search=${serial}`)
  await page.getByRole('checkbox', { name: new RegExp(`Choose .*${serial}`) }).check()
  const bar = page.getByRole('region', { name: 'What is chosen' })
  await expect(bar).toContainText('1 selected')
  await bar.getByRole('button', { name: /^Hand over/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Hand over 1 device' })
  await dialog.getByLabel('Who holds them now').fill('Courier 13')
  await dialog.getByRole('button', { name: 'Hand over', exact: true }).click()
  await expect(dialog).toContainText('1 done, 0 refused.')
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(row(page)).toContainText('Courier 13')
  const coming = page.waitForEvent('download')
  await bar.getByRole('button', { name: 'Export as XLSX' }).click()
  expect((await coming).suggestedFilename()).toMatch(/^counterfoil-devices-.*\.xlsx$/)
})

test('blocks it with a reason, which stands on its page and in the list', async () => {
  await other.getByRole('button', { name: /^Blocked/ }).click()
  const dialog = other.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Set to “Blocked”', exact: true })).toBeDisabled()
  await dialog.getByLabel('Why').fill('its seal was broken')
  await dialog.getByRole('button', { name: 'Set to “Blocked”', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(other.getByRole('region', { name: 'Life' })).toContainText('its seal was broken')
  await expect(other.getByRole('button', { name: 'Edit', exact: true })).toHaveCount(0)
  await page.goto(`${stack.origin}/devices?search=${serial}`)
  await expect(row(page)).toContainText('Blocked')
})

test('shows what a file would do before it is done', async () => {
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Import devices' })
  const file = (text: string) => ({ name: 'devices.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.locator('input[type=file]').setInputFiles(file(`kind,make,serial\ncar,Verifone,${serial}-2\n`))
  await dialog.getByRole('button', { name: 'Look at what it would do', exact: true }).click()
  await expect(dialog).toContainText('Line 2 kind: not a value of its form')
  await page.locator('input[type=file]').setInputFiles(file(`kind,make,serial\nterminal,Verifone,${serial}-2\n`))
  await dialog.getByRole('button', { name: 'Look at what it would do', exact: true }).click()
  await expect(dialog).toContainText(`Line 2 new: Verifone ${serial}-2`)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Do it', exact: true }).click()
  await expect(dialog).toContainText('Done: 1 new, 0 changed.')
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(row(page)).toHaveCount(2)
})

test('fits a phone, in Chinese and in the dark', async () => {
  const context = page.context()
  await context.addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  for (const address of ['/devices', new URL(other.url()).pathname]) {
    await page.goto(`${stack.origin}${address}`)
    await expect(page.getByText(address === '/devices' ? '设备树' : '生命周期').first()).toBeVisible()
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow, address).toBeLessThanOrEqual(0)
    await expectAccessible(page)
  }
})
