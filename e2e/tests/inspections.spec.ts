import { crc32, deflateSync } from 'node:zlib'
import { expect, type Page, test } from '@playwright/test'
import { type StorePc, startStorePc } from '../../tools/stack/store-pc.ts'
import { makeSetupLink } from '../stack/make-setup-link.ts'
import { stackPlaces } from '../stack/places.ts'
import { type Person, setUpAccount } from './person.ts'
import { expectAccessible, watchConsole } from './watch-page.ts'

/** Somebody inspects a terminal on a phone, with and without a network; the operations centre sees it with both times. */
test.describe.configure({ mode: 'serial' })

const stack = stackPlaces()
const person: Person = { name: 'Ines Falk', email: 'i.falk@handelskette.example', password: 'nine quiet lanterns 27 south' }
const SEAL = 'B 004 417'
/** A drawing of two pixels, another one each time: no look shows the photo of an earlier one. */
let drawn = 0
function drawPhoto() {
  drawn += 1
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  // Two pixels of eight bits each in three colours, in one line (PNG, ISO/IEC 15948, sections 5 and 11.2.2).
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 1, 8, 2, 0, 0, 0])
  const line = Buffer.from([0, 200, 40 * drawn, 0, 0, 40 * drawn, 200])
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(line)), chunk('IEND', Buffer.alloc(0))]
  const buffer = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts])
  return { name: 'slot.png', mimeType: 'image/png', buffer }
}

let phone: Page
let desk: Page
let pc: StorePc
let storeId = 0
let deviceId = 0

