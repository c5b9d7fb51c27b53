import type { CheckpointAnswer } from '@counterfoil/protocol'

/** A checkpoint of the hub's log that this agent has checked. */
export interface WitnessedTree {
  readonly size: bigint
  /** Base64. */
  readonly root: string
  /** As the hub signed it. */
  readonly note: string
}

/** Which log this agent watches: its name is fixed at first sight, its key until that key names its successor. */
export interface WatchedLog {
  readonly origin: string
  /** The key that signs it, `name+id+key`. */
  readonly logKey: string
  readonly sinceMs: number
}

/** Why a checkpoint was not accepted. */
export const REFUSAL_CAUSES = [
  'malformed',
  'other_key',
  'bad_signature',
  'other_log',
  'smaller',
  'loss_undeclared',
  'two_roots',
  'inconsistent',
  'bad_declaration',
] as const
export type RefusalCause = (typeof REFUSAL_CAUSES)[number]

export interface CheckpointRefusal {
  readonly cause: RefusalCause
  /** A sentence for people. */
  readonly why: string
}

/** What was refused, with all that somebody needs to judge it by themselves. */
export interface RefusedCheckpoint extends CheckpointRefusal {
  /** What this agent held: empty where it held nothing. */
  readonly ours: string
  /** What the hub answered first and last: note, key, proof and declaration, as JSON. */
  readonly theirs: string
  readonly newest: string
  readonly firstMs: number
  readonly lastMs: number
  readonly count: number
  /** A checkpoint was accepted since. */
  readonly settled: boolean
}

/** The entries from `from` up to `to` were lost with a hub that was restored from a backup; two administrators declared it. */
export interface Restoration {
  readonly from: bigint
  readonly to: bigint
  /** Where the declaration stands in the log, and its leaf hash (base64). */
  readonly index: bigint
  readonly leaf: string
  readonly entry: string
  /** The last checkpoint this agent saw of what was lost, as the hub had signed it. */
  readonly lost: string
  readonly atMs: number
}

/** What this agent knows of the log when an answer comes. */
export interface WitnessMemory {
  readonly log: Pick<WatchedLog, 'origin' | 'logKey'> | undefined
  readonly last: WitnessedTree | undefined
  readonly older: readonly WitnessedTree[]
  readonly restorations: readonly Pick<Restoration, 'leaf'>[]
}

/** The hub's answer that shows one. */
export type ShownCheckpoint = Extract<CheckpointAnswer, { ok: true }>

/** What this agent keeps of the hub's log; on its own disk, where the hub has no hand in it. */
export interface WitnessStore {
  log(): WatchedLog | undefined
  last(): (WitnessedTree & { readonly atMs: number }) | undefined
  /** Trees seen before the last, largest first; a thinning choice of them. */
  older(): readonly WitnessedTree[]
  restorations(): readonly Restoration[]
  /** The first and the newest refusals. */
  refused(): readonly RefusedCheckpoint[]
  /**
   * Keeps the log and its key, and moves to `next`, in one durable step; false, and nothing is changed, where the last tree is no
   * longer the one of `before` entries (of two that look at once, one would else take back what the other has cosigned).
   */
  advance(step: {
    readonly before: bigint
    readonly log: Omit<WatchedLog, 'sinceMs'>
    readonly next: WitnessedTree
    readonly restored?: Omit<Restoration, 'atMs' | 'lost'>
    readonly atMs: number
  }): boolean
  keepRefused(refused: Omit<RefusedCheckpoint, 'newest' | 'firstMs' | 'lastMs' | 'count' | 'settled'>, atMs: number): void
}
