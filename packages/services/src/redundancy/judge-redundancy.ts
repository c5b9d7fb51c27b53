import { type Axis, type AxisState, axes, TEST_COUNTS_MS, WHOLE_STORE, worstOf } from './axes.ts'
import type { Shown, StoreFacts } from './store-facts.ts'

/** Why a part is single, or cannot be told. */
export type PartReason =
  | 'no_agent'
  | 'addresses_not_told'
  | 'one_address'
  | 'not_agreed'
  | 'no_backup_agreed'
  | 'backup_gone'
  | 'no_terminal'
  | 'one_lane'
  | 'one_acquirer'
  | 'no_contract'

/** One thing a store stands on, and what takes its place. */
export interface PartNow {
  readonly axis: Axis
  /** An agent's number, a lane, an acquirer, or the store. */
  readonly subject: string
  /** What a person knows it by. */
  readonly name: string
  readonly state: AxisState
  readonly main: string | null
  readonly spares: readonly string[]
  readonly reason: PartReason | null
  /** Since when it is so; null where nobody told. */
  readonly sinceMs: number | null
  /** Two people agreed on a spare that is not there: a difference that stands among the store's findings. */
  readonly agreedOtherwise: boolean
  /** The newest of what shows that a spare of now served. */
  readonly shown: Shown | null
  /** When that counts no more; null where there is nothing to count. */
  readonly dueAtMs: number | null
}

export interface AxisNow {
  readonly axis: Axis
  readonly state: AxisState
  readonly parts: readonly PartNow[]
}

type Drawn = Pick<PartNow, 'subject' | 'name' | 'main' | 'spares' | 'sinceMs'> & {
  readonly reason?: PartReason
  readonly isUnknown?: boolean
  readonly agreedOtherwise?: boolean
  /** What was shown before this is of another thing. */
  readonly countsFromMs?: number
}

/** What a store has twice, on each axis, and what was shown of it. Never tested without evidence that a spare of now served. */
export function judgeRedundancy(facts: StoreFacts, nowMs: number): AxisNow[] {
  const drawn: Readonly<Record<Axis, readonly Drawn[]>> = {
    hub: drawHubs(facts),
    path: drawPath(facts),
    terminal: drawTerminals(facts),
    acquirer: drawAcquirers(facts),
  }
  return axes.map((axis) => {
    const parts = drawn[axis].map((part) => judgePart(axis, part, facts.shown, nowMs))
    return { axis, state: worstOf(parts.map(({ state }) => state)), parts }
  })
}

function judgePart(axis: Axis, drawn: Drawn, all: readonly Shown[], nowMs: number): PartNow {
  const { reason = null, isUnknown = false, agreedOtherwise = false, countsFromMs = 0, ...part } = drawn
  const shown =
    all
      .filter((one) => one.axis === axis && one.subject === part.subject && part.spares.includes(one.spare))
      .filter(({ shownAtMs }) => shownAtMs >= countsFromMs)
      .toSorted((a, b) => b.shownAtMs - a.shownAtMs)[0] ?? null
  const dueAtMs = shown === null ? null : shown.shownAtMs + TEST_COUNTS_MS
  const spareState = dueAtMs !== null && dueAtMs > nowMs ? 'spare_tested' : 'spare_untested'
  const state = isUnknown ? 'unknown' : part.spares.length === 0 ? 'single' : spareState
  return { ...part, axis, state, reason, agreedOtherwise, shown, dueAtMs }
}

function drawHubs({ agents, agreed }: StoreFacts): Drawn[] {
  if (agents.length === 0) return [unknown({ subject: WHOLE_STORE, name: '' }, 'no_agent')]
  return agents.map(({ agentId, name, hubs, hubsSinceMs }) => {
    const [main = null, ...spares] = hubs
    const of = { subject: String(agentId), name, main, spares, sinceMs: hubsSinceMs }
    if (main === null) return unknown(of, 'addresses_not_told')
    if (spares.length > 0) return of
    return { ...of, reason: 'one_address', agreedOtherwise: (agreed?.design.hubAddresses ?? 1) > 1 }
  })
}

/** Nobody here sees which line a store's packets take: this is what two people agreed, and what a drill showed of it. */
function drawPath({ agreed }: StoreFacts): Drawn[] {
  const of = { subject: WHOLE_STORE, name: '' }
  if (agreed === null) return [unknown(of, 'not_agreed')]
  const { path, backupPath } = agreed.design
  const there = { ...of, main: path, sinceMs: agreed.atMs }
  return [backupPath === null ? { ...there, spares: [], reason: 'no_backup_agreed' } : { ...there, spares: [backupPath] }]
}

function drawTerminals({ agreed, terminals }: StoreFacts): Drawn[] {
  const drawn = new Map(agreed?.design.lanes.map((lane) => [lane.lane, lane]))
  const lanes = [...new Set([...drawn.keys(), ...terminals.map(({ lane }) => lane)])].toSorted()
  if (lanes.length === 0) return [unknown({ subject: WHOLE_STORE, name: '' }, 'no_terminal')]
  const at = (lane: string | null | undefined) => terminals.filter((terminal) => terminal.lane === lane)
  return lanes.map((lane) => {
    const [main] = at(lane)
    const sinceMs = main?.sinceMs ?? null
    const of = { subject: lane, name: lane, main: main?.model ?? main?.key ?? null, spares: [], sinceMs }
    const design = drawn.get(lane)
    if (design === undefined)
      return lanes.length === 1 ? { ...of, reason: 'one_lane' } : unknown(of, agreed === null ? 'not_agreed' : 'no_backup_agreed')
    const { backupLane } = design
    if (backupLane === null) return { ...of, reason: 'no_backup_agreed' }
    const backups = at(backupLane)
    if (backups.length === 0) return { ...of, reason: 'backup_gone', agreedOtherwise: true }
    // The terminal that was shown to serve may have been swapped since.
    return { ...of, spares: [backupLane], countsFromMs: Math.max(...backups.map((one) => one.sinceMs)) }
  })
}

/** Any of them takes the others' place, so each has to have been seen taking sales here. */
function drawAcquirers({ acquirers }: StoreFacts): Drawn[] {
  const [only] = acquirers
  if (only === undefined) return [unknown({ subject: WHOLE_STORE, name: '' }, 'no_contract')]
  const of = (one: typeof only) => ({ subject: one.acquirer, name: one.acquirer, sinceMs: one.sinceMs })
  if (acquirers.length === 1) return [{ ...of(only), main: only.acquirer, spares: [], reason: 'one_acquirer' }]
  return acquirers.map((one) => ({
    ...of(one),
    main: acquirers
      .filter(({ acquirer }) => acquirer !== one.acquirer)
      .map(({ acquirer }) => acquirer)
      .join(', '),
    spares: [one.acquirer],
  }))
}

const unknown = (of: Pick<Drawn, 'subject' | 'name'> & Partial<Drawn>, reason: PartReason): Drawn => ({
  main: null,
  spares: [],
  sinceMs: null,
  ...of,
  reason,
  isUnknown: true,
})
