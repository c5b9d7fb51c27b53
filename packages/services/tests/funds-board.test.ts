import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  getArrivalForecast,
  getFundsBoard,
  getPaymentFunds,
  getPayout,
  listFundsPayments,
  listOwingStores,
} from '../src/funds/index.ts'
import { type FundsScene, NOW, openFundsScene } from './reading/funds-scene.ts'

let database: TestDatabase
let scene: FundsScene
beforeAll(async () => {
  database = await openTestDatabase()
  scene = await openFundsScene(database)
})
afterAll(() => database?.close())

const chain = { kind: 'chain' } as const

test('what is owed is told by acquirer, currency and age, and what arrived is no longer owed', async () => {
  const board = await getFundsBoard(scene.ctx, { scope: chain })
  expect(board.owed).toEqual([
    { acquirer: 'adyen', currency: 'EUR', band: 'days_2_3', owedMinor: 8_403, payments: 1, stores: 1, late: 0, missing: 1 },
    { acquirer: 'adyen', currency: 'EUR', band: 'not_due', owedMinor: 19_960, payments: 2, stores: 2, late: 0, missing: 0 },
    { acquirer: 'wechat', currency: 'CNY', band: 'today', owedMinor: 9_940, payments: 1, stores: 1, late: 0, missing: 0 },
  ])
  expect(board.dueToday).toEqual([
    { currency: 'CNY', dueMinor: 9_940, arrivedMinor: 0 },
    { currency: 'EUR', dueMinor: 4_990, arrivedMinor: 4_990 },
  ])
  expect(board.notTold).toEqual([{ currency: 'EUR', amountMinor: 700, payments: 1 }])
})

test('a store is late by its own day: in Shanghai it is tomorrow already', async () => {
  // 23:30 in Berlin, 06:30 of the next day in Shanghai.
  const late = { ...scene.ctx, now: () => new Date(Date.UTC(2026, 10, 20, 22, 30)) }
  const { owed } = await getFundsBoard(late, { scope: chain })
  expect(owed.map(({ acquirer, band }) => `${acquirer} ${band}`)).toEqual(['adyen days_2_3', 'adyen not_due', 'wechat day_1'])
})

test('a scope cuts every figure', async () => {
  const { owed, notTold } = await getFundsBoard(scene.ctx, { scope: { kind: 'country', country: 'CN' } })
  expect(owed.map(({ acquirer }) => acquirer)).toEqual(['wechat'])
  expect(notTold).toEqual([])
})

test('stores that wait are listed with what is overdue first', async () => {
  const stores = await listOwingStores(scene.ctx, { scope: chain, limit: 100 })
  expect(stores.map(({ code, currency, overdueMinor, oldestDays }) => [code, currency, overdueMinor, oldestDays])).toEqual([
    ['0417', 'EUR', 8_403, 2],
    ['0640', 'EUR', 0, -3],
    ['1304', 'CNY', 0, 0],
  ])
})

test('a figure leads to its payments, page by page, none twice', async () => {
  const filter = { scope: chain, state: 'expected' } as const
  const first = await listFundsPayments(scene.ctx, { filter, limit: 3 })
  expect(first.next).not.toBeNull()
  const second = await listFundsPayments(scene.ctx, { filter, limit: 3, cursor: first.next })
  const ids = [...first.rows, ...second.rows].map(({ paymentId }) => paymentId)
  expect(new Set(ids).size).toBe(4)
  expect(second.next).toBeNull()
  expect(first.rows[0]).toMatchObject({ dueOn: '2026-11-18', health: 'missing', netMinor: 8_403 })
  const missing = await listFundsPayments(scene.ctx, { filter: { ...filter, band: 'days_2_3' }, limit: 10 })
  expect(missing.rows).toHaveLength(1)
})

