import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPool } from '@counterfoil/db'
import { archiveMonths, openArchiveFolder, restoreMonth } from '@counterfoil/services/audit-archives'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { databaseUrlOf, openStackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** The first entries of the stack become old, go into the archive and come back; the auditor sees where they are. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Yael Brandt', email: 'y.brandt@handelskette.example', password: 'nine slow ferries 44 west' }
const MONTH = '2025-03'
const database = openStackDatabase(stack.dataFolder)
let context: BrowserContext
let page: Page
let quiet: ReturnType<typeof watchConsole>
let path: string
let oldest: string

test.beforeAll(async ({ browser }) => {
  path = await mkdtemp(join(tmpdir(), 'counterfoil-archives-'))
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  const owner = createPool({ url: databaseUrlOf(stack.dataFolder), role: 'owner', max: 1 })
  await owner.query('alter table audit_entry disable trigger user')
  await owner.query(
    `update audit_entry e set recorded_at = '2025-03-15' from audit_leaf l
     where l.entry_id = e.id and l.idx < (select min(size) from audit_checkpoint where size > 0)`,
  )
  await owner.query('alter table audit_entry enable trigger user')
  await owner.end()
  await archiveMonths(database.services, openArchiveFolder(path), { upTo: MONTH })
  const { rows } = await database.services.pool.query<{ id: string }>('select entry_id as id from audit_leaf where idx = 0')
  oldest = rows[0]?.id ?? ''
})
test.afterAll(async () => {
  await context.close()
  await database.close()
  await rm(path, { recursive: true })
})

const section = (title: string | RegExp) => page.getByRole('region', { name: title })

test('a search that reaches into an archived month says how it comes back', async () => {
  await page.goto(`${stack.origin}/audit?from=2025-03-01T00:00&to=2025-04-01T00:00`)
  await expect(page.getByRole('status').filter({ hasText: 'March 2025 is in the archive' })).toContainText(
    `counterfoil audit restore ${MONTH}`,
  )
  await expect(page.getByRole('table', { name: 'Entries, newest first' }).getByRole('row').nth(2)).toBeVisible()
  await expectAccessible(page)
})

test('an archived entry says where its bytes are, and its hash is proved without being told as checked', async () => {
  await page.goto(`${stack.origin}/audit/${oldest}`)
  await expect(section('In the archive')).toContainText(`audit-${MONTH}.zip`)
  await expect(page.getByText('Its hash is in the record')).toBeVisible()
  await expect(section('Proof').getByText('Root equals the signed checkpoint')).toBeVisible()
  await expect(page.getByText('Verified here')).toHaveCount(0)
  await expectAccessible(page)
})

test('the integrity page lists the month with its file, and the entry is whole again once it is back', async () => {
  await page.goto(`${stack.origin}/audit/integrity`)
  const listed = page.getByRole('table', { name: 'Archives' }).getByRole('row').filter({ hasText: 'March 2025' })
  await expect(listed).toContainText('in the file')
  await expectAccessible(page)
  await restoreMonth(database.services, openArchiveFolder(path), { month: MONTH })
  await page.reload()
  await expect(listed).toContainText('brought back')
  await page.goto(`${stack.origin}/audit/${oldest}`)
  await expect(page.getByText('Verified here')).toBeVisible()
  await expect(section('Exact bytes')).toBeVisible()
  quiet.expectQuiet()
})
