import type { LiveStore, LiveTerminal } from '@counterfoil/services/live'
import { isReporting } from './figures.ts'
import { type TerminalState, terminalState } from './terminal-state.ts'

export interface UnwellDevice {
  readonly key: string
  readonly store: LiveStore
  readonly state: TerminalState
  readonly sinceMs: number
  /** null: it is the store that does not report, so what its terminals do is not known. */
  readonly terminal: LiveTerminal | null
  readonly waiting: number
}

const urgency: Readonly<Record<TerminalState, number>> = {
  serial_differs: 0,
  needs_action: 1,
  port_gone: 2,
  unreachable: 3,
  store_offline: 4,
  maintenance: 5,
  unseen: 6,
  busy: 9,
  ready: 9,
}

/** What does not work as it should, the most urgent first, then the longest. */
export function devicesUnwell(stores: Iterable<LiveStore>): UnwellDevice[] {
  const found: UnwellDevice[] = []
  for (const store of stores) {
    if (!isReporting(store)) {
      const sinceMs = Math.min(...store.agents.map((agent) => agent.sinceMs))
      const waiting = store.agents.reduce((sum, agent) => sum + agent.waiting, 0)
      if (store.agents.length > 0)
        found.push({ key: `store ${store.storeId}`, store, state: 'store_offline', sinceMs, terminal: null, waiting })
      continue
    }
    for (const terminal of store.terminals) {
      const state = terminalState(terminal)
      if (state === 'ready' || state === 'busy') continue
      found.push({ key: `terminal ${terminal.terminalId}`, store, state, sinceMs: terminal.sinceMs, terminal, waiting: 0 })
    }
  }
  return found.sort((a, b) => urgency[a.state] - urgency[b.state] || a.sinceMs - b.sinceMs || (a.key < b.key ? -1 : 1))
}
