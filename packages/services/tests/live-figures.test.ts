import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { WatchScope } from '@counterfoil/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { getLiveComparison, getLiveSnapshot, getLiveSnapshotAsOf, getStorePatterns } from '../src/live/index.ts'
import { getRates } from '../src/rates/index.ts'
import { type Chain, openChain } from './reading/chain.ts'

const NOW = Date.UTC(2026, 10, 20, 13, 32, 8)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const all: WatchScope = { kind: 'chain' }

let database: TestDatabase
let chain: Chain
beforeEach(async () => {
  database = await openTestDatabase()
  chain = await openChain(database)
})
afterEach(() => database.close())

const snapshot = (nowMs = NOW, scope: WatchScope = all) => getLiveSnapshot(chain.ctx(nowMs), { scope, after: 0 })

describe('the snapshot', () => {
  test('a day’s sums are those of its payments: sales less refunds and reversals, attempts by outcome', async () => {
    const store = await chain.addStore({ code: '0417' })
    const amounts = [1000, 2550, 99, 12_345]
    for (const [k, amountMinor] of amounts.entries())
      await chain.pay(store, { atMs: NOW - k * 3 * MINUTE, amountMinor, scheme: 'visa', funding: 'credit' })
    await chain.pay(store, { atMs: NOW - HOUR, amountMinor: 500, kind: 'refund', scheme: 'visa', funding: 'credit' })
    await chain.pay(store, { atMs: NOW - HOUR, amountMinor: 99, kind: 'reversal', scheme: 'girocard', funding: 'debit' })
    await chain.pay(store, { atMs: NOW - HOUR, amountMinor: 700, outcome: 'declined', scheme: 'girocard', funding: 'debit' })
    await chain.pay(store, { atMs: NOW - HOUR, amountMinor: 700, outcome: 'cancelled' })
    await chain.pay(store, { atMs: NOW - DAY, amountMinor: 77_777 })
    const [found] = (await snapshot()).stores
    const { rows } = await database.owner.query(
      `select sum(case when kind = 'sale' then authorised_minor else -authorised_minor end)::int as sales,
         count(*) filter (where kind = 'sale')::int as approved
       from payment where outcome = 'approved' and business_date = '2026-11-20'`,
    )
    expect(found?.days).toEqual([
      {
        businessDate: '2026-11-20',
        currency: 'EUR',
        salesMinor: rows[0].sales,
        payments: 4,
        approved: rows[0].approved,
        declined: 1,
        cancelled: 1,
        unknownOpen: 0,
      },
    ])
    expect(found?.methods.reduce((sum, method) => sum + method.salesMinor, 0)).toBe(rows[0].sales)
    expect(found).toMatchObject({ rev: 7, code: '0417', businessDate: '2026-11-20' })
  })

  test('holds no digit of a card, now or then: it hangs on walls', async () => {
    const store = await chain.addStore({ code: '0417' })
    const id = await chain.pay(store, { atMs: NOW - 10 * MINUTE, amountMinor: 1000, last4: '4821' })
    // After the database's own clock, which says when the rows were recorded.
    const later = Date.UTC(2100, 0, 1)
    const then = await getLiveSnapshotAsOf(chain.ctx(later), { scope: all, asOfMs: later, after: 0 })
    const payments = [...(await snapshot()).payments, ...then.payments]
    expect(payments.map((row) => row.id)).toEqual([id, id])
    expect(payments.flatMap((row) => Object.values(row))).not.toContain('4821')
  })

  test('minutes are complete from the hour’s beginning, and for a quarter of an hour at least', async () => {
    const store = await chain.addStore({ code: '0417' })
    const at = Date.UTC(2026, 10, 20, 13, 4, 30)
    for (const ago of [0, 2, 10, 30]) await chain.pay(store, { atMs: at - ago * MINUTE, amountMinor: 100 })
    const page = await snapshot(at)
    expect(page.minutesFromMs).toBe(Date.UTC(2026, 10, 20, 12, 48))
    expect(page.stores[0]?.minutes.map(([minuteMs]) => minuteMs)).toEqual(
      [10, 2, 0].map((ago) => Date.UTC(2026, 10, 20, 13, 4) - ago * MINUTE),
    )
  })

  test('unknown outcomes of any age, terminals not seen yet, agents that never connected', async () => {
    const store = await chain.addStore({ code: '0417' })
    const old = await chain.pay(store, { atMs: NOW - 12 * DAY, amountMinor: 2830, outcome: 'unknown' })
    const fresh = await chain.pay(store, { atMs: NOW - MINUTE, amountMinor: 100, outcome: 'unknown' })
    const [found] = (await snapshot()).stores
    expect(found?.unknowns.map((row) => row.id)).toEqual([old, fresh])
    expect(found?.terminals).toMatchObject([{ condition: 'unseen', note: 'ZVT stand-in', key: 'pos-1', lane: '1' }])
    expect(found?.agents).toMatchObject([{ connected: false, waiting: 0 }])
  })

  test('the open condition and the open presence are what is shown', async () => {
    const { owner } = database
    const store = await chain.addStore({ code: '0417' })
    await owner.query(
      `insert into terminal_condition (terminal_id, since, until, condition, reason, agent_id, epoch, seq)
       values ($1, '2026-11-20 12:00Z', '2026-11-20 13:00Z', 'ready', null, $2, 1, 1), ($1, '2026-11-20 13:00Z', null, 'needs_action', 'printer_not_ready', $2, 1, 2)`,
      [store.terminalId, store.agentId],
    )
    await owner.query(
      `insert into agent_presence (agent_id, since, until, connected, waiting, oldest_ms)
       values ($1, '2026-11-20 10:00Z', '2026-11-20 13:10Z', true, 0, 0), ($1, '2026-11-20 13:10Z', null, false, 412, 2280000)`,
      [store.agentId],
    )
    const [found] = (await snapshot()).stores
    expect(found?.terminals).toMatchObject([
      { condition: 'needs_action', reason: 'printer_not_ready', sinceMs: Date.UTC(2026, 10, 20, 13) },
    ])
    expect(found?.agents).toEqual([
      { agentId: store.agentId, connected: false, sinceMs: Date.UTC(2026, 10, 20, 13, 10), waiting: 412, oldestMs: 2_280_000 },
    ])
  })

  test('scopes: country, region, one store; closed stores and payments of others stay out', async () => {
    const cologne = await chain.addStore({ code: '0417' })
    const munich = await chain.addStore({ code: '0500', region: 'Bayern' })
    const shanghai = await chain.addStore({
      code: '1304',
      country: 'CN',
      region: '上海',
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    })
    const closed = await chain.addStore({ code: '0001' })
    await database.owner.query(`update store set closed_on = '2026-11-19' where id = $1`, [closed.storeId])
    for (const store of [cologne, munich, shanghai]) await chain.pay(store, { atMs: NOW, amountMinor: 1 })
    const stores = async (scope: WatchScope) => {
      const page = await snapshot(NOW, scope)
      return {
        stores: page.stores.map((store) => store.code),
        payments: page.payments.map((row) => row.storeId).sort((a, b) => a - b),
      }
    }
    expect((await stores(all)).stores).toEqual(['0417', '0500', '1304'])
    expect(await stores({ kind: 'country', country: 'DE' })).toEqual({
      stores: ['0417', '0500'],
      payments: [cologne.storeId, munich.storeId],
    })
    expect(await stores({ kind: 'region', country: 'DE', region: 'Bayern' })).toEqual({
      stores: ['0500'],
      payments: [munich.storeId],
    })
    expect(await stores({ kind: 'store', storeId: shanghai.storeId })).toEqual({ stores: ['1304'], payments: [shanghai.storeId] })
  })

  test('the next page begins after the last store, and ends', async () => {
    const stores = [await chain.addStore({ code: '1' }), await chain.addStore({ code: '2' })]
    const page = await getLiveSnapshot(chain.ctx(NOW), { scope: all, after: stores[0]?.storeId ?? 0 })
    expect(page.stores.map((store) => store.code)).toEqual(['2'])
    expect(page.payments).toEqual([])
    expect(page.next).toBeNull()
  })
})

