import { acknowledgeBreakGlass, listOpenBreakGlass } from '@counterfoil/services/people'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { makeAccount } from '../stack/make-account.ts'
import { openStackDatabase } from '../stack/open-database.ts'
import { stackPlaces } from '../stack/places.ts'
import { runCounterfoil } from '../stack/run-counterfoil.ts'
import { AT_ONCE_MS } from './at-once.ts'
import { choosePassword, type Person, setUpAccount, signIn } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** An administrator and somebody they invite, limit, shut out, let in again and reset, each in a browser of their own. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const admin: Person = { name: 'Nora Lindt', email: 'n.lindt@handelskette.example', password: 'granite 7 willow teapot' }
const guest: Person = { name: 'Tomás Reyes', email: 't.reyes@handelskette.example', password: 'marble 19 otter kettle' }
const REASON = 'nobody who could sign in was left'
let contexts: BrowserContext[]
let adminPage: Page
let guestPage: Page
let guestSecret: string
let quiet: ReturnType<typeof watchConsole>

test.beforeAll(async ({ browser }) => {
  const place = ['--name', 'Reykjavík', '--lang', 'is', '--country', 'IS', '--city', 'Reykjavík', '--currency', 'ISK']
  await runCounterfoil(stack, 'store', 'add', 'IS01', ...place, '--time-zone', 'Atlantic/Reykjavik', '--entity', 'Keðja ehf.')
  contexts = [
    await browser.newContext({ viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] }),
    await browser.newContext({ viewport: { width: 1280, height: 800 } }),
  ]
  adminPage = (await contexts[0]?.newPage()) as Page
  guestPage = (await contexts[1]?.newPage()) as Page
  quiet = watchConsole(adminPage)
})
test.afterEach(() => quiet.expectQuiet())
test.afterAll(async () => {
  for (const context of contexts) await context.close()
})

const dialog = () => adminPage.getByRole('dialog')
const row = (email: string) => adminPage.getByRole('row').filter({ hasText: email })
const openPerson = async () => {
  await adminPage.goto(`${stack.origin}/people`)
  await row(guest.email).getByRole('link', { name: guest.name }).click()
  await expect(adminPage.getByRole('heading', { name: 'What can be done' })).toBeVisible()
}
const places = (page: Page) => page.getByRole('navigation', { name: 'Main' }).first().getByRole('link').allTextContents()

/** Presses the button and the one in the dialog it opens; resolves once the server has done it. */
async function change(button: RegExp, procedure: string): Promise<void> {
  await adminPage.getByRole('button', { name: button }).click()
  const answered = adminPage.waitForResponse((response) => response.url().includes(procedure))
  await dialog().getByRole('button', { name: button }).click()
  expect((await answered).status()).toBe(200)
}

/** As another administrator, who was made on the server too: none acknowledges their own. */
async function acknowledgeAll(): Promise<void> {
  const database = openStackDatabase(stack.dataFolder)
  try {
    const [one, two] = [
      await makeAccount(database, stack.origin, { name: 'one' }),
      await makeAccount(database, stack.origin, { name: 'two' }),
    ]
    for (const { userId } of [one, two]) {
      const actor = { kind: 'user', id: userId, sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] } as const
      const ctx = { ...database.services, actor }
      for (const { id, own } of await listOpenBreakGlass(ctx)) if (!own) await acknowledgeBreakGlass(ctx, { id })
    }
  } finally {
    await database.close()
  }
}

test('an administrator made on the server is told loudly to all until somebody else has seen it', async () => {
  // Those that other tests made with --force would stand before one's own.
  await acknowledgeAll()
  const { url } = await runCounterfoil<{ readonly url: string }>(stack, 'break-glass', '--reason', REASON)
  await setUpAccount(adminPage, url, admin)
  const notice = adminPage.getByRole('region', { name: 'An administrator link was made on the server.' })
  const own = notice.filter({ hasText: REASON })
  const known = notice.getByRole('button', { name: 'I know of this' })
  await expect(own).toBeVisible()
  await expect(own).toContainText('Somebody has made an administrator’s account with it.')
  await expect(own).toContainText('Your account was made with it, so somebody else says that they know of it')
  await expect(known).toHaveCount(0)
  await expectAccessible(adminPage)
  await acknowledgeAll()
  await adminPage.reload()
  await expect(adminPage.getByRole('navigation').first()).toBeVisible()
  await expect(notice).toHaveCount(0)
})

