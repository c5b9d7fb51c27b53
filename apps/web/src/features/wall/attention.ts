import type { LiveStore } from '@counterfoil/services/live'
import { type CurrencyAmount, devicesUnwell, type TerminalState, unknownOutcomes } from '../live/index.ts'

/** One line of what needs a look: all that is wrong in the same way. */
export interface Attention {
  readonly kind: 'unknown' | Exclude<TerminalState, 'ready' | 'busy' | 'maintenance' | 'unseen'>
  readonly count: number
  /** The one it is about longest; alone when `count` is 1. */
  readonly store: LiveStore
  readonly lane: string | null
  readonly stores: number
  readonly sinceMs: number
  /** What is at stake, where it can be told. */
  readonly amounts: readonly CurrencyAmount[]
  /** Events that wait on stores' disks. */
  readonly waiting: number
}

/** Money first, then what stops tills, then what is out of sight. */
const order = ['unknown', 'serial_differs', 'needs_action', 'port_gone', 'unreachable', 'store_offline'] as const

/** What needs a look, gathered by kind, the most urgent first: from across a room nobody reads forty lines. */
export function needsAttention(stores: readonly LiveStore[]): Attention[] {
  const found = [...unknownLine(stores), ...deviceLines(stores)]
  return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

function unknownLine(stores: readonly LiveStore[]): Attention[] {
  const { count, amounts, oldestMs } = unknownOutcomes(stores)
  const concerned = stores.filter((store) => store.unknowns.length > 0)
  const store = concerned.find((one) => one.unknowns.some(({ openedAtMs }) => openedAtMs === oldestMs))
  if (store === undefined || oldestMs === null) return []
  return [{ kind: 'unknown', count, store, lane: null, stores: concerned.length, sinceMs: oldestMs, amounts, waiting: 0 }]
}

function deviceLines(stores: readonly LiveStore[]): Attention[] {
  // The longest of each kind comes first.
  const byKind = Map.groupBy(devicesUnwell(stores), ({ state }) => state)
  return order.flatMap((kind) => {
    if (kind === 'unknown') return []
    const devices = byKind.get(kind) ?? []
    const [first] = devices
    if (first === undefined) return []
    return {
      kind,
      count: devices.length,
      store: first.store,
      lane: first.terminal?.lane ?? null,
      stores: new Set(devices.map(({ store }) => store.storeId)).size,
      sinceMs: first.sinceMs,
      amounts: [],
      waiting: devices.reduce((sum, { waiting }) => sum + waiting, 0),
    }
  })
}
