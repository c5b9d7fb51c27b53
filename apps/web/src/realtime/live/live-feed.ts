import type { LiveFrame } from '@counterfoil/protocol'
import type { PresenceNow } from '@counterfoil/services/agents'
import type { Timer } from '@counterfoil/services/clock'
import { addCommit, addPresence, type ChangesByStore, createOpenUnknowns, readStoreDeltas } from '@counterfoil/services/deltas'
import type { CommittedGroup, Registry } from '@counterfoil/services/ingest'
import type { HubParts } from '../hub-parts.ts'

/** At most four frames a second. */
export const TICK_MS = 250
/** A terminal's result and its completion come some ms apart: told together, the second does not wait for the next tick. */
const GATHER_MS = 30

/** Who gets frames; told apart from the feed so that it can be tested without sockets. */
export interface Audience {
  readonly watching: boolean
  send(frame: LiveFrame): Promise<void>
  resync(why: string): void
}

export interface LiveFeed {
  committed(group: CommittedGroup): void
  seen(presence: readonly PresenceNow[]): void
  /** Somebody else has changed the store's rows: live pages ask for them anew. */
  forgetStore(storeId: number): void
  close(): void
}

/** Gathers what commits change and tells it to the audience: almost at once if the last frame is older than a tick, else at the tick's end. */
export function createLiveFeed(
  parts: Pick<HubParts, 'pool' | 'clock' | 'log'>,
  registry: Registry,
  audience: Audience,
): LiveFeed {
  const { clock, pool } = parts
  const unknowns = createOpenUnknowns()
  let changes: ChangesByStore = new Map()
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
      changes = new Map()
      return
    }
    const waitMs = Math.max(GATHER_MS, lastMs + TICK_MS - clock.monotonicMs())
    timer = clock.startTimer(waitMs, () => {
      timer = null
      void flush()
    })
  }

  async function flush(): Promise<void> {
    flushing = true
    const taken = changes
    changes = new Map()
    try {
      const sources = { rows, unknowns, findPlace: registry.findPlace, nowMs: clock.nowMs() }
      const deltas = await readStoreDeltas(sources, [...taken.values()])
      await audience.send({ hubTimeMs: clock.nowMs(), deltas })
    } catch (error) {
      parts.log.warn({ err: error, stores: taken.size }, 'changes could not be read for live pages; they are told to ask anew')
      audience.resync('the hub could not read what has changed')
    } finally {
      lastMs = clock.monotonicMs()
      flushing = false
      schedule()
    }
  }

  return {
    committed(group) {
      addCommit(changes, group, unknowns)
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
    close() {
      closed = true
      timer?.cancel()
    },
  }
}
