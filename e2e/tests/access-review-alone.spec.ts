import { readFile } from 'node:fs/promises'
import { changeAccess } from '@counterfoil/services/permissions'
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type MadeAccount, makeAccount } from '../stack/make-account.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { openStackDatabase, type StackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { openSessionClock, type SessionClock } from '../stack/session-clock.ts'
import { type Person, setUpAccount } from './person.ts'
import { factorDialog, showFactor } from './show-factor.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/**
 * A review of who may do what in a chain that has another administrator at first and none later, so that the signature has to keep
 * what nobody else can decide; and whoever shows no fresh factor neither decides nor signs.
 */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const admin: Person = { name: 'Greta Holm', email: 'g.holm@handelskette.example', password: 'three amber kites 55 west' }
const auditor: Person = { name: 'Ines Prado', email: 'i.prado@handelskette.example', password: 'nine silver anchors 27 east' }
const REASON = 'still works in the shop'
const chain = { kind: 'chain' } as const
let database: StackDatabase
let clock: SessionClock
let contexts: BrowserContext[]
let leaver: MadeAccount
let adminPage: Page
let auditorPage: Page
let adminSecret: string
let auditorSecret: string
let address = ''

async function open(browser: Browser, person: Person) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const { secret } = await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
  return { context, page, secret }
}

test.beforeAll(async ({ browser }) => {
  database = openStackDatabase(stack.dataFolder)
  clock = openSessionClock(stack)
  await makeAccount(database, stack.origin, { name: 'bertil' })
  leaver = await makeAccount(database, stack.origin, { name: 'leander' })
  const keeper = await makeAccount(database, stack.origin, { name: 'kalle' })
  for (const { userId } of [leaver, keeper]) await changeAccess(database.services, userId, { role: 'operations', reach: chain })
  const [one, two] = [await open(browser, admin), await open(browser, auditor)]
  contexts = [one.context, two.context]
  adminPage = one.page
  auditorPage = two.page
  adminSecret = one.secret
  auditorSecret = two.secret
  await clock.setRole(auditor.email, 'auditor')
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await clock[Symbol.asyncDispose]()
  await database.close()
})

const row = (page: Page, name: string) => page.getByRole('table').getByRole('row').filter({ hasText: name })
const section = (page: Page, name: string) => page.getByRole('region', { name })

/** On the administrator's page: gives the reason, and waits for what the server says. */
async function decide(button: string, submit: string): Promise<void> {
  await adminPage.getByRole('button', { name: button }).click()
  const dialog = adminPage.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(REASON)
  await dialog.getByRole('button', { name: submit, exact: true }).click()
}

test('an administrator opens it, and finds everybody in it', async () => {
  const quiet = watchConsole(adminPage)
  await adminPage.goto(`${stack.origin}/access-reviews`)
  await expectAccessible(adminPage)
  await adminPage.getByRole('button', { name: 'Open a review' }).click()
  await expect(adminPage).toHaveURL(/\/access-reviews\/[0-9a-f-]{36}$/)
  address = adminPage.url()
  for (const name of ['leander', 'kalle', 'bertil', auditor.name]) {
    await expect(row(adminPage, name).first()).toContainText('Not decided')
    await expect(adminPage.getByRole('button', { name: `Keep ${name}` })).toBeVisible()
  }
  await expect(row(adminPage, admin.name).filter({ hasText: 'Yours: another decides' })).toHaveCount(1)
  await expect(adminPage.getByRole('button', { name: `Keep ${admin.name}` })).toHaveCount(0)
  await expectAccessible(adminPage)
  quiet.expectQuiet()
})

test('whoever shows no fresh factor decides nothing', async () => {
  await clock.setFactorBack(admin.email, 6)
  await decide('Remove leander', 'Remove now')
  await expect(factorDialog(adminPage)).toBeVisible()
  await expectAccessible(adminPage)
  await factorDialog(adminPage).getByRole('button', { name: 'Close without doing it' }).click()
  await expect(factorDialog(adminPage)).toHaveCount(0)
  await expect(adminPage.getByRole('dialog').getByRole('alert')).toContainText('asks for a factor')
  await adminPage.reload()
  await expect(row(adminPage, 'leander')).toContainText('Not decided')
  expect((await fetch(`${stack.origin}/account`, { headers: { cookie: leaver.cookie }, redirect: 'manual' })).status).toBe(200)
})

