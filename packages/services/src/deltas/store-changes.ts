import type { AgentNow } from '@counterfoil/protocol'
import type { PresenceNow } from '../agents/record-presence.ts'
import type { CommittedGroup } from '../ingest/committed-group.ts'
import type { PaymentState } from '../ingest/payment-state.ts'
import type { ChangeHint } from './change-hint.ts'
import type { OpenUnknowns } from './open-unknowns.ts'

export interface ChangedPayment {
  readonly state: PaymentState
  readonly updatedAtMs: number
  /** Its outcome is, or was, unknown: leaving it out would leave a false alarm standing. */
  readonly mustGo: boolean
}

/** What has changed in one store since the last delta: keys to read anew, rows that are known already. */
export interface StoreChanges {
  readonly storeId: number
  readonly revs: Set<number>
  recordedAtMs: number
  readonly dates: Set<string>
  readonly minutes: Set<number>
  readonly payments: Map<string, ChangedPayment>
  /** Payments another hub has told of, to be read. */
  readonly heardPayments: Set<string>
  readonly terminals: Set<number>
  readonly agents: Map<number, AgentNow>
}

export type ChangesByStore = Map<number, StoreChanges>

/** Adds a commit's changes; several commits conflate into one delta per store. `unknowns` follows. */
export function addCommit(changes: ChangesByStore, group: CommittedGroup, unknowns: OpenUnknowns): void {
  for (const [storeId, rev] of group.revs) {
    const of = changesOf(changes, storeId)
    of.revs.add(rev)
    of.recordedAtMs = Math.max(of.recordedAtMs, group.recordedAtMs)
  }
  for (const { storeId, businessDate } of group.days) changesOf(changes, storeId).dates.add(businessDate)
  for (const { storeId, minuteMs } of group.minutes) changesOf(changes, storeId).minutes.add(minuteMs)
  for (const state of group.payments) setPayment(changesOf(changes, state.storeId), state, group.recordedAtMs, unknowns)
  unknowns.apply(group.payments)
  for (const { storeId, terminalId } of group.terminals) changesOf(changes, storeId).terminals.add(terminalId)
}

/** Takes in a payment as it is now; `unknowns` must still know how it was before. */
export function setPayment(of: StoreChanges, state: PaymentState, updatedAtMs: number, unknowns: OpenUnknowns): void {
  const mustGo =
    of.payments.get(state.id)?.mustGo === true ||
    state.outcome === 'unknown' ||
    state.recovered ||
    unknowns.has(state.storeId, state.id)
  of.payments.set(state.id, { state, updatedAtMs, mustGo })
}

/** Adds what another hub has told of a commit of its own. */
export function addHint(changes: ChangesByStore, hint: ChangeHint): void {
  for (const [storeId, rev] of hint.revs) {
    const of = changesOf(changes, storeId)
    of.revs.add(rev)
    of.recordedAtMs = Math.max(of.recordedAtMs, hint.recordedAtMs)
  }
  for (const [storeId, businessDate] of hint.dates) changesOf(changes, storeId).dates.add(businessDate)
  for (const [storeId, minuteMs] of hint.minutes) changesOf(changes, storeId).minutes.add(minuteMs)
  for (const [storeId, id] of hint.payments) changesOf(changes, storeId).heardPayments.add(id)
  for (const [storeId, terminalId] of hint.terminals) changesOf(changes, storeId).terminals.add(terminalId)
}

/** Adds what became of agents' connections; those that changed nothing have no revision and no place in a delta. */
export function addPresence(changes: ChangesByStore, seen: readonly PresenceNow[]): void {
  for (const { agentId, storeId, connected, sinceMs, waiting, oldestMs, rev, recordedAtMs } of seen) {
    if (rev === null) continue
    const of = changesOf(changes, storeId)
    of.revs.add(rev)
    of.recordedAtMs = Math.max(of.recordedAtMs, recordedAtMs)
    of.agents.set(agentId, { agentId, connected, sinceMs, waiting, oldestMs })
  }
}

/**
 * From which revision to which the changes lead. With a hole in between (another hub's commit, or one told late) the span
 * starts after it, so that whoever holds less sees the gap and asks for the snapshot.
 */
export function revSpan(revs: ReadonlySet<number>): { fromRev: number; rev: number } {
  const sorted = [...revs].sort((a, b) => b - a)
  const rev = sorted[0] ?? 0
  let first = rev
  for (const one of sorted.slice(1)) {
    if (one !== first - 1) break
    first = one
  }
  return { fromRev: first - 1, rev }
}

function changesOf(changes: ChangesByStore, storeId: number): StoreChanges {
  const held = changes.get(storeId)
  if (held !== undefined) return held
  const made: StoreChanges = {
    storeId,
    revs: new Set(),
    recordedAtMs: 0,
    dates: new Set(),
    minutes: new Set(),
    payments: new Map(),
    heardPayments: new Set(),
    terminals: new Set(),
    agents: new Map(),
  }
  changes.set(storeId, made)
  return made
}
