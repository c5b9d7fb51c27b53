import type { Page } from '@playwright/test'
import { totp } from '../../tools/stack/totp.ts'

export interface Person {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** What a person keeps of their enrolment. */
export interface Kept {
  /** Of the authenticator app. */
  readonly secret: string
  readonly recoveryCodes: readonly string[]
}

/** The person who sets the chain up, and signs in again later. */
export const PERSON: Person = { name: 'Mara Vogel', email: 'm.vogel@handelskette.example', password: 'correct horse 42 battery' }

/** Follows the one-time link to the first page behind it; returns the secret of the authenticator app. */
export async function setUp(page: Page, link: string): Promise<string> {
  return (await setUpAccount(page, link, PERSON)).secret
}

/** The same for anybody, with all there is to keep. */
export async function setUpAccount(page: Page, link: string, person: Person): Promise<Kept> {
  await page.goto(link)
  await page.getByLabel('Your name').fill(person.name)
  await page.getByLabel('E-mail address').fill(person.email)
  return choosePassword(page, person.password)
}

/** On the page of a link, once name and address stand: the password, and an authenticator app. */
export async function choosePassword(page: Page, password: string): Promise<Kept> {
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.locator('button[type=submit]').click()
  await page.getByRole('heading', { name: 'Connect an authenticator app' }).waitFor()
  const secret = /(?:[A-Z2-7]{4} ){3,}[A-Z2-7]{4}/.exec((await page.locator('main').textContent()) ?? '')?.[0]
  if (secret === undefined) throw new Error('the page shows no key for the authenticator app')
  await enterCode(page, totp(secret, Date.now()))
  await page.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor()
  const recoveryCodes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents()
  await page.getByLabel('I have kept the codes').check()
  await page
    .getByRole('link', { name: 'Go to Live' })
    .or(page.getByRole('button', { name: 'Go to Live' }))
    .click()
  return { secret, recoveryCodes }
}

/** Signs in with the code of the app's next half minute: the one of this half minute may have been used already. */
export async function signIn(page: Page, origin: string, secret: string, person: Person = PERSON): Promise<void> {
  await page.goto(`${origin}/sign-in`)
  await page.getByLabel('E-mail address').fill(person.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password)
  await page.locator('button[type=submit]').click()
  await page.getByRole('heading', { name: 'Enter the code from your app' }).waitFor()
  await enterCode(page, totp(secret, Date.now() + 30_000))
}

/**
 * The field sends a whole code by itself. The button beside it is not looked at: on a slow machine the form is gone by then, and the
 * question whether its button is enabled waits for another until the test's time is over.
 */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel(/6-digit code/).fill(code)
}
