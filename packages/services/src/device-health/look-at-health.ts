import { findDeviations } from '../commissioning/find-deviations.ts'
import type { ServiceContext } from '../context.ts'
import { findOutdatedFirmware } from '../firmware/find-outdated-firmware.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { countHours, noteOpenPayments } from './count-hours.ts'
import type { Finding, SalesFacts } from './health-facts.ts'
import { findingKey, judgeHealth } from './judge-health.ts'
import { readHealthFacts } from './read-health-facts.ts'
import { readSalesFacts } from './read-sales-facts.ts'
import { type FindingsChanged, recordFindings } from './record-findings.ts'
import { readStoresOfTurn } from './stores-of-turn.ts'

const HEALTH_LOCK = 4_017_055
/** What a terminal sells is counted as often as this. */
const SALES_EVERY_MS = 60_000

/** What one hub remembers from look to look: nothing the next one could not read again. */
export interface HealthMemory {
  readonly countedAtMs: number | null
  /** How often it has counted: in a large chain some stores are counted each time. */
  readonly turn: number
  readonly sales: ReadonlyMap<number, SalesFacts>
  /** What differs from what was agreed of stores that are live, and old firmware; compared as often as sales are counted. */
  readonly deviations: readonly Finding[]
}
export const NO_MEMORY: HealthMemory = { countedAtMs: null, turn: 0, sales: new Map(), deviations: [] }

/** One look at every terminal, agent and store. Of several hubs one looks; null where another does. */
export function lookAtHealth(
  ctx: Pick<ServiceContext, 'pool' | 'newId' | 'now'>,
  memory: HealthMemory,
): Promise<{ readonly memory: HealthMemory; readonly changed: FindingsChanged } | null> {
  return inTransaction(ctx, async (client) => {
    const { rows: lock } = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [HEALTH_LOCK])
    if (lock[0]?.got !== true) return null
    const rows = rowsThrough(client)
    const nowMs = ctx.now().getTime()
    let { countedAtMs, turn, sales, deviations } = memory
    if (countedAtMs === null || nowMs - countedAtMs >= SALES_EVERY_MS || nowMs < countedAtMs) {
      const stores = await readStoresOfTurn(client, turn)
      const { daysLeft } = await countHours(client, { nowMs, stores })
      await noteOpenPayments(client, { nowMs, stores })
      turn += 1
      sales = await readSalesFacts(rows, nowMs)
      deviations = [...(await findDeviations(rows, nowMs)), ...(await findOutdatedFirmware(rows, nowMs))]
      // The weeks before are counted a day a look, until none is left.
      countedAtMs = daysLeft ? null : nowMs
    }
    const found = judgeHealth(await readHealthFacts(rows, sales), nowMs)
    for (const deviation of deviations) found.set(findingKey(deviation), deviation)
    return { memory: { countedAtMs, turn, sales, deviations }, changed: await recordFindings(ctx, client, found) }
  })
}
