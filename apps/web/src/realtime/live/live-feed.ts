import type { LiveFrame } from '@counterfoil/protocol'
import type { PresenceNow } from '@counterfoil/services/agents'
import type { Timer } from '@counterfoil/services/clock'
import {
  addCommit,
  addHint,
  addPresence,
  type ChangeHint,
  type ChangesByStore,
  createOpenUnknowns,
  readHeardPayments,
  readStoreDeltas,
  revSpan,
  type StoreChanges,
} from '@counterfoil/services/deltas'
import type { CommittedGroup, Registry } from '@counterfoil/services/ingest'
import type { HubParts } from '../hub-parts.ts'
import { createRevWatch } from './rev-watch.ts'

/** At most four frames a second. */
export const TICK_MS = 250
/** A terminal's result and its completion come some ms apart: told together, the second does not wait for the next tick. */
const GATHER_MS = 30
/** A store's revision in between is another hub's commit, whose word is on its way; later the page is let see the gap. */
const HOLE_WAIT_MS = 400

/** Who gets frames; told apart from the feed so that it can be tested without sockets. */
export interface Audience {
  readonly watching: boolean
  send(frame: LiveFrame): Promise<void>
  resync(why: string): void
}

export interface LiveFeed {
  committed(group: CommittedGroup): void
  /** Of a commit of another hub. */
  heard(hint: ChangeHint): void
  seen(presence: readonly PresenceNow[]): void
  /** Somebody else has changed the store's rows: live pages ask for them anew. */
  forgetStore(storeId: number): void
  /** Nothing was heard of the other hubs for a while: compares what was told with what the database holds. */
  catchUp(): void
  close(): void
}

/** Gathers what commits change and tells it to the audience: almost at once if the last frame is older than a tick, else at the tick's end. */
export function createLiveFeed(
  parts: Pick<HubParts, 'pool' | 'clock' | 'log'>,
  registry: Registry,
  audience: Audience,
  deaf: () => boolean,
): LiveFeed {
  const { clock, pool } = parts
  const unknowns = createOpenUnknowns()
  const watch = createRevWatch(parts, {
    watching: () => audience.watching,
    deaf,
    onUnseen: unknowns.forget,
    onBehind: tellBehind,
  })
  const changes: ChangesByStore = new Map()
  /** Stores that wait for a revision in between, and since when. */
  const holes = new Map<number, number>()
  let lastMs = Number.NEGATIVE_INFINITY
  let timer: Timer | null = null
  let flushing = false
  let closed = false

  async function rows<Row>(sql: string, ...values: readonly unknown[]): Promise<Row[]> {
    return (await pool.query(sql, [...values])).rows as Row[]
  }

  function schedule(): void {
    if (closed || flushing || timer !== null || changes.size === 0) return
    if (!audience.watching) {
      // Nobody holds anything that a delta could follow.
      for (const change of changes.values()) {
        watch.note(change.storeId, revSpan(change.revs).rev)
        // Nobody looks whether a hint before it was lost.
        unknowns.forget(change.storeId)
      }
      changes.clear()
      holes.clear()
      return
    }
    const waitMs = Math.max(GATHER_MS, lastMs + TICK_MS - clock.monotonicMs())
    timer = clock.startTimer(waitMs, () => {
      timer = null
      void flush()
    })
  }

  /** What may be told now; a store with a hole in its revisions waits a little for the other hub's word. */
  function take(): StoreChanges[] {
    const nowMs = clock.monotonicMs()
    const taken = [...changes.values()].filter(({ storeId, revs }) => {
      const told = watch.told(storeId)
      if (told === undefined || revSpan(revs).fromRev <= told) return true
      const sinceMs = holes.get(storeId) ?? nowMs
      holes.set(storeId, sinceMs)
      if (nowMs - sinceMs < HOLE_WAIT_MS) return false
      // What the missing commit settled is not known here: the page asks anew, and so does what counts for it.
      unknowns.forget(storeId)
      return true
    })
    for (const { storeId } of taken) {
      changes.delete(storeId)
      holes.delete(storeId)
    }
    return taken
  }

  async function flush(): Promise<void> {
    const taken = take()
    if (taken.length === 0) return schedule()
    flushing = true
    try {
      const heard = await readHeardPayments(rows, taken, unknowns)
      const findPlace = (terminalId: number) => heard.get(terminalId) ?? registry.findPlace(terminalId)
      const deltas = await readStoreDeltas({ rows, unknowns, findPlace, nowMs: clock.nowMs() }, taken)
      await audience.send({ hubTimeMs: clock.nowMs(), deltas })
      for (const { storeId, rev } of deltas) watch.note(storeId, rev)
    } catch (error) {
      parts.log.warn({ err: error, stores: taken.length }, 'changes could not be read for live pages; they are told to ask anew')
      // What other hubs told of was not read and is not told again.
      for (const { storeId } of taken) unknowns.forget(storeId)
      audience.resync('the hub could not read what has changed')
    } finally {
      lastMs = clock.monotonicMs()
      flushing = false
      schedule()
    }
  }

  /** Whoever holds less sees a gap and asks for the snapshot; whoever holds it already ignores this. */
  async function tellBehind(stores: ReadonlyMap<number, number>): Promise<void> {
    for (const storeId of stores.keys()) unknowns.forget(storeId)
    const recordedAtMs = clock.nowMs()
    const nothing = { days: [], minutes: [], methods: [], payments: [], terminals: [], agents: [] }
    const deltas = [...stores].map(([storeId, rev]) => ({ storeId, fromRev: rev, rev, recordedAtMs, ...nothing }))
    await audience.send({ hubTimeMs: recordedAtMs, deltas })
  }

  return {
    committed(group) {
      addCommit(changes, group, unknowns)
      schedule()
    },
    heard(hint) {
      addHint(changes, hint)
      schedule()
    },
    seen(presence) {
      addPresence(changes, presence)
      schedule()
    },
    forgetStore(storeId) {
      unknowns.forget(storeId)
      audience.resync('a store was changed')
    },
    catchUp: () => watch.look(),
    close() {
      closed = true
      watch.close()
      timer?.cancel()
    },
  }
}
