import type pg from 'pg'
import type { BusinessCalendar } from '../ingest/business-day.ts'
import { type Compared, compareStore, repairStore } from './compare-store.ts'
import { openExpectations } from './open-expectations.ts'
import { type RebuildStore, readRebuildStore } from './read-rebuild-store.ts'
import { BEFORE_ALL, type RecordedPlace, recordedDays, recordedEvents } from './read-recorded-events.ts'
import { StoreRefold } from './refold-store.ts'
import { emptyShadowTables, readRebuiltPayments, writeShadowEnds, writeShadowRows } from './shadow-tables.ts'

export interface StoreRebuild extends Compared {
  readonly events: number
  readonly notCounted: number
  /** How long the ingest of this store had to wait; 0 when only comparing. */
  readonly lockedMs: number
}

export interface RebuildStoreOptions {
  readonly client: pg.ClientBase
  readonly calendar: BusinessCalendar
  readonly check: boolean
  readonly onEvents: (events: number) => void
}

/**
 * Makes one store's figures again. Nearly all events are read before anything is locked: the record only grows, and what a
 * later commit adds has a later recorded time. Then one transaction reads what has come meanwhile, compares, and puts right:
 * it holds the store's row, which every commit of the ingest takes first. Comparing alone locks nothing, it reads one snapshot.
 */
export async function rebuildStore(given: RebuildStore, options: RebuildStoreOptions): Promise<StoreRebuild> {
  const { client, check, calendar } = options
  await emptyShadowTables(client)
  const { store, lanes } = await readRebuildStore(client, given)
  const refold = new StoreRefold({ store, calendar, lanes })
  let place = BEFORE_ALL

  async function takeDay(day: string): Promise<void> {
    for await (const events of recordedEvents(client, store.id, day, place)) {
      const { reads, paymentIds } = StoreRefold.read(events)
      const held = await readRebuiltPayments(client, store.id, paymentIds)
      await writeShadowRows(client, refold.take(events, reads, held))
      const last = events.at(-1)
      if (last !== undefined) place = { ...last, recordedOn: day } satisfies RecordedPlace
      options.onEvents(events.length)
    }
  }

  // A transaction a day: a long one would keep the database from tidying up.
  for await (const day of recordedDays(client, store.id, place.recordedOn)) await inTransaction(client, '', () => takeDay(day))

  return inTransaction(client, check ? 'isolation level repeatable read' : '', async () => {
    const lockedFrom = check ? null : await lockStore(client, store.id)
    for await (const day of recordedDays(client, store.id, place.recordedOn)) await takeDay(day)
    const { events, notCounted, unreadable } = refold
    if (unreadable > 0) throw new Error(tooOld(given.code, unreadable))
    await writeShadowEnds(client, store.id, refold.open.values(), [...refold.streams.values()])
    const compared = await compareStore(client, store.id)
    if (lockedFrom !== null && Object.values(compared.counts).some((count) => count > 0)) {
      await repairStore(client)
      await tellChange(client, store.id)
    }
    if (lockedFrom !== null) await openExpectations(client, store.id)
    return { ...compared, events, notCounted, lockedMs: lockedFrom === null ? 0 : (await databaseMs(client)) - lockedFrom }
  })
}

function tooOld(code: string, unreadable: number): string {
  return `Store ${code}: ${unreadable} events were counted when they were recorded and cannot be read by this version. Nothing of this store was changed; run the version the hub runs.`
}

/** Waits its turn among the commits of the ingest. Gives the database's time, ms. */
async function lockStore(client: pg.ClientBase, storeId: number): Promise<number> {
  await client.query("set local lock_timeout = '30s'")
  await client.query('insert into public.store_rev (store_id) values ($1) on conflict do nothing', [storeId])
  await client.query('select from public.store_rev where store_id = $1 for update', [storeId])
  return databaseMs(client)
}

async function databaseMs(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ ms: number }>('select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms')
  return rows[0]?.ms ?? 0
}

/** A revision nobody has told of: live pages see the hole with the next delta and ask anew; hubs forget what they hold. */
async function tellChange(client: pg.ClientBase, storeId: number): Promise<void> {
  await client.query(
    `update public.store_rev set rev = rev + 1, updated_at = date_trunc('milliseconds', greatest(now(), updated_at + interval '1 millisecond'))
     where store_id = $1`,
    [storeId],
  )
  await client.query("select pg_notify('counterfoil_changes', $1)", [JSON.stringify({ entity: 'store', id: String(storeId) })])
}

async function inTransaction<Result>(client: pg.ClientBase, mode: string, work: () => Promise<Result>): Promise<Result> {
  await client.query(`begin ${mode}`)
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}