test('invites somebody for a role and one country, by a link that is shown once', async () => {
  await adminPage.goto(`${stack.origin}/people`)
  await expect(row(admin.email)).toContainText('Whole chain')
  await expectAccessible(adminPage)
  await adminPage.getByRole('button', { name: 'Invite …' }).click()
  await dialog().getByLabel('E-mail address').fill(guest.email)
  const submit = dialog().getByRole('button', { name: 'Make the link' })
  await expect(submit).toBeDisabled()
  await dialog().getByRole('radio', { name: 'Technician' }).check()
  await dialog().getByText('Country', { exact: true }).click()
  await expect(submit).toBeDisabled()
  await dialog().getByRole('combobox', { name: 'Choose a country' }).click()
  await adminPage.getByRole('option', { name: 'Iceland' }).click()
  await expectAccessible(adminPage)
  await submit.click()
  const link = dialog().getByLabel('One-time link')
  await expect(link).toHaveValue(/\/setup\/[\w-]{43}$/)
  await expectAccessible(adminPage)
  await dialog().getByRole('button', { name: 'Copy' }).click()
  await expect(dialog().getByRole('button', { name: 'Copied' })).toBeVisible()
  const url = await adminPage.evaluate(() => navigator.clipboard.readText())
  await dialog().getByRole('button', { name: 'Done' }).click()
  await expect(row(guest.email)).toContainText('Iceland')

  await guestPage.goto(url)
  await expect(guestPage.getByRole('heading', { name: 'You are invited' })).toBeVisible()
  await expect(guestPage.getByText('You will be Technician')).toBeVisible()
  const address = guestPage.getByLabel('E-mail address')
  await expect(address).toHaveValue(guest.email)
  await expect(address).not.toBeEditable()
  await expectAccessible(guestPage)
  await guestPage.getByLabel('Your name').fill(guest.name)
  guestSecret = (await choosePassword(guestPage, guest.password)).secret
})

test('lets them see what their role and country give them', async () => {
  await expect(guestPage).toHaveURL(`${stack.origin}/`)
  await expect.poll(() => places(guestPage)).toEqual(['Live', 'Devices', 'Stores'])
  await guestPage.goto(`${stack.origin}/stores`)
  await expect(guestPage.getByRole('table').getByText('Reykjavík').first()).toBeVisible()
  await expect(guestPage.getByRole('table').getByRole('row')).toHaveCount(2)
  await expect.poll(() => places(guestPage)).toEqual(['Live', 'Devices', 'Stores', 'Commissioning', 'Redundancy'])
  for (const path of ['/people', '/payments']) {
    await guestPage.goto(stack.origin + path)
    await expect(guestPage.getByRole('heading', { level: 2, name: 'Your account may not see this page' })).toBeVisible()
  }
})

test('closes their open live page within a second once they are disabled', async () => {
  await guestPage.goto(stack.origin)
  // Not "as of" a time: the line to the hub stands.
  await expect(guestPage.locator('header').first()).toContainText('Live')
  await openPerson()
  await expect(adminPage.getByRole('table', { name: 'Sessions' })).toContainText('Chrome')
  await expectAccessible(adminPage)
  await change(/^Disable/, 'people.disable')
  await expect(guestPage.getByText('Your session ended')).toBeVisible({ timeout: AT_ONCE_MS })
  await expect(adminPage.getByText('Disabled', { exact: true }).first()).toBeVisible()
  await expect(adminPage.getByText('Signed in nowhere.')).toBeVisible()

  await guestPage.goto(`${stack.origin}/stores`)
  await expect(guestPage).toHaveURL(/\/sign-in/)
  await guestPage.getByLabel('E-mail address').fill(guest.email)
  await guestPage.getByRole('textbox', { name: 'Password' }).fill(guest.password)
  await guestPage.locator('button[type=submit]').click()
  await expect(guestPage.getByText('This account is disabled. An administrator can enable it again.')).toBeVisible()
})

