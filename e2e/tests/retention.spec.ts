import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { purgeDue } from '@counterfoil/services/retention'
import { expect, test } from '@playwright/test'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { openStackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

const stack = stackPlaces()
const person: Person = { name: 'Ilse Karg', email: 'i.karg@handelskette.example', password: 'seven late trams 31 north' }

test('an administrator sees what is too old, changes a period, and takes the report of the quarter', async ({ browser }) => {
  const database = openStackDatabase(stack.dataFolder)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const quiet = watchConsole(page)
  try {
    await setUpAccount(page, await makeSetupLink(stack), person)
    await database.services.pool.query(
      `insert into verification (id, identifier, value, expires_at) values ($1, 'old', 'old', now() - interval '500 days')`,
      [randomUUID()],
    )
    await page.goto(`${stack.origin}/retention`)
    const verdict = page.getByRole('status').filter({ hasText: /period/ })
    await expect(verdict).toContainText('1 row is older than its period and still here')
    await expectAccessible(page)

    const alerts = page.getByRole('row').filter({ hasText: 'The system’s own alerts' })
    await alerts.getByRole('button', { name: 'Change' }).click()
    await alerts.getByRole('textbox').fill('500')
    await alerts.getByRole('button', { name: 'Save' }).click()
    await expect(alerts).toContainText('500 days')
    await expect(alerts).toContainText(`chosen by ${person.name}`)

    await purgeDue(database.services, { again: true })
    await page.reload()
    await expect(verdict).toContainText('Nothing older than its period is left')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Report as CSV' }).click()])
    expect(await readFile(await file.path(), 'utf8')).toContain('alerts,purged,history,false,500,')

    // Months of events go into files when somebody says so, and not before.
    const events = page.getByRole('row').filter({ hasText: 'Events of terminals' })
    await expect(events).toContainText('when somebody at the server puts it away')
    await database.services.pool.query(
      `insert into event_month_kept (month, reason, looked_at) values ('2025-03', 'expectations_open', now())`,
    )
    await events.getByRole('button', { name: 'Change' }).click()
    await events.getByRole('radio', { name: /By the hub/ }).check()
    await events.getByRole('textbox').fill('18')
    await expectAccessible(page)
    await events.getByRole('button', { name: 'Save' }).click()
    await expect(events).toContainText('18 months at hand, then in verified files')
    await expect(events).toContainText(`chosen by ${person.name}`)
    await expect(events).toContainText('2025-03 stays: money of it is still expected')
    await expectAccessible(page)
    await page.goto(`${stack.origin}/system`)
    const room = page.getByRole('table', { name: 'Room in the database' })
    await expect(room.getByRole('row').filter({ hasText: 'Events of terminals' })).toContainText(/\d (kB|MB)/)
    await expectAccessible(page)
    quiet.expectQuiet()
  } finally {
    await context.close()
    await database.close()
  }
})
