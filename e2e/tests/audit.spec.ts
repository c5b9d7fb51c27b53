import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { buildVerifier } from '../../tools/build-verifier.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** Something is done in the browser; an auditor finds it by its requirement, opens it, and their browser proves it. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Amara Okafor', email: 'a.okafor@handelskette.example', password: 'seven quiet lamps 81 north' }
const INVITED = 'l.castano@handelskette.example'
let context: BrowserContext
let page: Page
let quiet: ReturnType<typeof watchConsole>

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
})
test.afterAll(() => context.close())

const section = (title: string | RegExp) => page.getByRole('region', { name: title })
const row = (text: string) =>
  page.getByRole('table', { name: 'Entries, newest first' }).getByRole('row').filter({ hasText: text })
/** A folder with the verifier in it, as an auditor has one. */
async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-proof-'))
  try {
    await buildVerifier(join(import.meta.dirname, '../..'), join(folder, 'counterfoil-verify.mjs'))
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}
const badge = () => section(/^[a-z_]+\.[a-z_]+$/).first()

test('a person invited is found by the requirement’s number', async () => {
  await page.goto(`${stack.origin}/people`)
  await page.getByRole('button', { name: /^Invite/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^E-mail/).fill(INVITED)
  await dialog.getByRole('radio', { name: 'Auditor' }).check()
  await dialog.getByRole('radio', { name: 'Whole chain' }).check({ force: true })
  await dialog.locator('button[type=submit]').click()
  await expect(dialog.getByText(INVITED)).toBeVisible()

  await page.goto(`${stack.origin}/audit`)
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('combobox', { name: 'Requirement' }).or(page.getByLabel('Requirement')).first().click()
  await page.getByRole('option', { name: /^10\.2\.1\.5/ }).click()
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page).toHaveURL(/req=10\.2\.1\.5/)
  await expect(row(INVITED)).toContainText('person.invited')
  await expect(row(INVITED)).toContainText(person.name)
  await expectAccessible(page)
  quiet.expectQuiet()
})

test('its proof is checked in the browser, to the key that is kept from then on', async () => {
  await row(INVITED).getByRole('link').click()
  await expect(section('person.invited').getByText('Verified here')).toBeVisible()
  const proof = section('Proof')
  for (const step of ['Entry hashed here', 'Root equals the signed checkpoint', 'First checkpoint this browser keeps'])
    await expect(proof.getByText(step)).toBeVisible()
  await expect(section('Personal values')).toContainText(INVITED)
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Open this entry' }).click()
  await expect(page).toHaveURL(/\/audit\/[0-9a-f-]{36}$/)
  await expect(section('person.invited').getByText('Verified here')).toBeVisible()
  await expect(section('Proof').getByText('Checkpoint only ever grew')).toBeVisible()
  await expect(section('Exact bytes')).toContainText('"action":"person.invited"')
  await expectAccessible(page)
  quiet.expectQuiet()
})

test('its proof is taken away and checked by the command that is shown, word for word', async () => {
  const offline = section('Check it elsewhere')
  const download = page.waitForEvent('download')
  await offline.getByRole('button', { name: 'Download proof' }).click()
  const taken = await download
  await expect(offline.getByRole('status')).toContainText(taken.suggestedFilename())
  await inFolder(async (folder) => {
    const file = join(folder, taken.suggestedFilename())
    await taken.saveAs(file)
    const command = await offline.getByRole('figure', { name: 'Command to check offline' }).getByRole('code').innerText()
    const check = () => spawnSync(command, { cwd: folder, shell: true, encoding: 'utf8' })
    expect(check()).toMatchObject({ status: 0, stdout: expect.stringContaining('is in the log') })
    const bytes = await readFile(file)
    // One byte of the entry, which stands in the file as it is.
    bytes.writeUInt8(0x78, bytes.indexOf('"person.invited"') + 1)
    await writeFile(file, bytes)
    expect(check()).toMatchObject({ status: 2, stdout: expect.stringContaining('as it stands here') })
  })
  quiet.expectQuiet()
})

test('the reading itself is an entry, once for the question and once for the entry', async () => {
  await page.goto(`${stack.origin}/audit?action=audit.read`)
  await expect(row('audit.read').first()).toBeVisible()
  const questions = row('search').filter({ hasText: person.name })
  await expect(questions).toHaveCount(3)
})

