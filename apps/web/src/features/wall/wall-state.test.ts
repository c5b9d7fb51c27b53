import type { LiveStore, LiveTerminal } from '@counterfoil/services/live'
import { describe, expect, it } from 'vitest'
import { needsAttention } from './attention.ts'
import { cellState, cellsByCountry, fitCells } from './store-cells.ts'

const terminal = (terminalId: number, over: Partial<LiveTerminal> = {}) =>
  ({ terminalId, lane: String(terminalId), condition: 'ready', reason: null, sinceMs: 100, ...over }) as LiveTerminal
const agent = (over: object = {}) => ({ agentId: 1, connected: true, sinceMs: 50, waiting: 0, oldestMs: 0, ...over })
const unknown = (amountMinor: number, openedAtMs: number, currency = 'EUR') => ({
  id: String(openedAtMs),
  amountMinor,
  currency,
  openedAtMs,
  stage: 'asking',
})
const store = (storeId: number, over: Partial<LiveStore> = {}) =>
  ({
    storeId,
    code: String(storeId).padStart(4, '0'),
    country: 'DE',
    timeZone: 'Europe/Berlin',
    unknowns: [],
    terminals: [terminal(storeId)],
    agents: [agent()],
    ...over,
  }) as unknown as LiveStore

describe('what needs a look', () => {
  it('is nothing where everything is well', () => {
    expect(needsAttention([store(1), store(2)])).toEqual([])
  })

  it('is told once for each kind: money first, with the oldest and how many stores', () => {
    const found = needsAttention([
      store(1, { agents: [agent({ connected: false, sinceMs: 30, waiting: 12 })] }),
      store(2, { agents: [agent({ connected: false, sinceMs: 10, waiting: 5 })] }),
      store(3, {
        terminals: [terminal(31, { condition: 'needs_action' }), terminal(32, { condition: 'needs_action', sinceMs: 7 })],
      }),
      store(4, { unknowns: [unknown(500, 90), unknown(300, 80)] }),
      store(5, { unknowns: [unknown(700, 40, 'CNY')] }),
      store(6, { terminals: [terminal(61, { condition: 'maintenance' })] }),
    ])
    expect(found).toMatchObject([
      { kind: 'unknown', count: 3, stores: 2, store: { storeId: 5 }, sinceMs: 40 },
      { kind: 'needs_action', count: 2, stores: 1, store: { storeId: 3 }, lane: '32', sinceMs: 7 },
      { kind: 'store_offline', count: 2, stores: 2, store: { storeId: 2 }, lane: null, sinceMs: 10, waiting: 17 },
    ])
    expect(found[0]?.amounts.map(({ amountMinor, currency }) => [currency, amountMinor])).toEqual([
      ['EUR', 500],
      ['EUR', 300],
      ['CNY', 700],
    ])
  })
})

describe('a store’s cell', () => {
  it.each([
    ['well', {}],
    ['unseen', { agents: [] }],
    ['silent', { agents: [agent({ connected: false })] }],
    ['unwell', { terminals: [terminal(1), terminal(2, { condition: 'unreachable' })] }],
    ['unwell', { terminals: [terminal(1, { condition: 'unreachable', reason: 'port_gone' })] }],
    ['stopped', { terminals: [terminal(1, { condition: 'needs_action', reason: 'serial_differs' })] }],
    ['well', { terminals: [terminal(1, { condition: 'maintenance' })] }],
    ['unknown', { unknowns: [unknown(1, 1)], agents: [agent({ connected: false })] }],
  ] as const)('is %s for %j', (state, over) => {
    expect(cellState(store(1, over as unknown as Partial<LiveStore>))).toBe(state)
  })

  it('keeps its place by code, in its country, the largest country first', () => {
    const cells = cellsByCountry([store(3), store(1), store(9, { country: 'CN', timeZone: 'Asia/Shanghai' }), store(2)])
    expect(cells.map(({ country, timeZone, stores }) => [country, timeZone, stores.map(({ storeId }) => storeId)])).toEqual([
      ['DE', 'Europe/Berlin', [1, 2, 3]],
      ['CN', 'Asia/Shanghai', [9]],
    ])
  })
})

describe('the cells’ size', () => {
  const room = { width: 690, height: 680 }
  const countries = (counts: readonly number[], least = 88) => counts.map((stores) => ({ stores, least }))

  it('is the largest with which all fit', () => {
    for (const counts of [[1], [24], [12, 8, 4], [1012, 528, 341, 267], [5000]]) {
      const { pitch, columns } = fitCells(countries(counts), room)
      const heightAt = (size: number) =>
        counts.reduce((sum, count) => sum + Math.max(88, Math.ceil(count / Math.floor(690 / size)) * size) + 22, -22)
      expect(columns * pitch).toBeLessThanOrEqual(690)
      expect(heightAt(pitch)).toBeLessThanOrEqual(680)
      if (pitch < 96) expect(heightAt(pitch + 1)).toBeGreaterThan(680)
    }
  })

  it('has an end where it could not be seen any more', () => {
    expect(fitCells(countries([1_000_000]), room).pitch).toBe(6)
  })
})
