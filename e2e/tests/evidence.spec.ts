import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { buildVerifier } from '../../tools/build-verifier.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** The evidence of a period is made, taken away and checked by the command that is shown. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Ines Prokop', email: 'i.prokop@handelskette.example', password: 'nine patient ladders 52 west' }
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

test('a package is made, taken and found sound by the command that is shown', async () => {
  await page.goto(`${stack.origin}/audit`)
  await page.getByRole('link', { name: 'Evidence packages' }).click()
  await expect(page.getByText('No package was made yet.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make package' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: /^Download the package of/ }).click({ timeout: 60_000 })
  const taken = await download
  await expect(page.getByRole('status').filter({ hasText: taken.suggestedFilename() })).toBeVisible()
  await expectAccessible(page)
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-evidence-'))
  try {
    await taken.saveAs(join(folder, taken.suggestedFilename()))
    await buildVerifier(join(import.meta.dirname, '../..'), join(folder, 'counterfoil-verify.mjs'))
    const command = await page.getByRole('figure', { name: 'Command to check offline' }).getByRole('code').innerText()
    expect(spawnSync(command, { cwd: folder, shell: true, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('all as they were packed'),
    })
  } finally {
    await rm(folder, { recursive: true })
  }
  quiet.expectQuiet()
})

test('a schedule is made, stands once, and goes', async () => {
  await page.getByRole('button', { name: 'Schedule' }).click()
  const remove = page.getByRole('button', { name: 'Remove: Monthly, English' })
  await expect(remove).toBeVisible()
  await page.getByRole('button', { name: 'Schedule' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'The same is scheduled already.' })).toBeVisible()
  await remove.click()
  await expect(page.getByText('Nothing is scheduled.')).toBeVisible()
  for (const action of ['evidence.asked', 'evidence.made', 'evidence.taken', 'evidence.scheduled', 'evidence.unscheduled']) {
    await page.goto(`${stack.origin}/audit?action=${action}`)
    const entries = page.getByRole('table', { name: 'Entries, newest first' }).getByRole('row')
    await expect(entries.filter({ hasText: action })).toHaveCount(1)
  }
})
