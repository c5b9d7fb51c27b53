import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { openSessionClock, type SessionClock } from '../stack/session-clock.ts'
import { type Person, setUpAccount } from './person.ts'
import { addVirtualAuthenticator, type VirtualAuthenticator } from './virtual-authenticator.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** One person and the passkey of their laptop, from making it to having removed it. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Jonas Marti', email: 'j.marti@handelskette.example', password: 'stapler 7 correct battery' }
let context: BrowserContext
let page: Page
let quiet: ReturnType<typeof watchConsole>
let authenticator: VirtualAuthenticator
let clock: SessionClock

test.beforeAll(async ({ browser }) => {
  clock = openSessionClock(stack)
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  authenticator = await addVirtualAuthenticator(page)
  await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
})

test.beforeEach(() => {
  quiet = watchConsole(page)
})

test.afterAll(async () => {
  await context.close()
  await clock[Symbol.asyncDispose]()
})

const usePasskey = () => page.getByRole('button', { name: 'Use a passkey' }).click()
const alert = () => page.getByRole('alert').filter({ hasText: /\S/ })

async function signOut() {
  await page.getByRole('button', { name: person.name }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
}

async function showPassword() {
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('is added under a name, from one’s own account page', async () => {
  await page.getByRole('button', { name: person.name }).click()
  await page.getByRole('menuitem', { name: 'Your account' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Laptop in the office')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Make passkey' }).click()
  await expect(page.getByRole('cell', { name: /^Laptop in the office/ })).toBeVisible()
  expect(await authenticator.credentials()).toHaveLength(1)
  quiet.expectQuiet()
})

test('signs in, and an administrator shows the password beside it before anything opens', async () => {
  await signOut()
  await usePasskey()
  await expect(page.getByRole('heading', { name: 'One more factor' })).toBeVisible()
  await expectAccessible(page)
  await page.goto(`${stack.origin}/payments`)
  await expect(page.getByRole('heading', { name: 'One more factor' })).toBeVisible()
  await showPassword()
  await expect(page).toHaveURL(`${stack.origin}/`)
  await expect(page.getByRole('navigation').first()).toBeVisible()
})

test('is enough for everybody else', async () => {
  await signOut()
  await clock.setRole(person.email, 'operations')
  await page.goto(`${stack.origin}/sign-in?next=%2Fpayments`)
  await usePasskey()
  await expect(page).toHaveURL(`${stack.origin}/payments`)
  await expect(page.getByRole('heading', { level: 1, name: 'Payments' })).toBeAttached()
})

test('is refused when its holder is not recognised', async () => {
  await signOut()
  await authenticator.verifyHolder(false)
  await usePasskey()
  await expect(alert()).toContainText('No passkey was used')
  await expectAccessible(page)
  await page.goto(`${stack.origin}/`)
  await expect(page).toHaveURL(/\/sign-in/)
  await authenticator.verifyHolder(true)
})

test('is refused, in words, when it is a copy that has fallen behind', async () => {
  const [original] = await authenticator.credentials()
  if (original === undefined) throw new Error('there is no passkey')
  expect(original.signCount).toBeGreaterThan(0)
  await authenticator.replaceByCopy(original, 0)
  await usePasskey()
  await expect(alert()).toContainText('This passkey was not accepted')
  await page.goto(`${stack.origin}/`)
  await expect(page).toHaveURL(/\/sign-in/)

  await authenticator.replaceByCopy(original, original.signCount + 10)
  await usePasskey()
  await expect(page).toHaveURL(`${stack.origin}/`)
})

test('is the factor that a change of factors asks for, which then goes on by itself', async () => {
  await page.goto(`${stack.origin}/account`)
  await clock.setFactorBack(person.email, 6)
  await page.getByRole('button', { name: 'Make new ones' }).click()
  await page.getByRole('button', { name: 'Make ten new codes' }).click()
  const dialog = page.getByRole('dialog', { name: 'Show that it is you' })
  await expect(dialog).toBeVisible()
  await expectAccessible(page)

  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(alert()).toContainText('asks for a factor')
  await expect(page.getByRole('list', { name: 'Recovery codes' })).toHaveCount(0)

  await page.getByRole('button', { name: 'Make new ones' }).click()
  await page.getByRole('button', { name: 'Make ten new codes' }).click()
  await dialog.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10)
  await expect(dialog).toHaveCount(0)
  await expectAccessible(page)
})

test('is printed with nothing but the codes round it', async () => {
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('list', { name: 'Recovery codes' })).toBeVisible()
  await expect(page.getByText('Authenticator app')).toBeHidden()
  await expect(page.getByRole('navigation').first()).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByRole('list', { name: 'Recovery codes' })).toHaveCount(0)
})

test('can be renamed', async () => {
  await page.getByRole('button', { name: 'Rename Laptop in the office' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Laptop at home')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('cell', { name: /^Laptop at home/ })).toBeVisible()
})

test('is refused, in words, once it was removed', async () => {
  await page.getByRole('button', { name: 'Remove Laptop at home' }).click()
  await page.getByRole('button', { name: 'Remove for good' }).click()
  await expect(page.getByText('“Laptop at home” is removed')).toBeVisible()
  await signOut()
  await usePasskey()
  await expect(alert()).toContainText('This passkey was not accepted')
  expect(await authenticator.credentials()).toHaveLength(1)
  await page.goto(`${stack.origin}/`)
  await expect(page).toHaveURL(/\/sign-in/)
})
