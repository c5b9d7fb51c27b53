import { RowId } from '@counterfoil/protocol'
import { z } from 'zod'
import { findStoreWithin, type StoreWithin } from '../commissioning/find-store-within.ts'
import type { ServiceContext } from '../context.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { type Drill, drillColumns } from './drill.ts'
import { type DrillNow, judgeDrill } from './judge-drill.ts'
import { type AxisNow, judgeRedundancy } from './judge-redundancy.ts'
import { readDrillFacts } from './read-drill-facts.ts'
import { readStoreFacts } from './read-store-facts.ts'
import type { AgentFacts } from './store-facts.ts'

export const GetRedundancyInput = z.strictObject({ storeId: RowId })
export type GetRedundancyInput = z.infer<typeof GetRedundancyInput>

/** Drills that are shown, the newest first. */
const MOST = 20

export interface DrillTold extends Drill {
  readonly reason: string
  /** Names. */
  readonly begunBy: string
  readonly endedBy: string | null
}

export interface RedundancyDetail {
  readonly store: StoreWithin & { readonly timeZone: string }
  readonly axes: readonly AxisNow[]
  readonly agents: readonly AgentFacts[]
  /** Whether two people have agreed how this store is built. */
  readonly isAgreed: boolean
  /** The one that is running, with what is still waited for. */
  readonly running: (DrillTold & Pick<DrillNow, 'steps'>) | null
  /** Those that are over. */
  readonly drills: readonly DrillTold[]
}

/** What one store has twice, what was shown of it, and its drills. Throws `not_found` beyond the actor's reach. */
export async function getRedundancy(ctx: ServiceContext, { storeId }: GetRedundancyInput): Promise<RedundancyDetail> {
  const store = await findStoreWithin(ctx, ctx.pool, storeId)
  const nowMs = ctx.now().getTime()
  return readTogether(ctx, async (rows) => {
    const [place] = await rows<{ timeZone: string }>(
      `select time_zone as "timeZone" from store_hours where store_id = $1 order by valid_from desc limit 1`,
      storeId,
    )
    const facts = (await readStoreFacts(rows, { storeIds: [storeId], nowMs, withEvents: true })).get(storeId)
    const drills = await readDrills(rows, storeId)
    const running = drills.find(({ state }) => state === 'running')
    return {
      store: { ...store, timeZone: place?.timeZone ?? 'UTC' },
      axes: facts === undefined ? [] : judgeRedundancy(facts, nowMs),
      agents: facts?.agents ?? [],
      isAgreed: facts !== undefined && facts.agreed !== null,
      running:
        running === undefined
          ? null
          : { ...running, steps: judgeDrill(running, await readDrillFacts(rows, running), nowMs).steps },
      drills: drills.filter(({ state }) => state !== 'running'),
    }
  })
}

const readDrills = (rows: ReadRows, storeId: number) =>
  rows<DrillTold>(
    `select ${drillColumns}, d.reason, b.name as "begunBy", e.name as "endedBy" from redundancy_drill d
     join "user" b on b.id = d.begun_by left join "user" e on e.id = d.ended_by where d.store_id = $1 order by d.begun_at desc limit ${MOST}`,
    storeId,
  )
