import type pg from 'pg'
import { parseLsn } from './lsn.ts'
import { createPool } from './pool.ts'

/** How a streaming replica stands to its primary. */
export interface ReplicaState {
  /** `late`: it answers and lags behind; `away`: it does not answer, or is no replica. */
  readonly state: 'good' | 'late' | 'away'
  /** How long ago what it shows was the newest; null while nobody knows. */
  readonly lagMs: number | null
}

/** For questions whose answer may be old by a second. */
export interface ReadReplica {
  /** The replica's pool, or undefined while it is not to be used: then ask the primary. */
  usable(): pg.Pool | undefined
  /** A question to it failed for a reason of its own: it is not used again before it has been looked at. */
  failed(): void
  state(): ReplicaState
  /** Measures once; called every second. */
  measure(): Promise<ReplicaState>
  close(): Promise<void>
}

export interface ReadReplicaOptions {
  /** The owner's URL of the replica. */
  readonly url: string
  readonly primary: Pick<pg.Pool, 'query'>
  readonly nowMs: () => number
  readonly mostLagMs?: number
  /** Connections at the most. */
  readonly max?: number
}

const MOST_LAG_MS = 1_000
const EVERY_MS = 1_000
/** An answer of before that says nothing any more. */
const LOOK_AGAIN_MS = 5_000

/**
 * Lag is measured against the primary's own log, not by the replica's word: a replica that is cut off believes to be up to date. How
 * old it is, is how long ago the primary was where the replica is now.
 */
export function createReadReplica({ url, primary, nowMs, mostLagMs = MOST_LAG_MS, max = 10 }: ReadReplicaOptions): ReadReplica {
  const pool = createPool({ url, max })
  /** Where the primary was at which time, oldest first; what the replica has passed is dropped. */
  let seen: { readonly atMs: number; readonly lsn: bigint }[] = []
  let held: ReplicaState = { state: 'away', lagMs: null }
  let heldAtMs = Number.NEGATIVE_INFINITY

  async function measure(): Promise<ReplicaState> {
    try {
      const there = await primary.query<{ lsn: string }>('select pg_current_wal_flush_lsn()::text as lsn')
      seen.push({ atMs: nowMs(), lsn: parseLsn(there.rows[0]?.lsn ?? '0/0') })
    } catch {
      // The primary's fault tells nothing of the replica: what was found stands until it is too old.
      return held
    }
    try {
      const here = await pool.query<{ lsn: string | null }>(
        'select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() end::text as lsn',
      )
      const replayed = here.rows[0]?.lsn
      held = replayed ? judge(parseLsn(replayed)) : { state: 'away', lagMs: null }
    } catch {
      held = { state: 'away', lagMs: null }
    }
    // Of a long absence only the beginning matters.
    if (seen.length > 600) seen = seen.filter((_, index) => index === 0 || index % 2 === 1)
    heldAtMs = nowMs()
    return held
  }

  function judge(replayed: bigint): ReplicaState {
    const firstMissing = seen.findIndex(({ lsn }) => lsn > replayed)
    if (firstMissing < 0) {
      seen = []
      return { state: 'good', lagMs: 0 }
    }
    seen = seen.slice(firstMissing)
    const lagMs = nowMs() - (seen[0]?.atMs ?? nowMs())
    return { state: lagMs > mostLagMs ? 'late' : 'good', lagMs }
  }

  return {
    usable: () => (held.state === 'good' && nowMs() - heldAtMs <= LOOK_AGAIN_MS ? pool : undefined),
    failed() {
      held = { state: 'away', lagMs: null }
    },
    state: () => held,
    measure,
    close: () => pool.end(),
  }
}

/** Looks every second how far the replica is behind, until it is closed; `startTimer` is the clock's. */
export function followReplica(
  replica: ReadReplica,
  startTimer: (delayMs: number, fire: () => void) => { cancel(): void },
): ReadReplica {
  let timer: { cancel(): void } | undefined
  let closed = false
  let measuring: Promise<unknown> = Promise.resolve()
  const look = () => {
    measuring = replica.measure().finally(() => {
      if (!closed) timer = startTimer(EVERY_MS, look)
    })
  }
  look()
  return {
    ...replica,
    async close() {
      closed = true
      timer?.cancel()
      await measuring
      await replica.close()
    },
  }
}
