import type { LiveFrame, LivePayment, MethodSum, StoreDay, StoreDelta, TerminalNow } from '@counterfoil/protocol'
import type { LiveStore, LiveTerminal, MinuteSums, OpenUnknown } from '@counterfoil/services/live'
import { type LiveState, mergePayments } from './live-state.ts'

const MINUTES_KEPT_MS = 2 * 3_600_000

export type DeltaVerdict = 'older' | 'gap' | 'applies'

/** A delta carries new values, so it may overlap what is held; it may not leave a hole before itself. */
export function judgeDelta(heldRev: number, delta: Pick<StoreDelta, 'fromRev' | 'rev'>): DeltaVerdict {
  if (delta.rev <= heldRev) return 'older'
  return delta.fromRev > heldRev ? 'gap' : 'applies'
}

/** Takes in one frame of the hub. Stores with a hole, a new business day or no row here are named in `behind`. */
export function applyFrame(state: LiveState, frame: LiveFrame): LiveState {
  const stores = new Map(state.stores)
  const behind = new Set(state.behind)
  const payments: LivePayment[] = []
  for (const delta of frame.deltas) {
    const held = stores.get(delta.storeId)
    if (held === undefined) {
      behind.add(delta.storeId)
      continue
    }
    switch (judgeDelta(held.rev, delta)) {
      case 'older':
        break
      case 'gap':
        behind.add(delta.storeId)
        break
      case 'applies':
        stores.set(delta.storeId, applyDelta(held, delta, frame.hubTimeMs - MINUTES_KEPT_MS))
        payments.push(...delta.payments)
        if (delta.days.some((day) => day.businessDate > held.businessDate)) behind.add(delta.storeId)
        break
    }
  }
  return {
    stores,
    behind,
    payments: mergePayments(state.payments, payments),
    minutesFromMs: state.minutesFromMs,
    hubTimeMs: Math.max(state.hubTimeMs, frame.hubTimeMs),
  }
}

/** New values of one store over the held ones; minutes before `keepFromMs` are let go. */
export function applyDelta(held: LiveStore, delta: StoreDelta, keepFromMs: number): LiveStore {
  return {
    ...held,
    rev: delta.rev,
    recordedAtMs: Math.max(held.recordedAtMs, delta.recordedAtMs),
    days: upsert(held.days, delta.days, dayKey).filter((day) => day.businessDate >= held.businessDate),
    minutes: upsert(held.minutes, delta.minutes, minuteKey).filter(([minuteMs]) => minuteMs >= keepFromMs),
    methods: upsert(
      held.methods,
      delta.methods.filter((sum) => sum.businessDate === held.businessDate),
      methodKey,
    ),
    unknowns: applyOutcomes(held.unknowns, delta.payments),
    terminals: applyTerminals(held.terminals, delta.terminals),
    agents: upsert(held.agents, delta.agents, (agent) => String(agent.agentId)),
  }
}

function applyOutcomes(held: readonly OpenUnknown[], payments: readonly LivePayment[]): readonly OpenUnknown[] {
  if (payments.length === 0) return held
  const byId = new Map(held.map((row) => [row.id, row]))
  for (const { id, amountMinor, currency, openedAtMs, stage, outcome } of payments) {
    if (outcome === 'unknown') byId.set(id, { id, amountMinor, currency, openedAtMs, stage })
    else byId.delete(id)
  }
  return [...byId.values()]
}

function applyTerminals(held: readonly LiveTerminal[], came: readonly TerminalNow[]): readonly LiveTerminal[] {
  const added = came.map((now): LiveTerminal => {
    const known = held.find((terminal) => terminal.terminalId === now.terminalId)
    return { protocol: known?.protocol ?? '', label: known?.label ?? null, note: known?.note ?? null, ...now }
  })
  return upsert(held, added, (terminal) => String(terminal.terminalId))
}

/** Replaces rows of the same key in place and puts new ones at the end, so that nothing on the page jumps. */
function upsert<Row>(held: readonly Row[], came: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  if (came.length === 0) return held
  const byKey = new Map(held.map((row) => [keyOf(row), row]))
  for (const row of came) byKey.set(keyOf(row), row)
  return [...byKey.values()]
}

const dayKey = (day: StoreDay): string => `${day.businessDate} ${day.currency}`
const minuteKey = ([minuteMs, currency]: MinuteSums): string => `${minuteMs} ${currency}`
const methodKey = (sum: MethodSum): string =>
  [sum.businessDate, sum.currency, sum.scheme, sum.funding, sum.wallet ?? ''].join(' ')
