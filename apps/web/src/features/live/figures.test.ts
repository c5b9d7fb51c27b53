import type { LiveStore } from '@counterfoil/services/live'
import { expect, test } from 'vitest'
import { approvalRate, pace, recentAttempts, salesSince, salesToday, unknownOutcomes, waitingInStores } from './figures.ts'
import { devicesUnwell } from './list-unwell-devices.ts'
import { methodMix } from './method-mix.ts'
import { inOrder, rankStores } from './rank-stores.ts'

const NOW = Date.UTC(2026, 10, 20, 13, 32, 8)
const MINUTE = Date.UTC(2026, 10, 20, 13, 32)
const rates = { reportingCurrency: 'EUR', rates: [{ currency: 'CNY', factor: 0.125, onDate: '2026-11-19', source: 'ECB' }] }

function store(over: Partial<LiveStore> & { storeId: number }): LiveStore {
  return {
    code: String(over.storeId).padStart(4, '0'),
    name: 'Köln',
    nameLang: 'de',
    country: 'DE',
    region: 'NRW',
    city: 'Köln',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    rev: 1,
    recordedAtMs: NOW,
    businessDate: '2026-11-20',
    dayStartMs: NOW - 1,
    dayEndMs: NOW + 1,
    days: [],
    minutes: [],
    methods: [],
    unknowns: [],
    terminals: [],
    agents: [],
    ...over,
  }
}

function day(currency: string, salesMinor: number, businessDate = '2026-11-20') {
  return { businessDate, currency, salesMinor, payments: 0, approved: 0, declined: 0, cancelled: 0, unknownOpen: 0 }
}

function agent(over: Partial<LiveStore['agents'][number]>) {
  return { agentId: 1, connected: true, sinceMs: NOW - 1_000, waiting: 0, oldestMs: 0, ...over }
}

test('only a store’s own business day is today', () => {
  expect(salesToday([store({ storeId: 1, days: [day('EUR', 5), day('EUR', 7, '2026-11-19')] })])).toEqual([
    { currency: 'EUR', amountMinor: 5 },
  ])
})

test('spans of minutes: the running hour, the last 15 minutes, the last five full ones', () => {
  const one = store({
    storeId: 1,
    minutes: [
      [MINUTE - 40 * 60_000, 'EUR', 1, 1, 1, 0, 0],
      [MINUTE - 15 * 60_000, 'EUR', 10, 1, 3, 1, 5],
      [MINUTE - 5 * 60_000, 'EUR', 100, 1, 4, 0, 1],
      [MINUTE, 'EUR', 1000, 1, 2, 0, 0],
    ],
  })
  expect(salesSince([one], Date.UTC(2026, 10, 20, 13))).toHaveLength(3)
  expect(recentAttempts([one], NOW)).toEqual({ approved: 9, declined: 1, cancelled: 6 })
  expect(approvalRate(recentAttempts([one], NOW))).toBe(0.9)
  expect(pace([one], NOW)).toBe(1)
})

test('no answer, no rate', () => {
  expect(approvalRate({ approved: 0, declined: 0 })).toBeNull()
})

test('unknown outcomes and events still in the stores', () => {
  const stores = [
    store({
      storeId: 1,
      unknowns: [{ id: 'a', amountMinor: 5, currency: 'EUR', openedAtMs: NOW - 9, stage: null }],
      agents: [agent({ waiting: 4, oldestMs: 900 })],
    }),
    store({ storeId: 2, agents: [agent({ waiting: 6, oldestMs: 100 }), agent({ agentId: 2, waiting: 1 })] }),
  ]
  expect(unknownOutcomes(stores)).toMatchObject({ count: 1, oldestMs: NOW - 9 })
  expect(unknownOutcomes([])).toEqual({ count: 0, amounts: [], oldestMs: null })
  expect(waitingInStores(stores)).toEqual({ events: 11, stores: 2, oldestMs: 900 })
})

test('method mix: a wallet is one row whatever card is behind it, shares are of converted sales', () => {
  const sum = { businessDate: '2026-11-20', approved: 1, finished: 2 }
  const stores = [
    store({
      storeId: 1,
      methods: [
        { ...sum, currency: 'EUR', scheme: 'visa', funding: 'credit', wallet: null, salesMinor: 300 },
        { ...sum, currency: 'CNY', scheme: 'other', funding: 'not_told', wallet: 'alipay', salesMinor: 400 },
        { ...sum, currency: 'CNY', scheme: 'none', funding: 'not_told', wallet: 'alipay', salesMinor: 400 },
        { ...sum, currency: 'EUR', scheme: 'none', funding: 'not_told', wallet: null, salesMinor: 0 },
      ],
    }),
  ]
  const mix = methodMix(stores, undefined, rates)
  expect(mix.map((row) => [row.key, row.amountMinor, row.share])).toEqual([
    ['visa credit', 300, 0.75],
    ['wallet alipay', 100, 0.25],
  ])
  expect(mix[1]).toMatchObject({ approved: 2, finished: 4, lastWeekShare: null })
})

test('stores rank by converted sales, unconverted ones last, and keep an order taken earlier', () => {
  const stores = [
    store({ storeId: 1, days: [day('EUR', 100)] }),
    store({ storeId: 2, currency: 'CNY', days: [day('CNY', 8_000)] }),
    store({ storeId: 3, currency: 'SEK', days: [day('SEK', 99_999)] }),
  ]
  const ranked = rankStores(stores, rates)
  expect(ranked.map((row) => row.store.storeId)).toEqual([2, 1, 3])
  expect(inOrder(ranked, [1, 3]).map((row) => row.store.storeId)).toEqual([1, 3, 2])
})

test('devices: a store that does not report hides its terminals, urgent ones come first', () => {
  const terminal = {
    terminalId: 1,
    key: 'a',
    lane: '1',
    reason: null,
    code: null,
    text: null,
    sinceMs: NOW,
    protocol: 'zvt',
    label: null,
    note: null,
  }
  const stores = [
    store({
      storeId: 1,
      agents: [agent({ connected: false, waiting: 3 })],
      terminals: [{ ...terminal, condition: 'unreachable' }],
    }),
    store({
      storeId: 2,
      agents: [agent({})],
      terminals: [
        { ...terminal, terminalId: 2, condition: 'ready' },
        { ...terminal, terminalId: 3, condition: 'unreachable', reason: 'port_gone' },
        { ...terminal, terminalId: 4, condition: 'needs_action' },
      ],
    }),
  ]
  expect(devicesUnwell(stores).map((row) => [row.state, row.terminal?.terminalId ?? null, row.waiting])).toEqual([
    ['needs_action', 4, 0],
    ['port_gone', 3, 0],
    ['store_offline', null, 3],
  ])
})