test('the forecast puts what is overdue on today, by itself', async () => {
  const { from, days } = await getArrivalForecast(scene.ctx, { scope: chain })
  expect(from).toBe('2026-11-20')
  expect(days).toEqual([
    { day: '2026-11-20', currency: 'CNY', expectedMinor: 9_940, arrivedMinor: 0, overdueMinor: 0 },
    { day: '2026-11-20', currency: 'EUR', expectedMinor: 8_403, arrivedMinor: 4_990, overdueMinor: 8_403 },
    { day: '2026-11-23', currency: 'EUR', expectedMinor: 19_960, arrivedMinor: 0, overdueMinor: 0 },
  ])
})

test('a payment’s money is told with its line, payout and bank line, each with the rule that links them', async () => {
  const funds = await getPaymentFunds(scene.ctx, { id: scene.arrived })
  expect(funds).toMatchObject({
    position: 'arrived',
    dueOn: '2026-11-20',
    arrivedOn: '2026-11-20',
    lines: [
      { file: 'settlement_1187.csv', line: 2, gross: '50.00', fees: '0.10', net: '49.90', rule: 'L1', confidence: 'certain' },
    ],
    payouts: [{ batch: '1187', amountMinor: 4_990, lineCount: 1, holds: true }],
    bankLines: [{ file: '20261120.xml', amountMinor: 4_990, bookedOn: '2026-11-20', booked: true, rule: 'P1' }],
  })
  expect(funds?.why.map(({ step }) => step)).toEqual(['sale', 'settlement', 'payout', 'arrival'])
})

test('a link that was taken back is told no more', async () => {
  const funds = await getPaymentFunds(scene.ctx, { id: scene.unlinked })
  expect(funds?.lines).toEqual([])
})

test('a payout is told to whoever reaches the whole chain only', async () => {
  await expect(getPayout(scene.ctx, { id: scene.payoutId })).resolves.toMatchObject({
    batch: '1187',
    identity: { holds: true, residue: '0' },
    kinds: [{ kind: 'sale', lines: 1, gross: '50.00' }],
  })
  const actor = { kind: 'token', id: 'x', reach: { kind: 'country', country: 'DE' } } as const
  await expect(getPayout({ ...scene.ctx, actor }, { id: scene.payoutId })).rejects.toMatchObject({ code: 'not_found' })
})

test('the figures are of this instant', () => expect(scene.ctx.now().getTime()).toBe(NOW))

test('a sum that does not hold leads to its payout, its file and the exception that is open', async () => {
  const { pool } = database
  const terms = JSON.stringify({ left: [], right: [] })
  await pool.query(
    `insert into funds_identity (name, about, run_id, terms, residue, holds)
     select name, about, (select max(id) from funds_run), $2, 137.5, false
     from (values ('funds', 'adyen M1 EUR 2026-11-18'), ('batch', $1), ('statement_chain', 'DE02 2026-11-19 7')) one(name, about)
     on conflict (name, about) do update set residue = excluded.residue, holds = false`,
    [scene.payoutId, terms],
  )
  await pool.query(
    `insert into funds_exception (key, code, severity, state, acquirer, currency, amount_minor, day, payouts, opened_at)
     values ('BATCH_DOES_NOT_TIE it', 'BATCH_DOES_NOT_TIE', 'high', 'open', 'adyen', 'EUR', 13750, '2026-11-18', array[$1::int8], $2)`,
    [scene.payoutId, new Date(NOW)],
  )
  const { brokenSums } = await getFundsBoard(scene.ctx, { scope: chain })
  expect(brokenSums).toEqual([
    {
      name: 'batch',
      about: scene.payoutId,
      residue: '137.5',
      payoutId: scene.payoutId,
      fileId: null,
      exceptionKey: 'BATCH_DOES_NOT_TIE it',
    },
    {
      name: 'funds',
      about: 'adyen M1 EUR 2026-11-18',
      residue: '137.5',
      payoutId: null,
      fileId: null,
      exceptionKey: 'BATCH_DOES_NOT_TIE it',
    },
    { name: 'statement_chain', about: 'DE02 2026-11-19 7', residue: '137.5', payoutId: null, fileId: '7', exceptionKey: null },
  ])
  const elsewhere = await getFundsBoard(scene.ctx, { scope: { kind: 'country', country: 'DE' } })
  expect(elsewhere.brokenSums).toEqual([])
})
