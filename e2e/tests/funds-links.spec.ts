import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { camt } from '../../packages/services/tests/funds-bed.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { openStackDatabase, type StackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { runCounterfoil } from '../stack/run-counterfoil.ts'
import { seedAccount, seedContract } from '../stack/seed-contract.ts'
import { seedSales } from '../stack/seed-sales.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/**
 * One bank line may have brought two payouts, and two sales stand in the acquirer's files under other names: people say what belongs
 * together, above the limit two of them, and take it apart again.
 */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const people: Person[] = [
  { name: 'Lene Hoff', email: 'l.hoff@handelskette.example', password: 'six green kettles 81 north' },
  { name: 'Timo Brandt', email: 't.brandt@handelskette.example', password: 'two brown ladders 46 south' },
]
const MERCHANT = 'LinksByHand'
const ACCOUNT = 'DE12500105170648489890'
/** Each day of the year is a day of banks: the test holds on any. */
const ALWAYS = ['every-day']
const CONTRACT = {
  id: 'links-by-hand',
  version: 1,
  acquirer: 'adyen',
  merchantAccount: MERCHANT,
  currency: 'EUR',
  validFrom: '2020-01-01',
  zone: 'UTC',
  salesDay: { closesAt: '00:00', closes: 'next_day' },
  settlementLag: 2,
  settlementCalendars: ALWAYS,
  payout: { every: 'day', referencePattern: 'TX\\d+XT', namePatterns: ['ADYEN'] },
  bank: { account: ACCOUNT, calendars: ALWAYS },
  fees: [],
  fileDueDays: 2,
}
const DAY_MS = 86_400_000
const noonMs = (daysAgo: number): number => Math.floor(Date.now() / DAY_MS - daysAgo) * DAY_MS + DAY_MS / 2
const isoDay = (daysAgo: number): string => new Date(noonMs(daysAgo)).toISOString().slice(0, 10)

const HEAD =
  'Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Batch Number,Store,Terminal'
/** Two sales of one day, and their payout. */
const report = (batch: number, sold: string, sent: string, sales: readonly [string, string], payout: string) =>
  [
    HEAD,
    ...sales.map(
      (amount, at) =>
        `${MERCHANT},L${batch}-${at},R${batch}-${at},visa,${sold} 09:00:00,UTC,Settled,,EUR,,${amount},EUR,,${amount},0.00,,,,${batch},S1,T1`,
    ),
    `${MERCHANT},,,,${sent} 01:00:00,UTC,MerchantPayout,"TX${batch}XT batch ${batch}, ${MERCHANT}",,,,EUR,${payout},,,,,,${batch},,`,
    '',
  ].join('\n')

const pages: Page[] = []
const page = (who: 0 | 1): Page => pages[who] as Page
const quiet: ReturnType<typeof watchConsole>[] = []
let database: StackDatabase
let sales = new Map<string, string>()
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-links-'))
const found = async (query: string, ...values: unknown[]) => (await database.services.pool.query(query, values)).rows

async function bring(name: string, content: string): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, content)
  expect((await runCounterfoil<{ state: string }>(stack, 'import', path, '--yes')).state).toBe('imported')
}

test.beforeAll(async ({ browser }) => {
  database = openStackDatabase(stack.dataFolder)
  await seedAccount(database, { number: ACCOUNT, name: 'Links bank', timeZone: 'UTC' })
  await seedContract(database, CONTRACT)
  sales = await seedSales(database, `http://127.0.0.1:${stack.hubPort}`, {
    merchantAccount: MERCHANT,
    sales: [
      { basket: 'LINK-SMALL', amountMinor: 4_200, atMs: noonMs(6) },
      { basket: 'LINK-LARGE', amountMinor: 9_900, atMs: noonMs(5) },
    ],
  })
  for (const person of people) {
    const one = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
    pages.push(one)
    quiet.push(watchConsole(one))
    await setUpAccount(one, await makeSetupLink(stack), person)
    await expect(one).toHaveURL(`${stack.origin}/`)
  }
  await bring('links-511.csv', report(511, isoDay(6), isoDay(4), ['42.00', '979.00'], '1021.00'))
  await bring('links-512.csv', report(512, isoDay(5), isoDay(3), ['990.00', '1357.30'], '2347.30'))
  const entries = [{ amount: '3368.30', text: 'ADYEN' }]
  const statement = camt({ message: 'LINKS-1', account: ACCOUNT, sequence: 1, opening: '0.00', closing: '3368.30', entries })
  await bring('links-1.xml', statement.replaceAll('2026-05-12', isoDay(3)))
})
test.afterEach(() => {
  for (const one of quiet) one.expectQuiet()
})
test.afterAll(async () => {
  for (const one of pages) await one.context().close()
  await database.close()
  rmSync(folder, { recursive: true })
})

const SEVERAL = /\d (cases|笔)/
/** Opens one exception of the queue: several of one code and acquirer stand in one row. */
async function open(on: Page, code: string, amount: string): Promise<Locator> {
  await on.goto(`${stack.origin}/funds`)
  const several = on.getByRole('button', { expanded: false }).filter({ hasText: code }).filter({ hasText: SEVERAL })
  const own = on.getByRole('button').filter({ hasText: code }).filter({ hasText: amount }).filter({ hasNotText: SEVERAL })
  await expect(several.or(own).first()).toBeVisible()
  if ((await own.count()) === 0) await several.first().click()
  await own.click()
  return on.getByRole('listitem').filter({ hasText: code }).filter({ hasText: amount }).last()
}
async function give(entry: Locator, why: string, button: string): Promise<void> {
  await entry.getByPlaceholder('Reason, for the record').fill(why)
  await entry.getByRole('button', { name: button, exact: true }).click()
}
const openPayouts = async () =>
  (await found(`select batch from payout where batch in ('511', '512') and open order by batch`)).map(({ batch }) => batch)
