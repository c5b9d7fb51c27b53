import { healthCodes } from '../device-health/health-codes.ts'
import type { Finding } from '../device-health/health-facts.ts'
import type { ReadRows } from '../read-rows.ts'
import type { Plan } from './design.ts'
import { judgeAgreement } from './judge-agreement.ts'
import { readSeenStores } from './read-seen-stores.ts'

/** As many names as a finding carries along. */
const MOST_NAMED = 12

/** Every store that is live beside what was agreed of it last: what differs, each kind once a store. */
export async function findDeviations(rows: ReadRows, nowMs: number): Promise<Finding[]> {
  const agreed = await rows<Plan & { readonly storeId: number }>(
    `select distinct on (a.store_id) a.store_id as "storeId", a.requirements, a.design from commissioning_agreement a
     join store s on s.id = a.store_id where s.closed_on is null or s.closed_on > $1 order by a.store_id, a.version desc`,
    new Date(nowMs),
  )
  if (agreed.length === 0) return []
  const seen = await readSeenStores(
    rows,
    agreed.map(({ storeId }) => storeId),
  )
  return agreed.flatMap(({ storeId, ...plan }) => {
    const store = seen.get(storeId)
    if (store === undefined) return []
    return judgeAgreement(plan, store, nowMs).map(({ code, what }) => ({
      code,
      severity: healthCodes[code].severity,
      storeId,
      terminalId: null,
      agentId: null,
      sinceMs: nowMs,
      figures: { count: what.length, what: what.slice(0, MOST_NAMED).join(', ') },
    }))
  })
}