/** Asks as our own pages do. */
async function ask<Answer>(path: string, input: unknown): Promise<Answer> {
  return desk.evaluate(
    async ([asked, json]) => {
      const response = await fetch(`/api/trpc/${asked}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ json }),
      })
      const body = await response.json()
      if (!response.ok) throw new Error(JSON.stringify(body))
      return body.result.data.json
    },
    [path, input] as const,
  )
}

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  desk = await context.newPage()
  await setUpAccount(desk, await makeSetupLink(stack), person)
  await expect(desk).toHaveURL(`${stack.origin}/`)
  pc = await startStorePc(stack, { code: '0748', name: 'Bonn Poppelsdorf', ending: 'approve' })
  const stores = await ask<{ storeId: number; code: string }[]>('stores.scopes', undefined)
  storeId = stores.find(({ code }) => code === '0748')?.storeId ?? 0
  const filter = { scope: { kind: 'store', storeId }, kind: 'terminal' }
  await expect
    .poll(async () => {
      const { devices } = await ask<{ devices: { id: number }[] }>('devices.list', { filter })
      deviceId = devices[0]?.id ?? 0
      return deviceId
    })
    .toBeGreaterThan(0)
  await ask('devices.placeSeal', { id: deviceId, number: SEAL })
  // The same person's session, on a phone.
  phone = await context.newPage()
  await phone.setViewportSize({ width: 390, height: 844 })
})
test.afterAll(async () => {
  await desk?.context().close()
  await pc?.stop()
})

const address = () => `${stack.origin}/inspections/do?store=${storeId}`
const row = () => phone.getByRole('listitem').getByRole('button').first()
const step = (name: string) => phone.getByRole('listitem').filter({ has: phone.getByRole('heading', { name, exact: true }) })

/** Photos are drawn from now on when the returned function is called, and not before. */
async function holdPhotos(): Promise<() => Promise<void>> {
  await phone.evaluate(() => {
    const draw = window.createImageBitmap.bind(window)
    const createImageBitmap = (file: Blob) =>
      new Promise((resolve) => Object.assign(window, { drawPhoto: () => resolve(draw(file)) }))
    Object.assign(window, { createImageBitmap })
  })
  return async () => {
    await phone.waitForFunction(() => 'drawPhoto' in window)
    await phone.evaluate(() => (window as unknown as { drawPhoto(): void }).drawPhoto())
  }
}

/** Answers everything as it should be. */
async function answerAll(serial: string, seal: string): Promise<void> {
  await step('Serial is the right one').getByLabel('Serial on the label').fill(serial)
  await step('Serial is the right one').getByRole('button', { name: 'Looks right' }).click()
  await step('Seal').getByLabel('Number on the seal').fill(seal)
  await step('Seal').getByRole('button', { name: 'Whole' }).click()
  const letDraw = await holdPhotos()
  await step('Card slot and keypad').locator('input[type=file]').setInputFiles(drawPhoto())
  // A phone draws for a second or two: what is answered meanwhile stays.
  await step('Cable and port').getByRole('button', { name: 'Looks right' }).click()
  await letDraw()
  await expect(step('Card slot and keypad').getByText('1 photo')).toBeVisible()
  await expect(step('Cable and port').getByRole('button', { name: 'Change' })).toBeVisible()
  for (const name of ['Card slot and keypad', 'Around the keypad', 'Looks as it should'])
    await step(name).getByRole('button', { name: 'Looks right' }).click()
}

const serialOf = async () => {
  const { devices } = await ask<{ devices: { listedSerial: string | null; toldSerial: string | null }[] }>(
    'inspections.checklist',
    {
      storeId,
    },
  )
  return devices[0]?.listedSerial ?? devices[0]?.toldSerial ?? 'none'
}
const done = () =>
  ask<{ inspections: { result: string; doneAtMs: number; recordedAtMs: number; photos: unknown[]; findings: string[] }[] }>(
    'inspections.list',
    { scope: { kind: 'store', storeId } },
  ).then(({ inspections }) => inspections)

test('is done on a phone, question after question', async () => {
  const quiet = watchConsole(phone)
  await phone.goto(address())
  await expect(phone.getByText('0748 Bonn Poppelsdorf')).toBeVisible()
  await expectAccessible(phone)
  await row().click()
  await expect(phone.getByRole('button', { name: 'Sign the inspection, 7 steps left' })).toBeDisabled()
  await expectAccessible(phone)
  await answerAll(await serialOf(), SEAL)
  await phone.getByRole('button', { name: 'Sign the inspection', exact: true }).click()
  await expect(phone.getByText(/^Recorded .* Done by the phone’s clock/)).toBeVisible()
  expect(await done()).toMatchObject([{ result: 'ok', findings: [], photos: [{}] }])
  quiet.expectQuiet()
})

test('is kept where there is no network, over a reload, and is sent once when it is back', async () => {
  await phone.goto(address())
  // The page is kept once its worker has taken over.
  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  // The photo of last time comes with a network, and is there without one.
  await row().click()
  const lastPhoto = step('Card slot and keypad').getByRole('img', { name: /^Photo of last time, / })
  await expect(lastPhoto).toBeVisible()
  await expectAccessible(phone)
  await phone.getByRole('button', { name: 'All terminals of this store' }).click()
  await phone.context().setOffline(true)
  await phone.reload()
  await expect(phone.getByText('0748 Bonn Poppelsdorf')).toBeVisible()
  await row().click()
  await expect(lastPhoto).toBeVisible()
  await step('Cable and port').getByRole('button', { name: 'Looks right' }).click()
  // What was begun is there after a reload, too.
  await expect(step('Cable and port').getByText('looks right')).toBeVisible()
  await phone.reload()
  await expect(row()).toContainText('begun')
  await row().click()
  await expect(step('Cable and port').getByText('looks right')).toBeVisible()
  await step('Cable and port').getByRole('button', { name: 'Change' }).click()
  await answerAll('none that is listed', 'C 1')
  await expect(phone.getByText('No network. Kept on this phone, sent when it is back.')).toBeVisible()
  await phone.getByRole('button', { name: 'Sign the inspection', exact: true }).click()
  await expect(phone.getByText('1 inspection is kept on this phone, not sent yet.')).toBeVisible()
  await phone.reload()
  await expect(phone.getByText('1 inspection is kept on this phone, not sent yet.')).toBeVisible()
  await expectAccessible(phone)
  await phone.context().setOffline(false)
  await expect(phone.getByText('The terminal is blocked')).toBeVisible()
  const inspections = await done()
  expect(inspections).toHaveLength(2)
  const [last] = inspections
  expect(last).toMatchObject({ result: 'suspicious', photos: [{}] })
  expect(last?.findings).toContain('seal_other_number')
  expect(last?.recordedAtMs).toBeGreaterThan(last?.doneAtMs ?? Number.POSITIVE_INFINITY)
  await phone.reload()
  await expect(row()).toContainText('blocked')
})

test('that is somebody else’s is counted, and not sent', async () => {
  await phone.context().setOffline(true)
  await row().click()
  await answerAll('x', 'y')
  await phone.getByRole('button', { name: 'Sign the inspection', exact: true }).click()
  await phone.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('counterfoil inspections')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const table = database.transaction('drafts', 'readwrite').objectStore('drafts')
    await new Promise((resolve) => {
      const all = table.getAll()
      all.onsuccess = () => {
        for (const draft of all.result) table.put({ ...draft, personId: 'somebody else' })
        resolve(undefined)
      }
    })
    database.close()
  })
  await phone.context().setOffline(false)
  await phone.reload()
  await expect(phone.getByText('Kept on this phone of somebody else: 1 inspection.')).toBeVisible()
  expect(await done()).toHaveLength(2)
})

test('shows the operations centre what was seen, with both times', async () => {
  const quiet = watchConsole(desk)
  await desk.goto(`${stack.origin}/inspections?scope=store:${storeId}`)
  await expect(desk.getByRole('heading', { name: 'Inspections', level: 1 })).toBeVisible()
  await expectAccessible(desk)
  await desk.getByText('Done', { exact: true }).click()
  const table = desk.getByRole('table', { name: 'Inspections' })
  await expect(table.getByRole('row').filter({ hasText: 'another seal' })).toHaveCount(1)
  await expect(table.getByText(/^by the phone/)).toHaveCount(2)
  await expectAccessible(desk)
  quiet.expectQuiet()
})

test('has photos beside those of the time before, and is corrected with a reason', async () => {
  const quiet = watchConsole(desk)
  const serial = await serialOf()
  const wrong = desk.getByRole('row').filter({ hasText: 'another seal' })
  await wrong.getByRole('button', { name: /^Compare photos of / }).click()
  const compare = desk.getByRole('dialog', { name: /^Then and now: / })
  await expect(compare.getByRole('img', { name: /^Photo 1, the time before, / })).toBeVisible()
  await expect(compare.getByRole('img', { name: /^Photo 1, this time, / })).toBeVisible()
  await expectAccessible(desk)
  await compare.getByRole('button', { name: 'Close' }).click()
  await wrong.getByRole('button', { name: /^Correct the inspection of / }).click()
  const correct = desk.getByRole('dialog', { name: 'Correct an inspection' })
  await correct.getByLabel('Serial on the label').fill(serial)
  await correct.getByLabel('Number on the seal').fill(SEAL)
  await expect(correct.getByRole('button', { name: 'Record the correction' })).toBeDisabled()
  await correct.getByLabel('What was wrong, and why').fill('read from the terminal beside it')
  await expectAccessible(desk)
  await correct.getByRole('button', { name: 'Record the correction' }).click()
  await expect(desk.getByRole('row').filter({ hasText: 'corrects what was seen on' })).toContainText('read from the terminal')
  await expect(wrong.getByRole('button', { name: /^Correct the inspection of / })).toHaveCount(0)
  expect(await done()).toHaveLength(3)
  await desk.goto(`${stack.origin}/devices/${deviceId}`)
  const section = desk.getByRole('region', { name: 'Inspections' })
  // It stays blocked until whoever looks after devices takes it out of that.
  await expect(section.getByText('It is not in use')).toBeVisible()
  await expect(section.getByRole('row').filter({ hasText: 'corrected later' })).toHaveCount(1)
  await expectAccessible(desk)
  await section.getByRole('link', { name: 'All its inspections' }).click()
  await expect(desk.getByRole('button', { name: 'Of all terminals' })).toBeVisible()
  await expect(desk.getByRole('table', { name: 'Inspections' }).getByText('corrected later')).toBeVisible()
  quiet.expectQuiet()
})

test('has risk classes with their analysis, and training', async () => {
  const quiet = watchConsole(desk)
  await desk.getByText('Risk classes', { exact: true }).click()
  await expect(desk.getByText('Nobody has written the analysis').first()).toBeVisible()
  await desk.getByRole('button', { name: 'Change: Locked away' }).click()
  const dialog = desk.getByRole('dialog', { name: 'Locked away' })
  await dialog.getByLabel('Every how many days').fill('60')
  await dialog.getByLabel('Risk analysis').fill('Behind a lock of which two people have the key.')
  await dialog.getByLabel('Reason for this change').fill('first analysis')
  await expectAccessible(desk)
  await dialog.getByRole('button', { name: 'Save as version 1' }).click()
  await expect(desk.getByText('Behind a lock of which two people have the key.')).toBeVisible()
  await desk.getByText('Training', { exact: true }).click()
  await desk.getByRole('button', { name: 'Record training' }).click()
  const record = desk.getByRole('dialog', { name: 'Record training' })
  await record.getByLabel('Person').click()
  await desk.getByRole('option', { name: person.name }).click()
  await record.getByLabel('What was taught').fill('Skimmers and overlays')
  await record.getByLabel('On', { exact: true }).fill('2026-01-01')
  await record.getByLabel('Valid until').fill('2099-12-31')
  await record.getByLabel('Evidence').fill('sheet 12')
  await record.getByRole('button', { name: 'Record', exact: true }).click()
  await expect(desk.getByRole('row').filter({ hasText: person.name })).toContainText('valid until 31 Dec 2099')
  await expectAccessible(desk)
  quiet.expectQuiet()
})
