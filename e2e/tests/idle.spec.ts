import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { openSessionClock, type SessionClock } from '../stack/session-clock.ts'
import { type Kept, type Person, setUpAccount } from './person.ts'
import { expectAccessible } from './watch-page.ts'

/** Somebody leaves their desk. The browser's clock is moved on, and what the server remembers moved back, by the same time. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Aino Laine', email: 'a.laine@handelskette.example', password: 'umbrella 19 copper river' }
let context: BrowserContext
let page: Page
let kept: Kept
let clock: SessionClock
let codesUsed = 0

test.beforeAll(async ({ browser }) => {
  clock = openSessionClock(stack)
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.clock.install()
  page = await context.newPage()
  kept = await setUpAccount(page, await makeSetupLink(stack), person)
  await expect(page).toHaveURL(`${stack.origin}/`)
})

test.afterAll(async () => {
  await context.close()
  await clock[Symbol.asyncDispose]()
})

const curtain = (on = page) => on.getByRole('heading', { level: 1, name: 'Nobody was here for 15 minutes' })
const accountHeading = (on = page) => on.getByRole('heading', { level: 1, name: 'Your account' })

/** Of the answer that the account page is drawn from, which Next leaves in the document. */
const drawnFrom = 'recoveryCodesLeft'
/** Whether a text is anywhere in the document, to be seen or not. */
const stands = async (text: string) => (await page.content()).includes(text)

/** Both clocks, without waiting. */
async function leaveFor(minutes: number) {
  await clock.setBack(person.email, minutes)
  await context.clock.fastForward(minutes * 60_000)
}

/** The account page, once it answers what is pressed. */
async function openPassword(on: Page) {
  await on.goto(`${stack.origin}/account`)
  await on.getByRole('button', { name: 'Change …' }).click()
  await expect(on.getByLabel('New password')).toBeVisible()
}

async function showRecoveryCode(on = page) {
  await on.getByRole('button', { name: 'Use a recovery code' }).click()
  await on.getByLabel('Recovery code').fill(kept.recoveryCodes[codesUsed++] ?? '')
  await on.getByRole('button', { name: 'Go on', exact: true }).click()
}

test('in the last minute the page asks whether anybody is there, and a move of the hand is an answer', async () => {
  await openPassword(page)
  await leaveFor(14)
  await expect(page.getByText('Are you still there?')).toBeVisible()
  await expectAccessible(page)
  const before = await clock.lastActionMs(person.email)
  await page.mouse.move(300, 300)
  await page.mouse.move(320, 310)
  await expect(page.getByText('Are you still there?')).toHaveCount(0)
  await expect.poll(() => clock.lastActionMs(person.email)).toBeGreaterThan(before)
})

test('scrolling by a script and what the page asks by itself are no answer', async () => {
  await page.goto(`${stack.origin}/stores`)
  await expect(page.getByRole('banner').getByText('Live', { exact: true })).toBeVisible()
  const before = await clock.lastActionMs(person.email)
  await context.clock.fastForward(2 * 60_000)
  await page.evaluate(() => {
    window.scrollTo(0, 100)
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }))
  })
  const asked = page.waitForResponse((response) => response.url().includes('frame.storesReporting'))
  await context.clock.fastForward(16_000)
  await asked
  expect(await clock.lastActionMs(person.email)).toBe(before)
})

test('after fifteen minutes the page leaves the document, and comes back as it was once a factor is shown', async () => {
  await openPassword(page)
  await page.getByLabel('New password').fill('half typed, and then the phone rang 1')
  const shown = ['Authenticator app', 'Whole chain', person.name, drawnFrom]
  for (const text of shown) expect(await stands(text), text).toBe(true)
  await leaveFor(15)
  await expect(curtain()).toBeVisible()
  for (const text of shown) expect(await stands(text), text).toBe(false)
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill('wrong-codes')
  await page.getByRole('button', { name: 'Go on', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText('recovery code is wrong')
  await expect(accountHeading()).toHaveCount(0)

  await page.getByLabel('Recovery code').fill(kept.recoveryCodes[codesUsed++] ?? '')
  await page.getByRole('button', { name: 'Go on', exact: true }).click()
  await expect(accountHeading()).toBeVisible()
  await expect(page.getByLabel('New password')).toHaveValue('half typed, and then the phone rang 1')
  await expect(curtain()).toHaveCount(0)
})

test('the server decides: what it refuses raises the curtain at once, and is done once a factor is shown', async () => {
  // Whatever the page asks when it is drawn has been answered.
  await page.goto(`${stack.origin}/account`, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'Change …' }).click()
  await page.getByLabel('Password now').fill(person.password)
  await page.getByLabel('New password').fill('lighthouse 88 quiet harbour')
  await clock.setBack(person.email, 15)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(curtain()).toBeVisible()
  await showRecoveryCode()
  await expect(page.getByText('The password is changed.')).toBeVisible()
})

test('a page that is loaded by then shows nothing but the curtain', async () => {
  await clock.setBack(person.email, 15)
  await page.goto(`${stack.origin}/account`)
  await expect(curtain()).toBeVisible()
  expect(await stands(drawnFrom)).toBe(false)
  await showRecoveryCode()
  await expect(accountHeading()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Payments' }).first()).toBeVisible()
  await page.reload()
  expect(await stands(drawnFrom)).toBe(true)
})

test('live figures stay to be seen, and ask for a factor as soon as somebody presses anything', async () => {
  await page.goto(`${stack.origin}/`)
  // Said once the page follows the hub: from then on it has a clock.
  await expect(page.getByRole('banner').getByText('Live', { exact: true })).toBeVisible()
  await leaveFor(15)
  await expect(page.getByText('Live figures go on.')).toBeVisible()
  await expect(page.getByText('Stores reporting').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByText('Payments', { exact: true }).first().click({ force: true })
  await expect(page.getByRole('dialog', { name: 'Nobody was here for 15 minutes' })).toBeVisible()
  await expect(page).toHaveURL(`${stack.origin}/`)
  await expectAccessible(page)
  await showRecoveryCode()
  await expect(page.getByText('Live figures go on.')).toHaveCount(0)
  await page.getByRole('link', { name: 'Payments' }).first().click()
  await expect(page).toHaveURL(`${stack.origin}/payments`)
})

test('all pages of a session close and open together', async () => {
  const other = await context.newPage()
  for (const each of [page, other]) await openPassword(each)
  await leaveFor(15)
  await expect(curtain()).toBeVisible()
  await expect(curtain(other)).toBeVisible()
  await showRecoveryCode(other)
  await expect(accountHeading(other)).toBeVisible()
  await expect(accountHeading()).toBeVisible()
  await other.close()
})

test('a session that is ended elsewhere leads to the sign-in page', async ({ browser }) => {
  const elsewhere = await browser.newContext()
  await elsewhere.addCookies(await context.cookies())
  const there = await elsewhere.newPage()
  await there.goto(`${stack.origin}/account`)
  await there.getByRole('button', { name: person.name }).click()
  await there.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(there).toHaveURL(/\/sign-in/)
  // The page learns of it with whatever it asks next: what a person presses, or sooner by itself.
  const press = async () => {
    await page.getByRole('button', { name: 'Make new ones' }).click()
    await page.getByRole('button', { name: 'Make ten new codes' }).click()
  }
  press().catch(() => {})
  await expect(page).toHaveURL(/\/sign-in/)
  await elsewhere.close()
})