describe('business days', () => {
  test('each store is on its own day: Shanghai’s has turned while Cologne’s has not', async () => {
    await chain.addStore({ code: '0417', cutOffMinutes: 240 })
    await chain.addStore({ code: '1304', timeZone: 'Asia/Shanghai' })
    const at = Date.UTC(2026, 10, 20, 17, 0)
    const days = (await snapshot(at)).stores.map((store) => [store.businessDate, store.dayStartMs, store.dayEndMs])
    expect(days).toEqual([
      ['2026-11-20', Date.UTC(2026, 10, 20, 3), Date.UTC(2026, 10, 21, 3)],
      ['2026-11-21', Date.UTC(2026, 10, 20, 16), Date.UTC(2026, 10, 21, 16)],
    ])
  })

  test.each([
    ['spring, 23 hours', Date.UTC(2026, 2, 29, 12), '2026-03-29', 23],
    ['autumn, 25 hours', Date.UTC(2026, 9, 25, 12), '2026-10-25', 25],
  ])('%s', async (_, at, businessDate, hours) => {
    const store = await chain.addStore({ code: '0417' })
    await chain.pay(store, { atMs: at, amountMinor: 100 })
    const [found] = (await snapshot(at)).stores
    expect(found?.businessDate).toBe(businessDate)
    expect(((found?.dayEndMs ?? 0) - (found?.dayStartMs ?? 0)) / HOUR).toBe(hours)
    expect(found?.days).toHaveLength(1)
  })

  test('before the cut-off it is still yesterday, and hours valid from a later day do not count yet', async () => {
    const store = await chain.addStore({ code: '0417', cutOffMinutes: 240 })
    await database.owner.query(`insert into store_hours values ($1, '2026-11-21', 'Europe/Berlin', 0)`, [store.storeId])
    expect((await snapshot(Date.UTC(2026, 10, 20, 2, 59))).stores[0]?.businessDate).toBe('2026-11-19')
    expect((await snapshot(Date.UTC(2026, 10, 20, 3, 0))).stores[0]?.businessDate).toBe('2026-11-20')
    expect((await snapshot(Date.UTC(2026, 10, 21, 1, 0))).stores[0]?.businessDate).toBe('2026-11-21')
  })
})

