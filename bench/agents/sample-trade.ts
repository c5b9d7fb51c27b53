import { canonicalJson } from '@counterfoil/audit'
import { findProtocol } from '@counterfoil/terminals/registry'
import { type HistoryEvent, tradeHistory } from '../../tools/demo/history.ts'
import { benchStores } from '../enrolled-store.ts'

const DAY_MS = 86_400_000

/** What agents that only need something to send are given. */
export interface SampleTrade {
  /** Bodies every agent begins with: its configuration. */
  readonly opening: readonly string[]
  /** Events of one approved sale; each sending makes them anew with its own id and time. */
  readonly payment: readonly HistoryEvent[]
}

/** An opening and one approved sale as the real driver records them. */
export function sampleTrade(): SampleTrade {
  const events = sampleDay()
  const approved = events.find(({ kind, outcome }) => kind === 'payment.finalised' && outcome === 'approved')
  return {
    opening: events.filter(({ kind }) => kind.startsWith('agent.')).map((event) => canonicalJson(event)),
    payment: events.filter(({ payment }) => payment !== undefined && payment === approved?.payment),
  }
}

/** A whole day of one store, from its agent's start on. */
export function sampleDay(): HistoryEvent[] {
  const protocol = findProtocol('zvt')
  const [store] = benchStores(1, 100)
  if (protocol === undefined || store === undefined) throw new Error('the registry has no protocol zvt')
  const events: HistoryEvent[] = []
  const toMs = Date.now()
  tradeHistory(store, { protocol, fromMs: toMs - DAY_MS, toMs, emit: (event) => events.push(event) })
  return events
}
