import type { LiveStore } from '@counterfoil/services/live'
import { expect, test } from 'vitest'
import { orderStores, parseOrder, type StoreLine, storeLine } from './store-order.ts'

const NOW = Date.UTC(2026, 10, 20, 13)
const agent = { agentId: 1, connected: true, sinceMs: NOW, waiting: 0, oldestMs: 0 }
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
const rates = { reportingCurrency: 'EUR', rates: [] }

function line(code: string, over: Partial<LiveStore>, lastSaleAtMs: number | null = NOW): StoreLine {
  const store: LiveStore = {
    storeId: Number(code),
    code,
    name: code,
    nameLang: 'de',
    country: 'DE',
    region: 'NRW',
    city: 'Köln',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    rev: 1,
    recordedAtMs: NOW,
    businessDate: '2026-11-20',
    dayStartMs: NOW,
    dayEndMs: NOW,
    days: [],
    minutes: [],
    methods: [],
    unknowns: [],
    terminals: [{ ...terminal, condition: 'ready' }],
    agents: [agent],
    ...over,
  }
  return storeLine(store, lastSaleAtMs, rates)
}

function sold(salesMinor: number) {
  return {
    days: [
      {
        businessDate: '2026-11-20',
        currency: 'EUR',
        salesMinor,
        payments: 1,
        approved: 1,
        declined: 0,
        cancelled: 0,
        unknownOpen: 0,
      },
    ],
  }
}

const codes = (lines: readonly StoreLine[]) => lines.map((each) => each.store.code)
const lines = [
  line('10', sold(5)),
  line('9', sold(900), NOW - 9),
  line('3', { agents: [{ ...agent, connected: false }] }, null),
  line('4', { terminals: [{ ...terminal, condition: 'needs_action' }] }),
  line('5', { agents: [] }),
]

test('what needs a look comes first, equal ones by number', () => {
  expect(codes(orderStores(lines, 'need'))).toEqual(['4', '3', '5', '9', '10'])
})

test('by number, by sales, by longest without a sale', () => {
  expect(codes(orderStores(lines, 'code'))).toEqual(['3', '4', '5', '9', '10'])
  expect(codes(orderStores(lines, 'sales'))).toEqual(['9', '10', '3', '4', '5'])
  expect(codes(orderStores(lines, 'lastSale'))).toEqual(['3', '9', '4', '5', '10'])
})

test('an order nobody knows is the usual one', () => {
  expect([parseOrder('sales'), parseOrder('beauty'), parseOrder(null)]).toEqual(['sales', 'need', 'need'])
})
