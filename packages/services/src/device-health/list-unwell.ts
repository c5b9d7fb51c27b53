import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { deviceReachAt } from '../devices/device-reach.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, readTogether } from '../read-rows.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import type { HealthCode } from './health-codes.ts'
import { HealthCodeInput, type ShownFinding, severityOrder } from './health-values.ts'

const MOST_LISTED = 200

export const ListUnwellInput = z.strictObject({
  scope: WatchScope,
  code: HealthCodeInput.optional(),
  limit: z.int().min(1).max(MOST_LISTED).default(50),
})
export type ListUnwellInput = z.input<typeof ListUnwellInput>

/** A device somebody should look at, with the worst that is wrong with it. */
export interface UnwellDevice {
  readonly deviceId: number
  readonly kind: 'terminal' | 'agent_pc'
  readonly make: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly hostname: string | null
  readonly storeId: number
  readonly storeCode: string
  readonly storeName: string
  readonly storeNameLang: string
  readonly lane: string | null
  readonly finding: ShownFinding
  /** What else is wrong with it. */
  readonly more: number
  readonly lastApprovedAtMs: number | null
}

export interface UnwellPage {
  readonly devices: readonly UnwellDevice[]
  /** Devices with at least one finding, and how many have each. */
  readonly total: number
  readonly byCode: Partial<Record<HealthCode, number>>
}

/** SQL text: each active device `d` with what is wrong with itself, its agent's PC or its whole store. */
export const unwellJoin = `
  from health_finding f join store s on s.id = f.store_id
  join device d on d.store_id = f.store_id and d.state = 'active' and case
    when f.terminal_id is not null then d.terminal_id = f.terminal_id
    when f.agent_id is not null then d.agent_id = f.agent_id
    else true end`

/** The unwell of a scope: the worst first, then who is so for longest. */
export async function listUnwell(ctx: ServiceContext, input: ListUnwellInput): Promise<UnwellPage> {
  const { scope, code, limit } = ListUnwellInput.parse(input)
  return readTogether(ctx, async (rows) => {
    const within = scopeValues(storesWithin(ctx, scope))
    const counts = await rows<{ code: HealthCode | null; devices: number }>(
      `select f.code, count(distinct d.id)::int4 as devices ${unwellJoin} where f.until is null and ${deviceReachAt(1)} group by grouping sets ((), (f.code))`,
      ...within,
    )
    const devices = await rows<UnwellDevice>(
      `select w.device_id as "deviceId", d.kind, d.make, d.model, d.serial, (select g.hostname from agent g where g.id = d.agent_id) as hostname,
         s.id as "storeId", s.code as "storeCode", s.name as "storeName", s.name_lang as "storeNameLang", l.key as lane,
         json_build_object('id', f.id, 'code', f.code, 'severity', f.severity, 'sinceMs', ${epochMs('f.since')}, 'foundAtMs', ${epochMs('f.found_at')},
           'untilMs', null, 'figures', f.figures) as finding, w.findings - 1 as more,
         (select ${epochMs('p.last_approved_at')} from terminal_pace p where p.terminal_id = d.terminal_id) as "lastApprovedAtMs"
       from (
         select distinct on (d.id) d.id as device_id, f.id as finding_id, count(*) over (partition by d.id)::int4 as findings
         ${unwellJoin} where f.until is null and ${deviceReachAt(1)} and ($4::text is null or f.code = $4)
         order by d.id, ${severityOrder('f.severity')}, f.since
       ) w join device d on d.id = w.device_id join health_finding f on f.id = w.finding_id join store s on s.id = d.store_id
       left join lane l on l.id = d.lane_id
       order by ${severityOrder('f.severity')}, f.since, s.code, l.key nulls first, d.id limit $5`,
      ...within,
      code ?? null,
      limit,
    )
    const byCode = Object.fromEntries(counts.flatMap((row) => (row.code === null ? [] : [[row.code, row.devices]])))
    return { devices, total: counts.find((row) => row.code === null)?.devices ?? 0, byCode }
  })
}
