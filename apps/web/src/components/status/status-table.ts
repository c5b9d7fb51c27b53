import type { GlyphName } from './glyphs.tsx'
import type { Tone } from './tone.ts'

interface Look {
  /** Lifecycle states are words only. */
  readonly glyph: GlyphName | null
  readonly tone: Tone
}

/** Every state the product shows, with its shape and colour. The word is in `messages/<language>/status.json` under the same keys. */
export const statusTable = {
  terminal: {
    ready: { glyph: 'idle', tone: 'ink-3' },
    busy: { glyph: 'busy', tone: 'ok' },
    unreachable: { glyph: 'silent', tone: 'warn' },
    port_gone: { glyph: 'plug', tone: 'warn' },
    needs_action: { glyph: 'warn', tone: 'warn' },
    serial_differs: { glyph: 'lock', tone: 'crit' },
    maintenance: { glyph: 'tool', tone: 'ink-3' },
    unseen: { glyph: null, tone: 'ink-2' },
    store_offline: { glyph: 'stale', tone: 'stale' },
  },
  agent: {
    online: { glyph: 'sell', tone: 'ok' },
    offline: { glyph: 'stale', tone: 'stale' },
    unseen: { glyph: null, tone: 'ink-2' },
    revoked: { glyph: null, tone: 'ink-2' },
    locked: { glyph: 'lock', tone: 'crit' },
  },
  /** The life of a device: words only. */
  device: {
    awaited: { glyph: null, tone: 'ink-2' },
    unplaced: { glyph: null, tone: 'ink-2' },
    active: { glyph: null, tone: 'ink-2' },
    inactive: { glyph: null, tone: 'ink-2' },
    blocked: { glyph: null, tone: 'ink-2' },
    swapped_out: { glyph: null, tone: 'ink-2' },
    removed: { glyph: null, tone: 'ink-2' },
  },
  /** How a seal was found. */
  seal: {
    whole: { glyph: 'ok', tone: 'ok' },
    broken: { glyph: 'crit', tone: 'crit' },
    missing: { glyph: 'miss', tone: 'crit' },
    other_number: { glyph: 'lock', tone: 'crit' },
  },
  token: {
    good: { glyph: 'sell', tone: 'ok' },
    expired: { glyph: null, tone: 'ink-2' },
    revoked: { glyph: null, tone: 'ink-2' },
    owner_disabled: { glyph: 'lock', tone: 'warn' },
  },
  screen: {
    good: { glyph: 'sell', tone: 'ok' },
    awaited: { glyph: 'busy', tone: 'ink-2' },
    never_came: { glyph: null, tone: 'ink-2' },
    expired: { glyph: null, tone: 'ink-2' },
    revoked: { glyph: null, tone: 'ink-2' },
  },
  outcome: {
    open: { glyph: 'busy', tone: 'ok' },
    approved: { glyph: 'ok', tone: 'ok' },
    declined: { glyph: 'no', tone: 'ink-2' },
    cancelled: { glyph: 'minus', tone: 'ink-3' },
    unknown: { glyph: 'unk', tone: 'unk' },
  },
  /** How far the money of a payment has come. */
  funds: {
    not_taken: { glyph: null, tone: 'ink-2' },
    authorised: { glyph: 'p0', tone: 'ink-2' },
    captured: { glyph: 'p1', tone: 'ink-2' },
    settled: { glyph: 'p2', tone: 'ink-2' },
    in_payout: { glyph: 'p3', tone: 'ink-2' },
    arrived_tentative: { glyph: 'p4', tone: 'ink-2' },
    arrived: { glyph: 'ok', tone: 'ok' },
  },
  /** Whether it is as it should be. What differs shares one shape: its word tells in which way. */
  health: {
    on_time: { glyph: 'ok', tone: 'ok' },
    late: { glyph: 'due', tone: 'warn' },
    missing: { glyph: 'miss', tone: 'crit' },
    short: { glyph: 'med', tone: 'warn' },
    over: { glyph: 'med', tone: 'warn' },
    duplicate: { glyph: 'med', tone: 'warn' },
    unknown: { glyph: null, tone: 'ink-2' },
    currency: { glyph: 'med', tone: 'warn' },
    fee: { glyph: 'med', tone: 'warn' },
    review: { glyph: 'unk', tone: 'unk' },
    file_missing: { glyph: 'stale', tone: 'stale' },
  },
  alarm: {
    open: { glyph: 'crit', tone: 'crit' },
    closed: { glyph: null, tone: 'ink-2' },
  },
  /** Outside of the chain: one that says nothing, one that will not countersign our record, one whose record is not countersigned here. */
  witness: {
    silent: { glyph: 'silent', tone: 'warn' },
    refuses: { glyph: 'crit', tone: 'crit' },
    refused: { glyph: 'lock', tone: 'crit' },
  },
  /** What an agent was asked, and what became of it. */
  command: {
    proposed: { glyph: 'lock', tone: 'ink-2' },
    planned: { glyph: 'p0', tone: 'ink-3' },
    waiting: { glyph: 'idle', tone: 'ink-3' },
    sent: { glyph: 'due', tone: 'ink-2' },
    started: { glyph: 'busy', tone: 'ok' },
    done: { glyph: 'ok', tone: 'ok' },
    failed: { glyph: 'warn', tone: 'warn' },
    refused: { glyph: 'no', tone: 'warn' },
    expired: { glyph: 'minus', tone: 'ink-3' },
    unknown: { glyph: 'unk', tone: 'unk' },
    withdrawn: { glyph: null, tone: 'ink-2' },
    unanswered: { glyph: 'silent', tone: 'warn' },
  },
  /** One command to many agents. */
  commandGroup: {
    proposed: { glyph: 'lock', tone: 'ink-2' },
    running: { glyph: 'busy', tone: 'ok' },
    stopped: { glyph: 'minus', tone: 'ink-3' },
    failing: { glyph: 'warn', tone: 'warn' },
    done: { glyph: 'ok', tone: 'ok' },
  },
  /** One agent or terminal of them. */
  groupMember: {
    not_told: { glyph: 'p0', tone: 'ink-3' },
    away: { glyph: 'stale', tone: 'stale' },
    passed_over: { glyph: null, tone: 'ink-2' },
    waiting: { glyph: 'idle', tone: 'ink-3' },
    under_way: { glyph: 'busy', tone: 'ok' },
    done: { glyph: 'ok', tone: 'ok' },
    failed: { glyph: 'warn', tone: 'warn' },
    refused: { glyph: 'no', tone: 'warn' },
    expired: { glyph: 'minus', tone: 'ink-3' },
    unknown: { glyph: 'unk', tone: 'unk' },
    withdrawn: { glyph: null, tone: 'ink-2' },
    unanswered: { glyph: 'silent', tone: 'warn' },
  },
  configuration: {
    sent: { glyph: 'due', tone: 'ink-2' },
    on_trial: { glyph: 'busy', tone: 'ink-2' },
    in_force: { glyph: 'ok', tone: 'ok' },
    replaced: { glyph: null, tone: 'ink-2' },
    returned: { glyph: 'warn', tone: 'warn' },
    set_aside: { glyph: 'minus', tone: 'warn' },
  },
  /** A store on its way to selling. */
  commissioning: {
    none: { glyph: null, tone: 'ink-2' },
    open: { glyph: 'idle', tone: 'ink-3' },
    testing: { glyph: 'busy', tone: 'ink-2' },
    signed: { glyph: 'unk', tone: 'unk' },
    live: { glyph: 'ok', tone: 'ok' },
    withdrawn: { glyph: 'minus', tone: 'ink-3' },
  },
  /** When a terminal is to be looked at. */
  inspection: {
    overdue: { glyph: 'miss', tone: 'crit' },
    due: { glyph: 'due', tone: 'warn' },
    later: { glyph: 'idle', tone: 'ink-3' },
  },
  inspectionResult: {
    ok: { glyph: 'ok', tone: 'ok' },
    suspicious: { glyph: 'crit', tone: 'crit' },
  },
  commissioningTest: {
    waiting: { glyph: 'idle', tone: 'ink-3' },
    failing: { glyph: 'warn', tone: 'warn' },
    observed: { glyph: 'ok', tone: 'ok' },
  },
  commissioningLane: {
    right: { glyph: 'ok', tone: 'ok' },
    wrong: { glyph: 'warn', tone: 'warn' },
  },
  /** What a store has twice. */
  redundancy: {
    single: { glyph: 'warn', tone: 'warn' },
    spare_untested: { glyph: 'due', tone: 'ink-2' },
    unknown: { glyph: 'unk', tone: 'unk' },
    spare_tested: { glyph: 'ok', tone: 'ok' },
  },
  drill: {
    running: { glyph: 'busy', tone: 'ink-2' },
    shown: { glyph: 'ok', tone: 'ok' },
    not_shown: { glyph: 'no', tone: 'warn' },
    stopped: { glyph: 'minus', tone: 'ink-3' },
  },
  opening: {
    asked: { glyph: 'unk', tone: 'unk' },
    approved: { glyph: 'ok', tone: 'ok' },
    opened: { glyph: null, tone: 'ink-2' },
    expired: { glyph: 'stale', tone: 'stale' },
  },
  key: {
    in_use: { glyph: null, tone: 'ink-2' },
    former: { glyph: null, tone: 'ink-3' },
    overdue: { glyph: 'warn', tone: 'warn' },
    ends_soon: { glyph: 'stale', tone: 'warn' },
    expired: { glyph: 'crit', tone: 'crit' },
    locked: { glyph: 'lock', tone: 'crit' },
  },
  /** `sv` only from what this browser has worked out itself; `sh` where it had the hash of the bytes and not the bytes. */
  proof: {
    sv: { glyph: 'sv', tone: 'ok' },
    sh: { glyph: null, tone: 'ink-2' },
    sp: { glyph: 'sp', tone: 'ink-2' },
    sn: { glyph: 'sn', tone: 'ink-3' },
    sx: { glyph: 'sx', tone: 'crit' },
  },
  person: {
    active: { glyph: null, tone: 'ink-2' },
    unfinished: { glyph: 'idle', tone: 'ink-3' },
    disabled: { glyph: 'minus', tone: 'ink-3' },
  },
  review: {
    open: { glyph: 'busy', tone: 'ink-2' },
    signed: { glyph: 'ok', tone: 'ok' },
    soon: { glyph: 'stale', tone: 'warn' },
    overdue: { glyph: 'warn', tone: 'warn' },
  },
  file: {
    stored: { glyph: 'busy', tone: 'ink-2' },
    previewed: { glyph: 'unk', tone: 'unk' },
    imported: { glyph: 'ok', tone: 'ok' },
    held: { glyph: 'warn', tone: 'warn' },
    quarantined: { glyph: 'lock', tone: 'crit' },
    refused: { glyph: 'no', tone: 'ink-2' },
    duplicate: { glyph: 'minus', tone: 'ink-3' },
    superseded: { glyph: 'stale', tone: 'stale' },
  },
  /** A folder of a bank or acquirer at the last look. */
  pull: {
    awaited: { glyph: 'idle', tone: 'ink-3' },
    good: { glyph: 'ok', tone: 'ok' },
    trouble: { glyph: 'warn', tone: 'warn' },
    refused: { glyph: 'lock', tone: 'crit' },
  },
  /** Whether an account or merchant account in a file is one of ours. */
  filesParty: {
    known: { glyph: null, tone: 'ink-2' },
    unknown: { glyph: 'warn', tone: 'warn' },
  },
  decision: {
    undecided: { glyph: 'idle', tone: 'ink-3' },
    keep: { glyph: null, tone: 'ink-2' },
    remove: { glyph: 'minus', tone: 'ink-3' },
  },
} as const satisfies Record<string, Record<string, Look>>

type Table = typeof statusTable
export type StatusAxis = keyof Table
/** Axis and state together, so that no state is asked of the wrong axis. */
export type StatusOf = { [Axis in StatusAxis]: { readonly axis: Axis; readonly state: keyof Table[Axis] } }[StatusAxis]

export function lookOf(status: StatusOf): Look {
  const states: Readonly<Record<string, Look>> = statusTable[status.axis]
  return states[status.state] ?? { glyph: null, tone: 'ink-2' }
}
