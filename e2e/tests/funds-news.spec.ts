import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { openStackDatabase, type StackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { runCounterfoil } from '../stack/run-counterfoil.ts'
import { seedAccount, seedContract } from '../stack/seed-contract.ts'
import { AT_ONCE_MS } from './at-once.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A file comes while somebody looks at the board: it tells so by itself, and what came of the file is settled there. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Edda Kranz', email: 'e.kranz@handelskette.example', password: 'seven slow ferries 12 south' }
const MERCHANT = 'BoardNews'
/** No other exception of the stack is about as much. */
const SOLD = '87.31'
const ACCOUNT = 'DE75512108001245126199'
const TARGET_DAYS = ['target2']
const CONTRACT = {
  id: 'board-news',
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
/** Of days that are just over, so that it is news whenever this runs: one sale that no till of the chain knows, and its payout. */
const report = () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10)
  return [
    'Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Batch Number,Store,Terminal',
    `${MERCHANT},P900-1,R900-1,visa,${daysAgo(4)} 09:00:00,CEST,Settled,,EUR,,${SOLD},EUR,,87.21,0.10,,,,900,S1,T1`,
    `${MERCHANT},,,,${daysAgo(2)} 01:00:00,CEST,MerchantPayout,"TX900XT batch 900, ${MERCHANT}",,,,EUR,87.21,,,,,,900,,`,
    '',
  ].join('\n')
}

let page: Page
let quiet: ReturnType<typeof watchConsole>
let database: StackDatabase
const folder = mkdtempSync(join(tmpdir(), 'counterfoil-news-'))
const found = async (query: string, ...values: unknown[]) => (await database.services.pool.query(query, values)).rows

test.beforeAll(async ({ browser }) => {
  database = openStackDatabase(stack.dataFolder)
  await seedAccount(database, { number: ACCOUNT, name: 'News bank', timeZone: 'Europe/Berlin' })
  await seedContract(database, CONTRACT)
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(async () => {
  await page.context().close()
  await database.close()
  rmSync(folder, { recursive: true })
})

const entry = () => page.getByRole('listitem').filter({ hasText: SOLD }).filter({ hasText: 'No such sale in the store' })

test('an open board shows what a new file brings within two seconds of its commit', async () => {
  // The hub has let the page in: its own rounds, every 15 s, are no proof of anything.
  const letIn = new Promise<void>((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => (String(payload).startsWith('40/live') ? resolve() : undefined)),
    )
  })
  await page.goto(`${stack.origin}/funds`)
  await letIn
  await expect(page.getByText('Matched by rule')).toBeVisible()
  await expect(entry()).toHaveCount(0)

  const path = join(folder, 'news.csv')
  writeFileSync(path, report())
  const importing = runCounterfoil<{ state: string }>(stack, 'import', path, '--yes')
  const state = async () => (await found(`select state from funds_file where name = 'news.csv'`))[0]?.state
  await expect.poll(state, { intervals: [20], timeout: 30_000 }).toBe('imported')
  await expect.poll(() => entry().count(), { intervals: [20], timeout: AT_ONCE_MS }).toBe(1)
  expect((await importing).state).toBe('imported')
  await expectAccessible(page)
})

test('a letter to the acquirer about it is made by the dashboard as it is built', async () => {
  const letter = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Letter (PDF)' }).click()
  const taken = readFileSync(await (await letter).path())
  expect(taken.subarray(0, 5).toString()).toBe('%PDF-')
  expect(taken.includes('%%EOF')).toBe(true)
})

test('what came of it is taken on, noted and resolved on the board, and each step is in the record', async () => {
  await entry().getByRole('button').first().click()
  await expect(entry().getByRole('link', { name: /news\.csv, line 2/ })).toBeVisible()
  await entry().getByRole('button', { name: 'I take it' }).click()
  await expect(entry().getByRole('button', { name: 'Give it back' })).toBeVisible()
  await expect(entry()).toContainText(person.name)
  await entry().getByLabel('Reason').fill('The store was asked.')
  await entry().getByRole('button', { name: 'Note', exact: true }).click()
  await expect(entry().getByRole('paragraph').filter({ hasText: 'The store was asked.' })).toBeVisible()
  await expectAccessible(page)
  await expect(entry()).toContainText('within what one person may settle')
  await entry().getByLabel('What became of it').selectOption('accepted')
  await entry().getByLabel('Reason').fill('An offline terminal, found by the store.')
  await entry().getByRole('button', { name: 'Resolve', exact: true }).click()
  await expect(entry()).toHaveCount(0)
  const acts = await found(
    `select e.action from audit_entry e join funds_exception x on x.key = e.target_id
     where e.target_type = 'funds_exception' and x.amount_minor = $1 order by e.recorded_at, e.id`,
    Number(SOLD.replace('.', '')),
  )
  expect(acts.map(({ action }) => action)).toEqual(['exception.assigned', 'exception.noted', 'exception.resolved'])
})
