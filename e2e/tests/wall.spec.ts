import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { AT_ONCE_MS } from './at-once.ts'
import { type Person, setUpAccount } from './person.ts'
import { createTill } from './till.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** A screen on a wall: let in by its code, fed by a till, cut off; in the order it happens. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Ines Hartmann', email: 'i.hartmann@handelskette.example', password: 'seven grey lamps 31 north' }
const contexts: BrowserContext[] = []
let desk: Page
let screen: Page
let quiet: ReturnType<typeof watchConsole>
let pc: StorePc | undefined
/** Everything the screen was told, by answers and by the socket. */
const told: string[] = []

test.beforeAll(async ({ browser }) => {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 1920, height: 1080 },
  ])
    contexts.push(await browser.newContext({ viewport }))
  const [atDesk, onWall] = contexts
  if (atDesk === undefined || onWall === undefined) throw new Error('no browser')
  desk = await atDesk.newPage()
  await setUpAccount(desk, await makeSetupLink(stack), person)
  await expect(desk).toHaveURL(`${stack.origin}/`)
  screen = await onWall.newPage()
  quiet = watchConsole(screen)
  screen.on('response', async (response) => {
    if (response.url().includes('/api/trpc/')) told.push(await response.text().catch(() => ''))
  })
  screen.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => told.push(String(payload))))
})

test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await pc?.stop()
})

const code = () => screen.getByLabel('Code of this screen')
const salesToday = () => screen.getByRole('definition').first()

async function letIn(name: string) {
  await expect(code()).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  const shown = (await code().textContent()) ?? ''
  await desk.goto(`${stack.origin}/screens`)
  await desk.getByRole('button', { name: 'Let a screen in' }).click()
  await desk.getByLabel('Code on the screen').fill(shown.toLowerCase().replace('-', ' '))
  await desk.getByLabel('Name of the screen').fill(name)
  await desk.getByRole('button', { name: 'Let it in' }).click()
  await expect(desk.getByText(`“${name}” is let in.`)).toBeVisible()
}

test('a screen that nobody let in shows a code, and no figure', async () => {
  await screen.goto(`${stack.origin}/wall`)
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('This screen is not let in yet')
  await expect(code()).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  await expectAccessible(screen)
  expect(told).toEqual([])
  quiet.expectQuiet()
})

test('a wrong code lets nothing in', async () => {
  await desk.goto(`${stack.origin}/screens`)
  await expect(desk.getByRole('button', { name: 'Let a screen in' })).toBeVisible()
  await expectAccessible(desk)
  await desk.getByRole('button', { name: 'Let a screen in' }).click()
  await desk.getByLabel('Code on the screen').fill('2222-2222')
  await desk.getByLabel('Name of the screen').fill('Nowhere')
  await desk.getByRole('button', { name: 'Let it in' }).click()
  await expect(desk.getByText('No screen shows this code.')).toBeVisible()
  await expectAccessible(desk)
})

test('the code an administrator types lets it in, and it shows the chain', async () => {
  await letIn('Operations 2')
  await expect(screen.getByRole('heading', { name: 'Every store' })).toBeVisible()
  await expect(screen.getByText('Screen Operations 2')).toBeVisible()
  await expect(screen.getByText(/live · /)).toBeVisible()
  await expectAccessible(screen)
  await expect(desk.getByRole('row').filter({ hasText: 'Operations 2' })).toContainText('Let in')
  await expectAccessible(desk)
  quiet.expectQuiet()
})

test('a sale at a till reaches it by itself, without a digit of the card', async () => {
  pc = await startStorePc(stack, { code: '0512', name: 'Bonn Markt', ending: 'approve' })
  const till = createTill(pc)
  await expect(salesToday()).toHaveText(/\d/)
  const figure = async () => Number((await salesToday().textContent())?.replace(/\D/g, ''))
  const before = await figure()
  const { id } = await till.sell(250_000, 'basket-wall')
  const final = await till.untilFinal(id)
  expect(final.outcome).toBe('approved')
  await expect.poll(figure, { timeout: AT_ONCE_MS }).toBeGreaterThanOrEqual(before + 2_500)
  await expect(screen.getByRole('img', { name: /^Germany/ })).toBeVisible()
  expect(told.some((text) => text.includes(id))).toBe(true)
  for (const text of told) expect(text).not.toMatch(/last4|first6|basket-wall/)
})

test('opens nothing else', async () => {
  for (const path of ['/', '/payments', '/screens']) {
    await screen.goto(stack.origin + path)
    await expect(screen).toHaveURL(/\/sign-in/)
  }
})

test('takes language and theme from its address, and keeps them', async () => {
  await screen.goto(`${stack.origin}/wall?language=zh&theme=dark`)
  await expect(screen.getByRole('heading', { name: '每家门店' })).toBeVisible()
  await screen.goto(`${stack.origin}/wall`)
  await expect(screen.locator('html')).toHaveAttribute('lang', /^zh/)
  await expect(screen.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await expect(screen.getByRole('heading', { name: '每家门店' })).toBeVisible()
  await expect(screen.getByText(/实时 · /)).toBeVisible()
  await expectAccessible(screen)
  quiet.expectQuiet()
})

test('goes blank with words within a second of being cut off', async () => {
  await desk.goto(`${stack.origin}/screens`)
  await desk.getByRole('button', { name: 'Cut off Operations 2' }).click()
  const words = screen.getByRole('heading', { level: 1, name: '此屏幕已断开' })
  await expect(words).toHaveCount(0)
  const told = words.waitFor({ timeout: AT_ONCE_MS })
  await desk.getByRole('button', { name: 'Cut off now' }).click()
  await told
  await expect(screen.getByText('每家门店')).toHaveCount(0)
  await expect(screen.getByText('Bonn Markt')).toHaveCount(0)
  await expectAccessible(screen)
  await expect(desk.getByRole('row').filter({ hasText: 'Operations 2' })).toContainText('Cut off')
  await screen.reload()
  await expect(screen.getByRole('heading', { level: 1 })).toHaveText('此屏幕尚未接入')
})

test('is let in again with another code', async () => {
  await contexts[1]?.clearCookies({ name: 'counterfoil_language' })
  await screen.goto(`${stack.origin}/wall?language=en`)
  await letIn('Operations 2b')
  await expect(screen.getByText('Screen Operations 2b')).toBeVisible()
})

test('belongs to a person too, as their own', async () => {
  await desk.goto(`${stack.origin}/wall`)
  await expect(desk.getByText('Ines Hartmann’s own view')).toBeVisible()
  await expect(desk.getByRole('heading', { name: 'Every store' })).toBeVisible()
})

test('may be opened on a phone without being cut', async () => {
  await desk.setViewportSize({ width: 390, height: 844 })
  const overflow = await desk.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(overflow).toBe(0)
})