const positionOf = async (basket: string) =>
  (await found('select position from funds_payment where payment_id = $1', sales.get(basket)))[0]?.position

test('what a run only proposes stands in the queue with both sides; above the limit one yes moves nothing', async () => {
  const asked = `select from funds_exception e join payout p on p.id = any(e.payouts) where p.batch = '511' and e.code = 'AMBIGUOUS' and e.state = 'open'`
  await expect.poll(() => found(asked)).toHaveLength(1)
  const entry = await open(page(0), 'Which belongs to which', '3,368.30')
  await expect(entry).toContainText('Proposed by a rule, not proven: 2 pairs together.')
  await expect(entry.getByRole('radio')).toHaveCount(2)
  await expect(entry.getByRole('table', { name: 'Both side by side' })).toContainText('€3,368.30')
  await expect(entry).toContainText('nothing changes until a second person says yes')
  await expectAccessible(page(0))
  await entry.getByRole('button', { name: /^Yes, these belong together: / }).click()
  await give(entry, 'The advice names both.', 'Yes, these belong together')
  await expect(entry).toContainText('Lene Hoff says that these belong together (2 pairs): The advice names both.')
  await expect(entry).toContainText('You proposed this: another person says yes.')
  await expectAccessible(page(0))
  expect(await openPayouts()).toEqual(['511', '512'])
})

test('the second person’s yes joins both payouts with the line, and the question is gone', async () => {
  const entry = await open(page(1), 'Which belongs to which', '3,368.30')
  await entry.getByRole('button', { name: /^Yes, these belong together: / }).click()
  await give(entry, 'It does.', 'Yes, these belong together')
  await expect.poll(openPayouts).toEqual([])
  await expect(page(1).getByRole('button').filter({ hasText: 'Which belongs to which' })).toHaveCount(0)
})

test('a sale that is in no file is laid beside the lines nobody knows, linked, and its page says where its money is', async () => {
  const entry = await open(page(0), 'Not in the acquirer’s file', '42.00')
  await expect(entry.getByRole('radio').first()).toBeChecked()
  await expect(entry.getByRole('radiogroup', { name: 'Which line is it?' })).toContainText('€42.00')
  await expect(entry).toContainText('The sale counts as settled by this line, in batch 511.')
  await expectAccessible(page(0))
  await entry.getByLabel('Reason, for the record').fill('The receipt says so.')
  await entry.getByRole('button', { name: 'These belong together' }).click()
  await expect.poll(() => positionOf('LINK-SMALL')).toBe('arrived')
  await page(0).goto(`${stack.origin}/payments/${sales.get('LINK-SMALL')}`)
  await expect(page(0).getByText('links-511.csv · line 2')).toBeVisible()
  await expect(page(0).getByText(/In payout 511/)).toBeVisible()
  await expectAccessible(page(0))
})

test('taken apart on its page the sale is in no file again, and both exceptions are back', async () => {
  const line = page(0).getByRole('listitem').filter({ hasText: 'links-511.csv · line 2' })
  await line.getByRole('button', { name: /^Take apart: / }).click()
  await give(line, 'It was another receipt.', 'Take apart')
  await expect.poll(() => positionOf('LINK-SMALL')).toBe('authorised')
  await expect(page(0).getByText(/In payout 511/)).toHaveCount(0)
  const entry = await open(page(0), 'No such sale in the store', '42.00')
  await expect(entry.getByRole('radiogroup', { name: 'Which sale is it?' })).toContainText('€42.00')
  const [undone] = await found(
    `select r.amount_minor::int4 as amount, a.amount_minor::int4 as of from funds_allocation r join funds_allocation a on a.key = r.reverses
     where r.from_id = $1 and r.because = 'person'`,
    sales.get('LINK-SMALL'),
  )
  expect(undone).toEqual({ amount: -4_200, of: 4_200 })
})

test('a line far above the sale takes two people: one chooses among the sales, the other says yes', async () => {
  const entry = await open(page(0), 'No such sale in the store', '990.00')
  await entry.getByRole('radio', { name: /LINK-LARGE/ }).check()
  await expect(entry).toContainText('It stays open that €891.00 is too much.')
  await entry.getByLabel('Reason, for the record').fill('Typed without the comma.')
  await entry.getByRole('button', { name: 'These belong together' }).click()
  await expect(entry).toContainText('You proposed this: another person says yes.')
  expect(await positionOf('LINK-LARGE')).toBe('authorised')
  const same = await open(page(1), 'No such sale in the store', '990.00')
  await expect(same).toContainText('Lene Hoff says that these belong together (1 pair): Typed without the comma.')
  await same.getByRole('button', { name: /^Yes, these belong together: / }).click()
  await give(same, 'The till’s roll has it.', 'Yes, these belong together')
  await expect.poll(() => positionOf('LINK-LARGE')).toBe('arrived')
  const acts = await found(
    `select e.action from audit_entry e where e.action like 'funds_link.%' and e.target_id like '%' || $1 || '%' order by e.recorded_at, e.id`,
    sales.get('LINK-LARGE'),
  )
  expect(acts.map(({ action }) => action)).toEqual(['funds_link.proposed', 'funds_link.made'])
})

test('on a phone in the dark it reads in Chinese, and nothing runs off its side', async () => {
  const phone = page(0)
  await phone.emulateMedia({ colorScheme: 'dark' })
  await phone.setViewportSize({ width: 390, height: 844 })
  await phone.context().addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  const entry = await open(phone, '结算缺笔', '42.00')
  await expect(entry.getByRole('radiogroup', { name: '是哪一行？' })).toBeVisible()
  await expectAccessible(phone)
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
