import type { LiveStore, LiveTerminal } from '@counterfoil/services/live'
import type { Rates } from '@counterfoil/services/rates'
import { addUp, isReporting, salesToday, type TerminalState, terminalState } from '../live/index.ts'

export const storeOrders = ['need', 'code', 'sales', 'lastSale'] as const
export type StoreOrder = (typeof storeOrders)[number]

export interface StoreLine {
  readonly store: LiveStore
  readonly reporting: boolean
  readonly terminals: readonly { readonly terminal: LiveTerminal; readonly state: TerminalState }[]
  readonly waiting: number
  readonly oldestMs: number
  /** null: none is known. */
  readonly lastSaleAtMs: number | null
  /** In the reporting currency; null without a rate. */
  readonly salesMinor: number | null
}

/** What stands in one line of *Stores*. */
export function storeLine(store: LiveStore, lastSaleAtMs: number | null, rates: Rates | undefined): StoreLine {
  const added = rates === undefined ? null : addUp(salesToday([store]), rates)
  return {
    store,
    reporting: isReporting(store),
    terminals: store.terminals.map((terminal) => ({ terminal, state: terminalState(terminal) })),
    waiting: store.agents.reduce((sum, agent) => sum + agent.waiting, 0),
    oldestMs: Math.max(0, ...store.agents.map((agent) => agent.oldestMs)),
    lastSaleAtMs,
    salesMinor: added === null || added.unconverted.length > 0 ? null : added.amountMinor,
  }
}

/** 0 is well; the more, the sooner somebody should look. */
export function needOf(line: StoreLine): number {
  if (line.store.agents.length === 0) return 1
  if (!line.reporting) return 3
  return Math.max(0, ...line.terminals.map(({ state }) => terminalNeed[state]))
}

const terminalNeed: Readonly<Record<TerminalState, number>> = {
  serial_differs: 5,
  needs_action: 4,
  port_gone: 4,
  unreachable: 4,
  store_offline: 3,
  unseen: 2,
  maintenance: 1,
  ready: 0,
  busy: 0,
}

/** Equal ones stay by number, so that no order ever jumps by itself. */
export function orderStores(lines: readonly StoreLine[], order: StoreOrder): StoreLine[] {
  return [...lines].sort((a, b) => compare[order](a, b) || byCode(a, b))
}

const byCode = (a: StoreLine, b: StoreLine): number => a.store.code.localeCompare(b.store.code, 'en', { numeric: true })

const compare: Readonly<Record<StoreOrder, (a: StoreLine, b: StoreLine) => number>> = {
  code: byCode,
  need: (a, b) => needOf(b) - needOf(a),
  sales: (a, b) => (b.salesMinor ?? Number.MIN_SAFE_INTEGER) - (a.salesMinor ?? Number.MIN_SAFE_INTEGER),
  lastSale: (a, b) => (a.lastSaleAtMs ?? 0) - (b.lastSaleAtMs ?? 0),
}

export function parseOrder(text: string | null): StoreOrder {
  return storeOrders.find((order) => order === text) ?? 'need'
}
