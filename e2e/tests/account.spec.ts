import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { totp } from '../../tools/stack/totp.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { enterCode, type Kept, type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** One person keeps their own account: another authenticator app, sessions elsewhere, another password. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Ines Duarte', email: 'i.duarte@handelskette.example', password: 'paper kite 63 over water' }
let context: BrowserContext
let page: Page
let kept: Kept
let quiet: ReturnType<typeof watchConsole>

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  page = await context.newPage()
  quiet = watchConsole(page)
  kept = await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
  await page.goto(`${stack.origin}/account`)
})

test.afterAll(() => context.close())

const section = (title: string) => page.getByRole('region', { name: title, exact: true })

/** Somewhere else, with a recovery code, because each code of the app is good once. */
async function signInElsewhere(password: string, recoveryCode: string) {
  const elsewhere = await context.browser()?.newPage()
  if (elsewhere === undefined) throw new Error('no browser')
  await elsewhere.goto(`${stack.origin}/sign-in`)
  await elsewhere.getByLabel('E-mail address').fill(person.email)
  await elsewhere.getByRole('textbox', { name: 'Password' }).fill(password)
  await elsewhere.getByRole('button', { name: 'Continue' }).click()
  await elsewhere.getByRole('button', { name: 'Use a recovery code' }).click()
  await elsewhere.getByLabel('Recovery code').fill(recoveryCode)
  await elsewhere.getByRole('button', { name: 'Sign in' }).click()
  await expect(elsewhere).toHaveURL(`${stack.origin}/`)
  return elsewhere
}

test('says in words what one may do, and where', async () => {
  await expect(section('About you')).toContainText('Administrator')
  await expect(section('About you')).toContainText('Whole chain')
  quiet.expectQuiet()
})

test('another authenticator app takes the place of the first once it is confirmed', async () => {
  await page.getByRole('button', { name: 'Connect another app' }).click()
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible()
  await expectAccessible(page)
  const secret = /(?:[A-Z2-7]{4} ){3,}[A-Z2-7]{1,4}/.exec((await section('Authenticator app').textContent()) ?? '')?.[0] ?? ''
  expect(secret.replaceAll(' ', '')).not.toBe(kept.secret.replaceAll(' ', ''))

  await enterCode(page, totp(kept.secret, Date.now() + 30_000))
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText('This code is wrong')
  await page.getByLabel(/6-digit code/).fill(totp(secret, Date.now()))
  await expect(page.getByText('The new app counts from now on')).toBeVisible()
  await expect(page.getByRole('img', { name: /QR code/ })).toHaveCount(0)
})

test('shows the sessions, and ends one', async () => {
  const elsewhere = await signInElsewhere(person.password, kept.recoveryCodes[0] ?? '')
  await page.reload()
  const rows = section('Sessions').getByRole('row')
  await expect(rows).toHaveCount(3)
  await expect(rows.filter({ hasText: 'this one' })).toHaveCount(1)
  await expect(section('Recovery codes')).toContainText('9 left')
  await section('Sessions')
    .getByRole('button', { name: /^End the session/ })
    .click()
  await expect(page.getByText('The session is ended.')).toBeVisible()
  await expect(rows).toHaveCount(2)
  await elsewhere.goto(`${stack.origin}/payments`)
  await expect(elsewhere).toHaveURL(/\/sign-in/)
  await elsewhere.close()
})

test('another password is refused in words when it is weak, and ends all other sessions when it is taken', async () => {
  const elsewhere = await signInElsewhere(person.password, kept.recoveryCodes[1] ?? '')
  await page.getByRole('button', { name: 'Change …' }).click()
  await page.getByLabel('Password now').fill(person.password)
  await page.getByLabel('New password').fill('short 1')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText('too short')
  await expectAccessible(page)
  await page.getByLabel('New password').fill('harbour lamp 27 in fog')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('The password is changed.')).toBeVisible()
  await elsewhere.goto(`${stack.origin}/payments`)
  await expect(elsewhere).toHaveURL(/\/sign-in/)
  await elsewhere.close()
})

test('all other sessions end at once', async () => {
  const others = []
  for (const code of kept.recoveryCodes.slice(2, 4)) others.push(await signInElsewhere('harbour lamp 27 in fog', code))
  await page.reload()
  await page.getByRole('button', { name: 'End all others' }).click()
  await expect(page.getByText('All other sessions are ended.')).toBeVisible()
  for (const other of others) {
    await other.goto(`${stack.origin}/payments`)
    await expect(other).toHaveURL(/\/sign-in/)
    await other.close()
  }
})

test('speaks Chinese, goes dark and fits a phone', async () => {
  await context.addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: '我的账户' })).toBeVisible()
  await expect(page.getByText('管理员', { exact: true })).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(overflow).toBe(0)
  await expectAccessible(page)
})
