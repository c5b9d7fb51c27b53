import { notifyChange } from '@counterfoil/db/connections'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { matchInThread } from '@counterfoil/services/funds'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FundsBed, openFundsBed } from '../../../packages/services/tests/funds/funds-bed.ts'
import { ORIGIN, openLive, type StartedHub, signIn, startHub, until } from './hub-bed.ts'

let base: TestDatabase
let hub: StartedHub
let funds: FundsBed
beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  // As the hub's program does it.
  hub = await startHub(base, { matchFunds: () => matchInThread(base.url) })
  funds = await openFundsBed(base)
})
afterAll(async () => {
  await funds?.[Symbol.asyncDispose]()
  await hub?.close()
  await base?.close()
})

it('tells an open page of money that a new file has moved, and only those who may know of it', async () => {
  const [finance, technician] = [
    await signIn(base, { access: { role: 'finance', reach: { kind: 'chain' } } }),
    await signIn(base, { access: { role: 'technician', reach: { kind: 'chain' } } }),
  ]
  const pages = await Promise.all([finance, technician].map(({ cookie }) => openLive(hub.url, { origin: ORIGIN, cookie })))
  const heardMs: number[] = []
  const heardByOther: number[] = []
  pages[0]?.socket.on('funds', () => heardMs.push(performance.now()))
  pages[1]?.socket.on('funds', () => heardByOther.push(performance.now()))

  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
  const today = new Date().toISOString().slice(0, 10)
  const sale = await funds.pay({ day, basket: 'B-1', amountMinor: 10_000 })
  // The hub's follower does it, nobody calls it here.
  await until(async () => (await funds.payment(sale)).state === 'expected')
  heardMs.length = 0
  funds.moveTo(today)
  const { fileId } = await funds.settle('7', today, [{ reference: 'PSP1', merchantReference: 'B-1', grossMinor: 10_000, day }])
  const committedMs = performance.now()
  await notifyChange(base.pool, { entity: 'funds_file', id: String(fileId) })
  await until(() => heardMs.length > 0)
  console.info(`heard ${Math.round((heardMs[0] ?? 0) - committedMs)} ms after the file's commit`)
  expect(await funds.payment(sale)).toMatchObject({ position: 'in_payout' })
  expect(heardByOther).toEqual([])
  for (const page of pages) page.close()
})

it('says by itself, and once, that payments come without a contract', async () => {
  const missing = async () => (await funds.exceptions()).filter(({ code }) => code === 'CONTRACT_MISSING')
  const sale = await funds.pay({ day: '2025-12-30', basket: 'B-2', amountMinor: 500 })
  await until(async () => (await missing()).length === 1)
  expect(await funds.payment(sale)).toMatchObject({ state: 'not_told', open: true })
})
