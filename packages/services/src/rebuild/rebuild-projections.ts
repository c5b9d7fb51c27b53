import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import { ServiceError } from '../errors.ts'
import { howToBringBack, readAwayMonths } from '../event-months/archive-row.ts'
import { createBusinessCalendar } from '../ingest/business-day.ts'
import type { Difference } from './compare-store.ts'
import { listRebuildStores, type RebuildStore } from './read-rebuild-store.ts'
import { rebuildStore } from './rebuild-store.ts'
import { makeShadowTables } from './shadow-tables.ts'

export interface RebuildProgress {
  readonly store: string
  /** Of how many stores this is which, from 1. */
  readonly nth: number
  readonly stores: number
  /** Events read so far, of all stores. */
  readonly events: number
}

export interface RebuildOptions {
  /** A pool of one's own: with the owner's rights, or, to compare only, with the verifier's. */
  readonly pool: pg.Pool
  /** Who puts right what differs, recorded before and after; `check` compares and changes nothing. */
  readonly by: ActContext | 'check'
  /** Code of the only store to look at. */
  readonly store?: string | undefined
  /** After every page of events. */
  readonly onProgress?: (progress: RebuildProgress) => void
  /** Hears of a store whose events could not be folded, and the others are looked at all the same. Without it the first one ends it all. */
  readonly onTrouble?: (store: RebuildStore, error: unknown) => void
  readonly stop?: AbortSignal
}

export interface RebuildReport {
  readonly stores: number
  readonly events: number
  /** Events the hub kept without counting them: of unknown kinds, or refused by the tables. A rebuild leaves them out too. */
  readonly notCounted: number
  /** Rows that differed, by table. */
  readonly counts: Readonly<Record<string, number>>
  /** The first 1,000 of each table and store. */
  readonly differences: readonly (Difference & { readonly store: string })[]
  /** The longest that the ingest of one store had to wait, ms. */
  readonly longestLockMs: number
}

/**
 * Makes every projection again from the events and compares; unless it is only to check, puts right what differs, one
 * transaction a store. Safe beside running hubs. Rejects with `not_found` for a code no store has, with `conflict` while months of
 * events are in files alone: what would be made of the others is not what was.
 */
export async function rebuildProjections(options: RebuildOptions): Promise<RebuildReport> {
  const { pool, by, onProgress = () => {} } = options
  const check = by === 'check'
  const calendar = createBusinessCalendar()
  const client = await pool.connect()
  const differences: (Difference & { store: string })[] = []
  const counts: Record<string, number> = {}
  let [events, notCounted, longestLockMs] = [0, 0, 0]
  try {
    await client.query("set time zone 'UTC'")
    await refuseWhileAway(client)
    await makeShadowTables(client)
    const stores = await listRebuildStores(client, options.store ?? null)
    if (options.store !== undefined && stores.length === 0)
      throw new ServiceError('not_found', `There is no store ${options.store}; "counterfoil store list" names them.`)
    const target = { type: 'figures', id: options.store ?? 'all' }
    if (by !== 'check') await recordAct(by, client, { action: 'figures.rebuild_begun', target })
    for (const [index, store] of stores.entries()) {
      options.stop?.throwIfAborted()
      const onEvents = (more: number) => {
        options.stop?.throwIfAborted()
        events += more
        onProgress({ store: store.code, nth: index + 1, stores: stores.length, events })
      }
      const done = await rebuildStore(store, { client, calendar, check, onEvents }).catch((error: unknown) => {
        if (options.onTrouble === undefined || options.stop?.aborted) throw error
        options.onTrouble(store, error)
      })
      if (done === undefined) continue
      notCounted += done.notCounted
      longestLockMs = Math.max(longestLockMs, Math.round(done.lockedMs))
      for (const [table, count] of Object.entries(done.counts)) counts[table] = (counts[table] ?? 0) + count
      differences.push(...done.differences.map((difference) => ({ store: store.code, ...difference })))
    }
    if (by !== 'check')
      await recordAct(by, client, { action: 'figures.rebuilt', target, after: { stores: stores.length, events, counts } })
    return { stores: stores.length, events, notCounted, counts, differences, longestLockMs }
  } finally {
    // Its temporary tables go with it.
    client.release(true)
  }
}

async function refuseWhileAway(client: pg.ClientBase): Promise<void> {
  const away = await readAwayMonths(client)
  if (away.length > 0)
    throw new ServiceError(
      'conflict',
      `The events of ${away.join(', ')} are in files alone, and every figure is made of all events. Bring them back first: ${howToBringBack(away)}`,
      { reason: 'events_away' },
    )
}