test('lets them in again as an auditor, who reads about people and is offered no change', async () => {
  await change(/^Enable/, 'people.enable')
  await expect(adminPage.getByRole('button', { name: /^Disable/ })).toBeVisible()
  await adminPage.getByRole('button', { name: 'Change role …' }).click()
  await expect(dialog().getByRole('radio', { name: 'Technician' })).toBeChecked()
  await dialog().getByRole('radio', { name: 'Auditor' }).check()
  await dialog().getByText('Whole chain', { exact: true }).click()
  await expectAccessible(adminPage)
  await dialog().getByRole('button', { name: 'Change role' }).click()
  await expect(dialog()).toHaveCount(0)

  await signIn(guestPage, stack.origin, guestSecret, guest)
  await expect(guestPage).toHaveURL(`${stack.origin}/`)
  await guestPage.goto(`${stack.origin}/people`)
  await guestPage.getByRole('searchbox').fill('lindt')
  await guestPage.getByRole('searchbox').press('Enter')
  await expect(guestPage.getByRole('table', { name: 'Accounts by name' }).getByRole('row')).toHaveCount(2)
  await expect(guestPage.getByRole('button', { name: 'Invite …' })).toHaveCount(0)
  await guestPage.getByRole('link', { name: admin.name }).click()
  await expect(guestPage.getByRole('heading', { name: 'About this account' })).toBeVisible()
  await expect(guestPage.getByRole('heading', { name: 'What can be done' })).toHaveCount(0)
  expect(await guestPage.getByRole('main').getByRole('button').count()).toBe(0)
})

test('resets them, which ends what they had and begins anew with a link', async () => {
  await openPerson()
  await change(/^Reset sign-in/, 'people.reset')
  const url = await dialog().getByLabel('One-time link').inputValue()
  await dialog().getByRole('button', { name: 'Done' }).click()
  await expect(adminPage.getByText('none: reset')).toBeVisible()
  await guestPage.goto(`${stack.origin}/stores`)
  await expect(guestPage).toHaveURL(/\/sign-in/)
  await guestPage.goto(url)
  await expect(guestPage.getByRole('heading', { name: 'Choose a new password' })).toBeVisible()
  await expect(guestPage.getByLabel('Your name')).toHaveCount(0)
  await expectAccessible(guestPage)
  await choosePassword(guestPage, 'quartz 23 heron ladder')
  await expect(guestPage).toHaveURL(`${stack.origin}/`)
  await guestPage.goto(url)
  await expect(guestPage.getByRole('heading', { name: 'This link was used already' })).toBeVisible()
  await expectAccessible(guestPage)
})

test('offers nobody anything against themselves', async () => {
  await adminPage.goto(`${stack.origin}/people`)
  await row(admin.email).getByRole('link', { name: admin.name }).click()
  await expect(adminPage.getByText('This is you.')).toBeVisible()
  await expect(adminPage.getByRole('button', { name: /Disable|Reset|Change role/ })).toHaveCount(0)
})

test('speaks Chinese, goes dark and fits a phone', async () => {
  await contexts[0]?.addCookies([{ name: 'counterfoil_language', value: 'zh', url: stack.origin }])
  await adminPage.emulateMedia({ colorScheme: 'dark' })
  for (const width of [1440, 390]) {
    await adminPage.setViewportSize({ width, height: 844 })
    await adminPage.goto(`${stack.origin}/people`)
    await expect(row(guest.email)).toContainText('审计员')
    await expectAccessible(adminPage)
    await row(guest.email).getByRole('link', { name: guest.name }).click()
    await expect(adminPage.getByRole('heading', { name: '可执行的操作' })).toBeVisible()
    await expectAccessible(adminPage)
    const overflow = await adminPage.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow).toBe(0)
  }
})