test('with one, removes somebody at once, keeps another, and keeps the rest', async () => {
  await decide('Remove leander', 'Remove now')
  await showFactor(adminPage, adminSecret)
  await expect(row(adminPage, 'leander')).toContainText('Removed')
  expect((await fetch(`${stack.origin}/account`, { headers: { cookie: leaver.cookie }, redirect: 'manual' })).status).toBe(307)
  await decide('Keep kalle', 'Keep')
  await expect(row(adminPage, 'kalle')).toContainText(`${admin.name}: ${REASON}`)
  await decide('Keep all the rest…', 'Keep the rest')
  // Their own account, and the link that was made by force and with which they came.
  await expect(adminPage.getByRole('table').getByText('Not decided')).toHaveCount(2)
  await expect(row(adminPage, admin.name).filter({ hasText: 'Not decided' })).toBeVisible()
  await expect(section(adminPage, 'Signature')).toContainText('2 are not decided yet')
  await expectAccessible(adminPage)
})

test('what is the only administrator’s own waits for the signature', async () => {
  // Those of tests that ran before among them.
  await database.services.pool.query(`update "user" set role = 'operations' where role = 'administrator' and email <> $1`, [
    admin.email,
  ])
  await adminPage.reload()
  await expect(row(adminPage, admin.name).filter({ hasText: 'With the signature' })).toBeVisible()
  await expect(section(adminPage, 'Signature').getByRole('button', { name: 'Sign the review' })).toHaveCount(0)
  await auditorPage.goto(address)
  await expect(section(auditorPage, 'Signature').getByRole('listitem').filter({ hasText: admin.name })).toBeVisible()
  await expect(auditorPage.getByRole('button', { name: /^(Keep|Remove)/ })).toHaveCount(0)
  await expectAccessible(auditorPage)
})

test('an auditor who shows no fresh factor does not sign', async () => {
  await clock.setFactorBack(auditor.email, 6)
  await auditorPage.getByRole('button', { name: 'Sign the review' }).click()
  await expect(factorDialog(auditorPage)).toBeVisible()
  await auditorPage.keyboard.press('Escape')
  await expect(factorDialog(auditorPage)).toHaveCount(0)
  await expect(section(auditorPage, 'Signature').getByRole('alert')).toContainText('asks for a factor')
  await auditorPage.reload()
  await expect(auditorPage.getByRole('button', { name: 'Sign the review' })).toBeEnabled()
})

test('an auditor signs, and nothing in it changes any more', async () => {
  await auditorPage.getByRole('button', { name: 'Sign the review' }).click()
  await showFactor(auditorPage, auditorSecret)
  await expect(section(auditorPage, 'Signature')).toContainText(`Signed by ${auditor.name}`)
  await expect(row(auditorPage, admin.name).filter({ hasText: `${auditor.name}, by signing` })).toBeVisible()
  await expectAccessible(auditorPage)
  await adminPage.goto(address)
  await expect(section(adminPage, 'Signature')).toContainText(`Signed by ${auditor.name}`)
  await expect(adminPage.getByRole('button', { name: /^(Keep|Remove|Sign)/ })).toHaveCount(0)
  await adminPage.goto(`${stack.origin}/access-reviews`)
  await expect(adminPage.getByRole('table').getByRole('row').nth(1)).toContainText(`by ${auditor.name}`)
  await expectAccessible(adminPage)
})

test('is a file with every decision in it', async () => {
  const coming = auditorPage.waitForEvent('download')
  await auditorPage.getByRole('button', { name: 'Export as CSV' }).click()
  const download = await coming
  expect(download.suggestedFilename()).toMatch(/^counterfoil-access-review-\d{4}-\d\d-\d\d\.csv$/)
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n')
  expect(lines.find((line) => line.startsWith('person,leander,'))).toContain(`,remove,${REASON},${admin.name},`)
  expect(lines.find((line) => line.startsWith('person,kalle,'))).toContain(`,keep,${REASON},${admin.name},`)
  expect(lines.find((line) => line.startsWith(`person,${admin.name},`))).toContain(`,keep,Confirmed with the signature`)
})
