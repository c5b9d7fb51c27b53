import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { beginRecordEarlier } from '../stack/begin-earlier.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { runCounterfoil } from '../stack/run-counterfoil.ts'
import { type Kept, type Person, setUpAccount, signIn } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** Things done by clicking, or by the program on the server; then each is found on the page of the record by its requirement. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Ines Adler', email: 'i.adler@handelskette.example', password: 'nine slow rivers 27 south' }
const INVITED = 't.berger@handelskette.example'
const STORE = 'A417'
let context: BrowserContext
let page: Page
let kept: Kept
let quiet: ReturnType<typeof watchConsole>
/** The day that was signed. */
let day = ''

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  kept = await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
  await beginRecordEarlier(stack)
})
test.afterAll(() => context.close())

test('somebody mistypes a password, then signs in', async ({ browser }) => {
  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await other.goto(`${stack.origin}/sign-in`)
  await other.getByLabel('E-mail address').fill(person.email)
  await other.getByRole('textbox', { name: 'Password' }).fill('not the password 1')
  await other.locator('button[type=submit]').click()
  await expect(other.getByText('E-mail address or password is wrong')).toBeVisible()
  await signIn(other, stack.origin, kept.secret, person)
  await expect(other).toHaveURL(`${stack.origin}/`)
  await elsewhere.close()
  quiet = watchConsole(page)
})

test('invites a colleague', async () => {
  await page.goto(`${stack.origin}/people`)
  await page.getByRole('button', { name: /^Invite/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^E-mail/).fill(INVITED)
  await dialog.getByRole('radio', { name: 'Auditor' }).check()
  await dialog.getByRole('radio', { name: 'Whole chain' }).check({ force: true })
  await dialog.locator('button[type=submit]').click()
  await expect(dialog.getByText(INVITED)).toBeVisible()
})

test('adds a store and a join code on the server', async () => {
  const of = '--name Süd --country DE --city Bonn --currency EUR --time-zone Europe/Berlin --entity Handelskette'
  await runCounterfoil(stack, 'store', 'add', STORE, ...of.split(' '))
  const { code } = await runCounterfoil<{ code: string }>(stack, 'join-code', STORE)
  expect(code).toMatch(/\S/)
})

test('signs the day that is over, and it is listed as signed', async () => {
  await page.goto(`${stack.origin}/audit/review`)
  const unsigned = page.getByRole('table', { name: 'Not signed' })
  const open = unsigned.getByRole('row').filter({ hasText: 'To sign' }).first()
  day = (await open.getByRole('link').textContent()) ?? ''
  await expectAccessible(page)
  await open.getByRole('link').click()
  await expect(page).toHaveURL(`${stack.origin}/audit/review/${day}`)
  await page.getByLabel('What you looked at and what followed').fill('Nothing was found; the day was quiet.')
  await page.getByRole('button', { name: 'Sign this day' }).click()
  await expect(page.getByText(`Signed by ${person.name}`)).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${stack.origin}/audit/review`)
  const signed = page.getByRole('table', { name: 'Signed', exact: true }).getByRole('row').filter({ hasText: day })
  await expect(signed).toContainText(person.name)
  await expect(unsigned.getByRole('row').filter({ hasText: day })).toHaveCount(0)
})

test('takes a search as a file', async () => {
  await page.goto(`${stack.origin}/audit?req=10.2.1.5`)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  await download
})

test('finds each of them by the number of its requirement', async () => {
  const wanted: readonly (readonly [string, string, string])[] = [
    ['10.2.1.4', 'sign_in.failed', person.name],
    ['10.2.1.5', 'sign_in.succeeded', person.name],
    ['10.2.1.2', 'person.invited', INVITED],
    ['10.2.1.7', 'store.added', STORE],
    ['10.2.1.5', 'join_code.made', ''],
    ['10.2.1.2', 'audit.day_reviewed', day],
    ['10.2.1.3', 'audit.exported', person.name],
  ]
  const entries = page.getByRole('table', { name: 'Entries, newest first' })
  for (const [requirement, action, text] of wanted) {
    await page.goto(`${stack.origin}/audit?req=${requirement}`)
    const row = entries.getByRole('row').filter({ hasText: action }).filter({ hasText: text }).first()
    await expect(row, `${action} by ${requirement}`).toBeVisible()
  }
  await entries.getByRole('row').filter({ hasText: 'audit.exported' }).first().getByRole('link').click()
  await expect(page.getByText('Verified here')).toBeVisible()
  quiet.expectQuiet()
})
