import { createLegalEntity } from '@counterfoil/db/testing'
import { expect, type Page, test } from '@playwright/test'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { openStackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { seedContract } from '../stack/seed-contract.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A statement is brought, held, read again, looked at and imported; noise is refused. Files reach the hub through the real stack. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Ines Roth', email: 'i.roth@handelskette.example', password: 'four blue lanterns 71 north' }
const STATEMENT =
  ':20:START\n:25:12030000/0000202051\n:28C:91/1\n:60F:C260511EUR100,00\n:61:2605120512C29,70NTRFTX380XT\n:86:TX380XT batch 380, M1 ADYEN\n:62F:C260512EUR129,70\n-\n'
/** Of an acquirer of its own: what is left open of it is in no other test's way. */
const CONTRACT = {
  ...{ id: 'parts-pay', acquirer: 'partspay', merchantAccount: 'PartsPay', currency: 'EUR', validFrom: '2020-01-01', version: 1 },
  ...{ zone: 'Europe/Berlin', salesDay: { closesAt: '00:00', closes: 'next_day' }, settlementLag: 2 },
  ...{ settlementCalendars: ['target2'], payout: { every: 'weekdays', namePatterns: ['PARTSPAY'] } },
  ...{ bank: { account: '120300000000202051', calendars: ['target2'] }, fees: [] },
}
/** Two sales of a batch that another file has other sales of. */
const report = (first: string): string =>
  [
    'Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Batch Number,Store,Terminal',
    ...['1', '2'].map(
      (nth) =>
        `PartsPay,P${first}${nth},R${first}${nth},visa,2026-05-08 09:00:00,CEST,Settled,,EUR,,10.00,EUR,,9.90,0.10,,,,391,S1,T1`,
    ),
    'PartsPay,,,,2026-05-12 01:00:00,CEST,MerchantPayout,"TX391XT batch 391, PartsPay",,,,EUR,19.80,,,,,,391,,\n',
  ].join('\n')
let page: Page
let quiet: ReturnType<typeof watchConsole>

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(() => page.context().close())

const bring = (name: string, text: string) =>
  page.getByLabel('Choose files').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) })

test('a file is kept, read by the hub, and held while its account is nobody’s', async () => {
  await page.goto(`${stack.origin}/funds/files`)
  await expect(page.getByText('No file has come yet')).toBeVisible()
  await expectAccessible(page)
  await bring('noise.bin', 'neither statement nor report\n')
  await bring('day.sta', STATEMENT)
  await expect(page.getByRole('row').filter({ hasText: 'noise.bin' })).toContainText('Unknown format')
  await expect(page.getByRole('row').filter({ hasText: 'day.sta' })).toContainText('Unknown account')
  await expectAccessible(page)
  await page.getByRole('row').filter({ hasText: 'day.sta' }).getByRole('link', { name: 'day.sta' }).click()
  await expect(page.getByText('It is about a bank account that is none of the chain’s.')).toBeVisible()
  await expectAccessible(page)
})

test('once the account is known it is read again, shown, and imported whole', async () => {
  const database = openStackDatabase(stack.dataFolder)
  const entity = await createLegalEntity(database.db)
  await database.services.pool.query(
    `insert into bank_account (legal_entity_id, number, currency, name, time_zone) values ($1, '120300000000202051', 'EUR', 'House bank', 'Europe/Berlin')`,
    [entity.id],
  )
  await page.getByRole('button', { name: 'Read again' }).click()
  await expect(page.getByText('Nothing has changed yet.')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'Credits' })).toContainText('EUR 29.70')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByText('All of its rows are in the record.')).toBeVisible()
  const { rows } = await database.services.pool.query('select amount::text as amount from bank_line')
  expect(rows).toEqual([{ amount: '29.7' }])
  await database.close()
})

test('of a report that would take another’s rows away a person says that it is a second part, and both count', async () => {
  const database = openStackDatabase(stack.dataFolder)
  await seedContract(database, CONTRACT)
  for (const [name, first] of [
    ['part-1.csv', 'A'],
    ['part-2.csv', 'B'],
  ] as const) {
    await page.goto(`${stack.origin}/funds/files`)
    await bring(name, report(first))
    await page.getByRole('link', { name, exact: true }).click()
    if (first === 'A') await page.getByRole('button', { name: 'Import', exact: true }).click()
    else {
      await expect(page.getByText('If it is a second part, say so')).toBeVisible()
      await expectAccessible(page)
      await page.getByRole('button', { name: 'A second part: both count' }).click()
      await expect(page.getByText('a person said that they are parts of the same.')).toBeVisible()
    }
    await expect(page.getByText('All of its rows are in the record.')).toBeVisible()
  }
  await expectAccessible(page)
  await page
    .getByRole('link', { name: /^File \d+$/ })
    .first()
    .click()
  await expect(page.getByText('Counts beside', { exact: true })).toBeVisible()
  const { rows } = await database.services.pool.query(
    `select count(*)::int4 as lines from settlement_line_open o join funds_file f on f.id = o.file_id and f.state = 'imported'`,
  )
  expect(rows).toEqual([{ lines: 4 }])
  await database.close()
})

test('the same bytes again are told, and a phone in the dark reads it all in Chinese', async () => {
  await page.goto(`${stack.origin}/funds/files`)
  await bring('day-again.sta', STATEMENT)
  await expect(page.getByRole('link', { name: /The same bytes as file/ })).toBeVisible()
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.context().addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await page.reload()
  await expect(page.getByRole('heading', { name: '文件', exact: true })).toBeVisible()
  await expectAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await page.getByRole('link', { name: 'day.sta', exact: true }).click()
  await expect(page.getByText('其所有行均已入账。')).toBeVisible()
  await expectAccessible(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
