import { type LivePayment, RowId, WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { type LivePaymentRecord, livePaymentColumns, paymentRowJoin, toLivePayment } from '../payments/payment-row-sql.ts'
import { type StoresWithin, storesWithin } from '../permissions/stores-within.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { findStoresInScope } from '../stores/find-stores-in-scope.ts'
import { joinStoreParts } from './join-store-parts.ts'
import type { LiveSnapshot } from './live-snapshot.ts'
import { readAgents, readTerminals } from './read-devices.ts'
import { readLiveStores } from './read-live-stores.ts'
import { readDaySales, readMinuteSales } from './read-sales.ts'
import { readUnknowns } from './read-unknowns.ts'

export const STORES_A_PAGE = 400
export const LATEST_PAYMENTS = 30
const MINUTE_MS = 60_000
const RECENT_MS = 16 * MINUTE_MS
const HOUR_MS = 3_600_000

export const LiveSnapshotInput = z.strictObject({
  scope: WatchScope,
  /** `next` of the page before; 0 for the first. */
  after: RowId.default(0),
})
export type LiveSnapshotInput = z.infer<typeof LiveSnapshotInput>

/** State and today's figures of the scope's stores, at most 400 a page, each with the rev that the next delta follows. */
export async function getLiveSnapshot(ctx: ServiceContext, { scope, after }: LiveSnapshotInput): Promise<LiveSnapshot> {
  const nowMs = ctx.now().getTime()
  const minutesFromMs = minutesFrom(nowMs)
  const within = storesWithin(ctx, scope)
  return readTogether(ctx, async (rows) => {
    const heads = await readLiveStores(rows, { within, nowMs, afterId: after, limit: STORES_A_PAGE })
    const ids = heads.map((store) => store.storeId)
    const parts = {
      sales: await readDaySales(rows, heads),
      minutes: await readMinuteSales(rows, ids, minutesFromMs),
      unknowns: await readUnknowns(rows, ids),
      terminals: await readTerminals(rows, ids),
      agents: await readAgents(rows, ids),
    }
    return {
      takenAtMs: nowMs,
      minutesFromMs,
      stores: joinStoreParts(heads, parts),
      payments: after === 0 ? await readLatestPayments(rows, within) : [],
      next: heads.length < STORES_A_PAGE ? null : (ids.at(-1) ?? null),
    }
  })
}

/** From where on a snapshot's minutes are complete: the hour's beginning, and a quarter of an hour at least. */
export function minutesFrom(nowMs: number): number {
  return Math.floor(Math.min(nowMs - (nowMs % HOUR_MS), nowMs - RECENT_MS) / MINUTE_MS) * MINUTE_MS
}

async function readLatestPayments(rows: ReadRows, within: StoresWithin): Promise<LivePayment[]> {
  const found = await rows<LivePaymentRecord>(
    `select ${livePaymentColumns}
     from (select * from payment where store_id = any($1::int[]) order by opened_at desc, id limit ${LATEST_PAYMENTS}) p
     ${paymentRowJoin}
     order by p.opened_at desc, p.id`,
    await findStoresInScope(rows, within),
  )
  return found.map(toLivePayment)
}