test('an answer with one byte changed fails, and says so', async () => {
  await page.route('**/api/trpc/**', async (route) => {
    const answer = await route.fetch()
    const text = await answer.text()
    // The year of the act becomes another: still JSON, still an entry.
    const changed = text.replace(/"body":"([A-Za-z0-9+/=]+)"/g, (_, body: string) => {
      const bytes = Buffer.from(body, 'base64').toString()
      return `"body":"${Buffer.from(bytes.replace('"done"', '"dont"')).toString('base64')}"`
    })
    await route.fulfill({ response: answer, body: changed })
  })
  await page.goto(`${stack.origin}/audit?action=person.invited`)
  await row(INVITED).getByRole('link').click()
  await expect(badge().getByText('Proof fails')).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: 'These bytes are not the ones the record holds' })).toBeVisible()
  await expect(page.getByText('Verified here')).toHaveCount(0)
  await expectAccessible(page)
  await page.unroute('**/api/trpc/**')
})

test('another key than the one kept is said loudly', async () => {
  await page.evaluate(() => {
    const name = 'counterfoil.audit.log'
    const kept = JSON.parse(localStorage.getItem(name) ?? '{}')
    localStorage.setItem(
      name,
      JSON.stringify({ ...kept, logKey: kept.logKey.replace(/.$/, 'A').replace(/\+[0-9a-f]{8}\+/, '+00000000+') }),
    )
  })
  await page.reload()
  await expect(page.getByRole('alert').filter({ hasText: 'another key than the one this browser kept' })).toBeVisible()
  await page.getByRole('button', { name: 'Take the new key…' }).click()
  await page.getByRole('button', { name: 'Take it now' }).click()
  await expect(section('person.invited').getByText('Verified here')).toBeVisible()
})

test('a search is taken as a file, which is recorded', async () => {
  await page.goto(`${stack.origin}/audit?action=person.invited`)
  await expect(row(INVITED)).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const file = await (await download).path()
  expect(await readFile(file, 'utf8')).toContain('person.invited')
  await page.goto(`${stack.origin}/audit?action=audit.exported`)
  await expect(row('audit.exported').filter({ hasText: person.name })).toHaveCount(2)
})

test('a search is taken with its proofs, and the command that is shown checks it', async () => {
  await page.goto(`${stack.origin}/audit?action=person.invited`)
  await expect(row(INVITED)).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export with proofs' }).click()
  const file = await download
  // Whoever else was invited in the tests before is among them.
  const told = page.getByText(/^\d+ entr(y|ies) taken, which is recorded\.$/)
  await expect(told).toBeVisible()
  const taken = Number.parseInt(await told.innerText(), 10)
  await expectAccessible(page)
  await inFolder(async (folder) => {
    await file.saveAs(join(folder, file.suggestedFilename()))
    const command = await page.getByRole('figure', { name: 'Command to check offline' }).getByRole('code').innerText()
    expect(spawnSync(command, { cwd: folder, shell: true, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`: ${taken} entries read`),
    })
  })
})

test('a view is saved, comes back, and goes', async () => {
  await page.goto(`${stack.origin}/audit?req=10.2.1.5&outcome=done`)
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByLabel('Save view').fill('Credentials')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Credentials', exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${stack.origin}/audit`)
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('button', { name: 'Credentials', exact: true }).click()
  await expect(page).toHaveURL(/req=10\.2\.1\.5&outcome=done/)
  await page.getByRole('button', { name: 'Views' }).click()
  await page.getByRole('button', { name: 'Remove Credentials' }).click()
  await expect(page.getByText('No saved views yet.')).toBeVisible()
})

test('all that touched a person is one press away', async () => {
  await page.goto(`${stack.origin}/people`)
  await page.getByRole('link', { name: person.name }).click()
  await page.getByRole('link', { name: 'All that touched this' }).click()
  await expect(page).toHaveURL(/thing=person%3A/)
  await expect(row('person.created').or(row('sign_in.succeeded')).first()).toBeVisible()
})

test('the state of the record is told, and what this browser keeps', async () => {
  await page.goto(`${stack.origin}/audit/integrity`)
  await expect(section('In this browser')).toContainText('Checkpoint kept')
  await expect(section('Log keys')).toContainText('in use')
  await expect(section('Witnesses outside of the chain')).toContainText(/\/witness\+[0-9a-f]{8}\+/)
  await expect(section('Checkpoints').getByRole('row').nth(1)).toBeVisible()
  await expect(section('Log starts, stops and restores')).toContainText('started the log')
  await expectAccessible(page)
})

test('speaks Chinese, goes dark and fits a phone', async () => {
  await context.addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['/audit?action=person.invited', '/audit/integrity']) {
    await page.goto(stack.origin + path)
    await expect(
      page
        .locator('main')
        .getByText(/person\.invited|检查点/)
        .first(),
    ).toBeVisible()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow).toBe(0)
    await expectAccessible(page)
  }
  await page.goto(`${stack.origin}/audit?action=person.invited`)
  await page.getByRole('row').filter({ hasText: 'person.invited' }).getByRole('link').first().click()
  await expect(page.getByText('本机已验证')).toBeVisible()
  await expectAccessible(page)
})
