import { InstantMs, RowId, WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import { asOfMinute, refuseAwayMoment } from './as-of-minute.ts'
import { minutesFrom, STORES_A_PAGE } from './get-live-snapshot.ts'
import { joinStoreParts } from './join-store-parts.ts'
import type { LiveSnapshotAsOf } from './live-snapshot-as-of.ts'
import { readAgentsAsOf, readTerminalsAsOf } from './read-devices-as-of.ts'
import { readLiveStores } from './read-live-stores.ts'
import { readLatestPaymentsAsOf, readUnknownsAsOf } from './read-payments-as-of.ts'
import { readMinuteSales } from './read-sales.ts'
import { readDaySalesAsOf } from './read-sales-as-of.ts'

export const LiveAsOfInput = z.strictObject({
  scope: WatchScope,
  /** The moment to look back to, ms; cut to its minute, because sums are kept by the minute they were recorded in. */
  asOfMs: InstantMs,
  /** `next` of the page before; 0 for the first. */
  after: RowId.default(0),
})
export type LiveAsOfInput = z.infer<typeof LiveAsOfInput>

/** What `getLiveSnapshot` told at that moment. Throws `invalid` for a moment that has not come yet, `conflict` for one whose events are away. */
export async function getLiveSnapshotAsOf(
  ctx: ServiceContext,
  { scope, asOfMs: asked, after }: LiveAsOfInput,
): Promise<LiveSnapshotAsOf> {
  const asOfMs = asOfMinute(ctx, asked)
  const minutesFromMs = minutesFrom(asOfMs)
  const within = storesWithin(ctx, scope)
  return readTogether(ctx, async (rows) => {
    await refuseAwayMoment(rows, asOfMs)
    const heads = await readLiveStores(rows, { within, nowMs: asOfMs, afterId: after, limit: STORES_A_PAGE })
    const ids = heads.map((store) => store.storeId)
    const parts = {
      sales: await readDaySalesAsOf(rows, heads, asOfMs),
      minutes: await readMinuteSales(rows, ids, minutesFromMs, asOfMs),
      unknowns: await readUnknownsAsOf(rows, ids, asOfMs),
      terminals: await readTerminalsAsOf(rows, ids, asOfMs),
      agents: await readAgentsAsOf(rows, ids, asOfMs),
    }
    const headsThen = heads.map(({ rev: _, recordedAtMs: __, ...head }) => head)
    return {
      asOfMs,
      minutesFromMs,
      stores: joinStoreParts(headsThen, parts),
      payments: after === 0 ? await readLatestPaymentsAsOf(rows, within, asOfMs) : [],
      next: heads.length < STORES_A_PAGE ? null : (ids.at(-1) ?? null),
    }
  })
}
