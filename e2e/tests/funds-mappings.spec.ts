import { expect, type Page, test } from '@playwright/test'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { openStackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { seedContract } from '../stack/seed-contract.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A report that nothing knows gets its mapping by hand; the held file is read by it, and its lines are in the record. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Jule Harms', email: 'j.harms@handelskette.example', password: 'nine grey harbours 38 west' }
const REPORT = [
  'Kartenabrechnung Mai;;;;;',
  'Datum;Karte;Händler;Umsatz;Entgelt;Lauf',
  '08.05.2026;411111******1111;M77;1.234,50;12,30;L7',
  '09.05.2026;541333******0019;M77;-20,00;;L7',
  '',
].join('\r\n')
const CONTRACT = {
  id: 'house-m77',
  version: 1,
  acquirer: 'house',
  merchantAccount: 'M77',
  currency: 'EUR',
  validFrom: '2020-01-01',
  zone: 'Europe/Berlin',
  salesDay: { closesAt: '00:00', closes: 'next_day' },
  settlementLag: 2,
  settlementCalendars: ['target2'],
  payout: { every: 'weekdays', namePatterns: ['HOUSE'] },
  bank: { account: 'DE02120300000000202051', calendars: ['target2'] },
  fees: [],
}
let page: Page
let quiet: ReturnType<typeof watchConsole>

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
  const database = openStackDatabase(stack.dataFolder)
  await seedContract(database, CONTRACT)
  await database.close()
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(() => page.context().close())

test('a mapping is made beside its file, tried, saved, and the file is read by it', async () => {
  await page.goto(`${stack.origin}/funds/files`)
  const buffer = Buffer.from(REPORT, 'latin1')
  await page.getByLabel('Choose files').setInputFiles({ name: 'house.csv', mimeType: 'application/octet-stream', buffer })
  const row = page.getByRole('row').filter({ hasText: 'house.csv' })
  await expect(row).toContainText('Unknown format')
  await row.getByRole('link', { name: 'house.csv' }).click()
  await page.getByRole('link', { name: 'Make a mapping for it' }).click()

  const means = (column: string) => page.getByLabel(`What ${column} is`, { exact: true })
  await expect(means('Händler')).toBeVisible()
  for (const [column, field] of [
    ['Datum', 'Date'],
    ['Karte', 'Card number'],
    ['Händler', 'Account or merchant account'],
    ['Umsatz', 'Amount'],
    ['Entgelt', 'Fee'],
    ['Lauf', 'Payout or batch'],
  ] as const)
    await means(column).selectOption(field)
  await expect(page.getByLabel('Date', { exact: true })).toHaveValue('dd.MM.yyyy')
  const trial = page.getByTestId('trial')
  await expect(trial).toContainText('say the currency')
  await page.getByLabel('Currency').fill('EUR')
  await expect(trial).toContainText('Every line can be read.')
  await expect(page.getByText('Payout L7, account M77: 2 lines, gross 1214.5, fees 12.3, net 1202.2 EUR')).toBeVisible()
  await page.getByLabel('Date', { exact: true }).fill('yyyy-MM-dd')
  await expect(trial).toContainText('2 lines cannot be read')
  await expect(trial).toContainText('column Datum')
  await page.getByLabel('Date', { exact: true }).fill('dd.MM.yyyy')
  await expect(trial).toContainText('Every line can be read.')
  await expectAccessible(page)

  await page.getByLabel('Id', { exact: true }).fill('house-cards')
  await page.getByRole('button', { name: /^Save, and read file/ }).click()
  await expect(page.getByText('Nothing has changed yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('All of its rows are in the record.')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '411111******1111' })).toContainText('EUR 1,222.20')
  await expectAccessible(page)
})

test('the file leaves as it came, its lines as a spreadsheet, and the mapping stands in the list', async () => {
  const taken = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download as it came' }).click()
  const stream = await (await taken).createReadStream()
  expect(Buffer.concat(await stream.toArray()).toString('latin1')).toBe(REPORT)
  const table = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Lines as XLSX' }).click()
  expect((await table).suggestedFilename()).toMatch(/^counterfoil-file-lines-.*\.xlsx$/)
  await page.goto(`${stack.origin}/funds/files/mappings`)
  await page.getByRole('link', { name: 'house-cards' }).click()
  await expect(page.getByTestId('trial')).toContainText('Every line can be read.')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.context().addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await page.reload()
  await expect(page.getByTestId('trial')).toContainText('每一行都可以读取。')
  await expectAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
