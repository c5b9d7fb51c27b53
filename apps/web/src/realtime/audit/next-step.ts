/** What the keeper of the log knows; times by the monotonic clock. */
export interface KeeperState {
  readonly leading: boolean
  /** When it last held, or asked for, the lease; null before the first time. */
  readonly leaseAtMs: number | null
  readonly size: bigint
  readonly signedSize: bigint
  /** When it last signed; null before the first time. */
  readonly signedAtMs: number | null
  /** The last round took as many as it may: more wait. */
  readonly moreWait: boolean
}

export interface KeeperStep {
  readonly lease: boolean
  readonly take: boolean
  readonly checkpoint: boolean
}

/** Entries of one round. */
export const MOST_ENTRIES = 256
/** A round at least so often. */
export const ROUND_MS = 200
/** The lease ends 5 s after the last sign of life. */
export const LEASE_EVERY_MS = 1_000
/** Two checkpoints of a growing log are so far apart; with a round's wait, news is signed well within a second. */
export const NEWS_EVERY_MS = 500
/** A log that does not grow is signed too: silence can be proved. */
export const SILENCE_EVERY_MS = 60_000

export function nextStep(state: KeeperState, nowMs: number): KeeperStep {
  const since = (ms: number | null) => (ms === null ? Number.POSITIVE_INFINITY : nowMs - ms)
  const lease = since(state.leaseAtMs) >= LEASE_EVERY_MS
  if (!state.leading) return { lease, take: false, checkpoint: false }
  const everyMs = state.size > state.signedSize ? NEWS_EVERY_MS : SILENCE_EVERY_MS
  return { lease, take: true, checkpoint: since(state.signedAtMs) >= everyMs }
}

/** How long until the next round. */
export function waitMs(state: KeeperState): number {
  return state.leading && state.moreWait ? 0 : ROUND_MS
}