describe('the comparison with last week', () => {
  test('hours of this week and of last week on the same axis', async () => {
    const store = await chain.addStore({ code: '0417' })
    await chain.pay(store, { atMs: NOW - 2 * HOUR, amountMinor: 200 })
    await chain.pay(store, { atMs: NOW - 7 * DAY - 2 * HOUR, amountMinor: 900 })
    await chain.pay(store, { atMs: NOW - 7 * DAY + 3 * HOUR, amountMinor: 400 })
    await chain.pay(store, { atMs: NOW - 7 * DAY - 5 * MINUTE, amountMinor: 50, outcome: 'declined' })
    const found = await getLiveComparison(chain.ctx(NOW), { scope: all })
    const at = (hour: number) => Date.UTC(2026, 10, 20, hour)
    expect(found.hours.map((row) => [row.hourMs, row.salesMinor])).toEqual([[at(11), 200]])
    expect(found.lastWeekHours.map((row) => [row.hourMs, row.salesMinor])).toEqual([
      [at(11), 900],
      [at(13), 0],
      [at(16), 400],
    ])
    expect(found.lastWeek.daySoFar).toEqual([{ currency: 'EUR', salesMinor: 900, approved: 1, declined: 1, cancelled: 0 }])
    expect(found.lastWeek.rateWindow).toMatchObject([{ approved: 0, declined: 1 }])
    expect(found.lastWeekMethods).toEqual([
      { currency: 'EUR', scheme: 'none', funding: 'not_told', wallet: null, salesMinor: 1300 },
    ])
  })

  test('over a change of the clock, noon is compared with noon', async () => {
    const store = await chain.addStore({ code: '0417' })
    const noon = Date.UTC(2026, 9, 26, 11, 30)
    const lastNoon = Date.UTC(2026, 9, 19, 10, 15)
    await chain.pay(store, { atMs: lastNoon, amountMinor: 300 })
    const found = await getLiveComparison(chain.ctx(noon), { scope: all })
    expect(found.lastWeekHours.map((row) => row.hourMs)).toEqual([Date.UTC(2026, 9, 26, 11)])
    expect(found.lastWeek.hourSoFar).toMatchObject([{ salesMinor: 300 }])
    expect(found.lastWeek.daySoFar).toMatchObject([{ salesMinor: 300 }])
  })

  test('without history there is nothing to compare with', async () => {
    await chain.addStore({ code: '0417' })
    const found = await getLiveComparison(chain.ctx(NOW), { scope: all })
    expect(found).toMatchObject({
      hours: [],
      lastWeekHours: [],
      lastWeekMethods: [],
      lastWeek: { daySoFar: [], hourSoFar: [], rateWindow: [] },
    })
  })

  test('a store’s own pattern: hours since its day began, last week’s whole day and up to now', async () => {
    const store = await chain.addStore({ code: '0417' })
    const idle = await chain.addStore({ code: '0418' })
    await chain.pay(store, { atMs: NOW - HOUR, amountMinor: 200 })
    await chain.pay(store, { atMs: NOW - 7 * DAY - HOUR, amountMinor: 150 })
    await chain.pay(store, { atMs: NOW - 7 * DAY + 4 * HOUR, amountMinor: 850 })
    await chain.pay(store, { atMs: NOW - 7 * DAY, amountMinor: 5, currency: 'CHF' })
    const [found, none] = await getStorePatterns(chain.ctx(NOW), { storeIds: [store.storeId, idle.storeId] })
    // 13:32 UTC is 14:32 in Cologne: 15 hours of the day have begun.
    expect(found?.today).toHaveLength(15)
    expect(found?.today[13]).toBe(200)
    expect(found?.lastWeek?.filter((sum) => sum > 0)).toEqual([150, 850])
    expect(found?.lastWeekSoFarMinor).toBe(150)
    expect(none).toMatchObject({ lastWeek: null, lastWeekSoFarMinor: null })
  })
})

describe('rates', () => {
  test('the newest of each pair up to today, none invented', async () => {
    await chain.addRate('2026-11-18', 'EUR', 'CNY', '7.5')
    await chain.addRate('2026-11-19', 'EUR', 'CNY', '8')
    await chain.addRate('2026-11-21', 'EUR', 'CNY', '9')
    const { reportingCurrency, rates } = await getRates(chain.ctx(NOW))
    expect(reportingCurrency).toBe('EUR')
    expect(rates).toEqual([{ currency: 'CNY', factor: 0.125, onDate: '2026-11-19', source: 'ECB' }])
  })

  test('an empty database says what to do', async () => {
    await database.owner.query('delete from installation')
    await expect(getRates(chain.ctx(NOW))).rejects.toMatchObject({ code: 'not_found' })
  })
})
