import type { Timer } from '@counterfoil/services/clock'
import { readRevs } from '@counterfoil/services/deltas'
import type { HubParts } from '../hub-parts.ts'

/** Compares what was told with what the database holds, so that no lost word between hubs is lost for long. */
export interface RevWatch {
  /** The revision last told (or known when nobody watched); undefined for a store never heard of. */
  told(storeId: number): number | undefined
  note(storeId: number, rev: number): void
  /** Compares now. */
  look(): void
  close(): void
}

export interface RevWatchOptions {
  readonly watching: () => boolean
  /** Whether nothing is heard of the other hubs now; then it is looked more often. */
  readonly deaf: () => boolean
  /** A store that has moved without a word while nobody watched. */
  readonly onUnseen: (storeId: number) => void
  /** Stores that have moved without a word, and their revision. */
  readonly onBehind: (stores: ReadonlyMap<number, number>) => Promise<void>
}

const LOOK_MS = 10_000
const DEAF_LOOK_MS = 2_000
/** What was committed just before is still on its way as a hint, or is being read. */
const SETTLE_MS = 1_000

export function createRevWatch(parts: Pick<HubParts, 'pool' | 'clock' | 'log'>, options: RevWatchOptions): RevWatch {
  const { clock, pool, log } = parts
  const told = new Map<number, number>()
  let timer: Timer | null = null
  let settling: Timer | null = null
  let looking = false
  let again = false
  let closed = false

  function note(storeId: number, rev: number): void {
    if (rev > (told.get(storeId) ?? 0)) told.set(storeId, rev)
  }

  async function look(): Promise<void> {
    const revs = await readRevs(pool)
    const isBehind = ([storeId, rev]: [number, number]) => (told.get(storeId) ?? 0) < rev
    if (!options.watching()) {
      for (const [storeId, rev] of [...revs].filter(isBehind)) {
        options.onUnseen(storeId)
        note(storeId, rev)
      }
      return
    }
    if (![...revs].some(isBehind)) return
    await new Promise<void>((resolve) => {
      settling = clock.startTimer(SETTLE_MS, resolve)
    })
    const behind = new Map([...revs].filter(isBehind))
    if (closed || behind.size === 0) return
    await options.onBehind(behind)
    for (const [storeId, rev] of behind) note(storeId, rev)
  }

  function run(): void {
    timer?.cancel()
    again = looking
    if (looking || closed) return
    looking = true
    look()
      .catch((error: unknown) => log.debug({ err: error }, 'revisions could not be compared; it is tried again'))
      .finally(() => {
        looking = false
        if (closed) return
        if (again) run()
        else timer = clock.startTimer(options.deaf() ? DEAF_LOOK_MS : LOOK_MS, run)
      })
  }

  run()
  return {
    told: (storeId) => told.get(storeId),
    note,
    look: run,
    close() {
      closed = true
      timer?.cancel()
      settling?.cancel()
    },
  }
}
