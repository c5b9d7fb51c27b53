import { expect, type Page, test } from '@playwright/test'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A token for a program: made, used over HTTP as the guide says, revoked. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Jonas Petit', email: 'j.petit@handelskette.example', password: 'two brown ferries 64 south' }
let page: Page
let quiet: ReturnType<typeof watchConsole>
let token = ''

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  quiet = watchConsole(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(() => page.context().close())

async function ask(path: string, input: unknown): Promise<{ status: number; body: { code?: string } }> {
  const answer = await fetch(`${stack.origin}/api/trpc/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ json: input }),
  })
  return { status: answer.status, body: (await answer.json()) as { code?: string } }
}

test('is made on the page and shown once', async () => {
  await page.goto(`${stack.origin}/tokens`)
  await expect(page.getByRole('button', { name: 'Make a token' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByLabel('What it is for').fill('ERP')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make the token' }).click()
  const shown = page.getByText(/^cfk_/)
  token = (await shown.textContent()) ?? ''
  expect(token).toMatch(/^cfk_[\w-]{43}$/)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'I have kept it' }).click()
  await expect(shown).toHaveCount(0)
  const row = page.getByRole('row').filter({ hasText: 'ERP' })
  await expect(row).toContainText(`ends in ${token.slice(-4)}`)
  await expect(row).toContainText('never')
  await page.reload()
  expect(await page.content()).not.toContain(token.slice(4, -4))
})

test('asks for stores and payments, and for nothing that is not a program’s', async () => {
  expect((await ask('stores.list', { scope: { kind: 'chain' } })).status).toBe(200)
  expect((await ask('payments.list', { filter: { scope: { kind: 'chain' } }, limit: 2 })).status).toBe(200)
  expect((await ask('live.snapshot', { scope: { kind: 'chain' } })).status).toBe(403)
  await page.reload()
  await expect(page.getByRole('row').filter({ hasText: 'ERP' })).not.toContainText('never')
})

test('is no way to a page', async () => {
  const answer = await fetch(`${stack.origin}/tokens`, { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' })
  expect(answer.status).toBe(307)
  expect(answer.headers.get('location')).toContain('/sign-in')
})

test('is refused at once when it is revoked', async () => {
  await page.getByRole('button', { name: 'Revoke ERP' }).click()
  await page.getByRole('button', { name: 'Revoke now' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'ERP' })).toContainText('Revoked')
  expect(await ask('stores.list', { scope: { kind: 'chain' } })).toMatchObject({ status: 401, body: { code: 'TOKEN_REVOKED' } })
  await expectAccessible(page)
})
