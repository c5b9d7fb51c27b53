import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLegalEntity } from '@counterfoil/db/testing'
import { expect, type Page, test } from '@playwright/test'
import { camt } from '../../packages/services/tests/funds-bed.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { openStackDatabase, type StackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { runCounterfoil } from '../stack/run-counterfoil.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A run only proposes that one bank line brought two payouts: a person says yes, takes one of them apart again, and puts it back. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Lene Hoff', email: 'l.hoff@handelskette.example', password: 'six green kettles 81 north' }
const MERCHANT = 'LinksByHand'
const ACCOUNT = 'DE02120300000000202051'
const TARGET_DAYS = ['target2']
const CONTRACT = {
  id: 'links-by-hand',
  version: 1,
  acquirer: 'adyen',
  merchantAccount: MERCHANT,
  currency: 'EUR',
  validFrom: '2020-01-01',
  zone: 'Europe/Berlin',
  salesDay: { closesAt: '00:00', closes: 'next_day' },
  settlementLag: 2,
  settlementCalendars: TARGET_DAYS,
  payout: { every: 'weekdays', referencePattern: 'TX\\d+XT', namePatterns: ['ADYEN'] },
  bank: { account: ACCOUNT, calendars: TARGET_DAYS },
  fees: [],
}
const DAY_MS = 86_400_000
const isoDay = (ms: number) => new Date(ms).toISOString().slice(0, 10)
/** The last Thursday that is over for a day at least: banks work then, and the day before. */
const thursdayMs = () => {
  let ms = Date.now() - 2 * DAY_MS
  while (new Date(ms).getUTCDay() !== 4) ms -= DAY_MS
  return ms
}
const [thursday, wednesday, sold] = [thursdayMs(), thursdayMs() - DAY_MS, thursdayMs() - 3 * DAY_MS].map(isoDay) as [
  string,
  string,
  string,
]

const report = (batch: number, net: string, day: string) =>
  [
    'Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Batch Number,Store,Terminal',
    `${MERCHANT},L${batch}-1,L${batch}-R,visa,${sold} 09:00:00,CEST,Settled,,EUR,,${net},EUR,,${net},0.00,,,,${batch},S1,T1`,
    `${MERCHANT},,,,${day} 01:00:00,CEST,MerchantPayout,"TX${batch}XT batch ${batch}, ${MERCHANT}",,,,EUR,${net},,,,,,${batch},,`,
    '',
  ].join('\n')

let page: Page
let quiet: ReturnType<typeof watchConsole>
let database: StackDatabase
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-links-'))
const found = async (query: string, ...values: unknown[]) => (await database.services.pool.query(query, values)).rows

async function bring(name: string, content: string): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, content)
  expect((await runCounterfoil<{ state: string }>(stack, 'import', path, '--yes')).state).toBe('imported')
}

test.beforeAll(async ({ browser }) => {
  database = openStackDatabase(stack.dataFolder)
  const entity = await createLegalEntity(database.db)
  await found(
    `insert into bank_account (legal_entity_id, number, currency, name, time_zone) values ($1, $2, 'EUR', 'Links bank', 'Europe/Berlin')`,
    entity.id,
    ACCOUNT,
  )
  await found(
    `insert into funds_contract (id, version, acquirer, merchant_account, currency, valid_from, document, made_by)
     values ($1, 1, 'adyen', $2, 'EUR', '2020-01-01', $3, 'test')`,
    CONTRACT.id,
    MERCHANT,
    JSON.stringify(CONTRACT),
  )
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
  await bring('links-511.csv', report(511, '1021.00', wednesday))
  await bring('links-512.csv', report(512, '2347.30', thursday))
  const entries = [{ amount: '3368.30', text: 'ADYEN' }]
  const statement = camt({ message: 'LINKS-1', account: ACCOUNT, sequence: 1, opening: '0.00', closing: '3368.30', entries })
  await bring('links-1.xml', statement.replaceAll('2026-05-12', thursday))
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(async () => {
  await page.context().close()
  await database.close()
  rmSync(folder, { recursive: true })
})

const entry = () => page.getByRole('listitem').filter({ hasText: 'Which belongs to which' }).filter({ hasText: '3,368.30' })
const openPayouts = async () =>
  (await found(`select batch from payout where batch in ('511', '512') and open order by batch`)).map(({ batch }) => batch)
const giveReason = async (why: string, button: string) => {
  await page.getByPlaceholder('Reason, for the record').fill(why)
  await page.getByRole('button', { name: button, exact: true }).click()
}

test('what a run only proposes stands in the queue, and one yes joins all of it', async () => {
  await page.goto(`${stack.origin}/funds`)
  await entry().getByRole('button').first().click()
  await expect(entry()).toContainText('Proposed by a rule, not proven: 2 pairs together.')
  await expectAccessible(page)
  await entry()
    .getByRole('button', { name: /^Say yes to the proposal: / })
    .click()
  await giveReason('The advice names both.', 'Yes, these belong together')
  await expect(entry()).toHaveCount(0)
  await expect.poll(openPayouts).toEqual([])
})

test('a payout is taken apart from its line, and the line offers it again', async () => {
  const [line] = await found(
    `select a.to_id from funds_allocation a join payout p on p.id::text = a.from_id where a.join_kind = 'payout_bank' and p.batch = '511'`,
  )
  const address = `${stack.origin}/funds/bank-lines/${String(line?.to_id).replace(':', '-')}`
  await page.goto(address)
  await expectAccessible(page)
  await page
    .getByRole('row')
    .filter({ hasText: '511' })
    .getByRole('button', { name: /^Take the link apart: / })
    .click()
  await giveReason('It came by another line.', 'Take apart')
  await expect(page.getByText('Recorded. The next run goes by it, in a second.').first()).toBeVisible()
  await expect.poll(openPayouts).toEqual(['511'])
  await page.goto(address)
  const find = page.getByRole('region', { name: 'Give it to a payout' })
  await find.getByLabel('Payout').selectOption({ label: await find.getByRole('option', { name: /511, due/ }).innerText() })
  await find.getByLabel('Reason, for the record').fill('It was this line after all.')
  await find.getByRole('button', { name: 'These belong together' }).click()
  await expect.poll(openPayouts).toEqual([])
  const acts = await found(`select action from audit_entry where action like 'funds_link.%' order by recorded_at, id`)
  expect(acts.map(({ action }) => action)).toEqual(['funds_link.made', 'funds_link.made', 'funds_link.undone', 'funds_link.made'])
})
