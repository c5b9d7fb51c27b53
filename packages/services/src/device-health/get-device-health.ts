import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { deviceReachAt } from '../devices/device-reach.ts'
import { DeviceId } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import type { SalesFacts } from './health-facts.ts'
import { type ShownFinding, severityOrder } from './health-values.ts'
import { salesStatement } from './read-sales-facts.ts'

export const GetDeviceHealthInput = z.strictObject({ id: DeviceId })
export type GetDeviceHealthInput = z.infer<typeof GetDeviceHealthInput>

const DAY_MS = 86_400_000
const DAYS_SHOWN = 7
const MOST_SHOWN = 300

export interface HealthSpan {
  /** A terminal's condition; `connected` or `away` of a PC. */
  readonly state: string
  readonly sinceMs: number
  readonly untilMs: number | null
}

export interface DeviceHealth {
  readonly takenAtMs: number
  readonly fromMs: number
  /** What is wrong now, the worst first; that of its whole store among them. */
  readonly now: readonly ShownFinding[]
  /** What was, in the days shown, the newest first. */
  readonly past: readonly ShownFinding[]
  readonly spans: readonly HealthSpan[]
  readonly sales: SalesFacts | null
  readonly vitals: Vitals | null
}

export interface Vitals {
  readonly atMs: number
  readonly os: string
  readonly osVersion: string
  readonly upSeconds: number
  readonly diskFreeBytes: number
  readonly diskSizeBytes: number
  readonly memoryFreeBytes: number
  readonly memorySizeBytes: number
  /** Events that wait on its disk, and the oldest one's age. */
  readonly waiting: number
  readonly oldestMs: number
}

interface Place {
  readonly storeId: number | null
  readonly terminalId: number | null
  readonly agentId: number | null
}

/** How one device is and was these seven days. Throws `not_found`, also beyond the asker's reach. */
export async function getDeviceHealth(ctx: ServiceContext, { id }: GetDeviceHealthInput): Promise<DeviceHealth> {
  const takenAtMs = ctx.now().getTime()
  const fromMs = takenAtMs - DAYS_SHOWN * DAY_MS
  return readTogether(ctx, async (rows) => {
    const [place] = await rows<Place>(
      `select d.store_id as "storeId", d.terminal_id as "terminalId", d.agent_id as "agentId"
       from device d left join store s on s.id = d.store_id where d.id = $1 and ${deviceReachAt(2)}`,
      id,
      ...scopeValues(storesWithin(ctx, { kind: 'chain' })),
    )
    if (place === undefined) throw new ServiceError('not_found', 'There is no such device.', { reason: 'no_device' })
    const findings = await readFindings(rows, place, fromMs)
    return {
      takenAtMs,
      fromMs,
      now: findings.filter(({ untilMs }) => untilMs === null),
      past: findings.filter(({ untilMs }) => untilMs !== null).sort((a, b) => b.sinceMs - a.sinceMs),
      spans: await readSpans(rows, place, fromMs),
      sales: place.terminalId === null ? null : await readSales(rows, place.terminalId, takenAtMs),
      vitals: place.agentId === null ? null : await readVitals(rows, place.agentId),
    }
  })
}

const shown = `f.id::text as id, f.code, f.severity, ${epochMs('f.since')} as "sinceMs", ${epochMs('f.found_at')} as "foundAtMs",
  ${epochMs('f.until')} as "untilMs", f.figures`

/** Its own, and its store's as a whole. Each way in has an index. */
async function readFindings(rows: ReadRows, { storeId, terminalId, agentId }: Place, fromMs: number): Promise<ShownFinding[]> {
  const recent = '(f.until is null or f.until >= $4)'
  return rows<ShownFinding>(
    `select * from (
       select ${shown} from health_finding f where f.terminal_id = $2 and ${recent}
       union all select ${shown} from health_finding f where f.agent_id = $3 and ${recent}
       union all select ${shown} from health_finding f where f.store_id = $1 and f.terminal_id is null and f.agent_id is null and ${recent}
     ) f order by "untilMs" is not null, ${severityOrder('severity')}, "sinceMs" limit ${MOST_SHOWN}`,
    storeId,
    terminalId,
    agentId,
    new Date(fromMs),
  )
}

async function readSpans(rows: ReadRows, { terminalId, agentId }: Place, fromMs: number): Promise<HealthSpan[]> {
  const [table, column, state, subject] =
    terminalId !== null
      ? ['terminal_condition', 'terminal_id', 'x.condition', terminalId]
      : ['agent_presence', 'agent_id', `case when x.connected then 'connected' else 'away' end`, agentId]
  if (subject === null) return []
  const found = await rows<HealthSpan>(
    `select ${state} as state, ${epochMs('x.since')} as "sinceMs", ${epochMs('x.until')} as "untilMs" from ${table} x
     where x.${column} = $1::int4 and (x.until is null or x.until >= $2) order by x.since desc limit ${MOST_SHOWN}`,
    subject,
    new Date(fromMs),
  )
  return found.reverse()
}

async function readSales(rows: ReadRows, terminalId: number, nowMs: number): Promise<SalesFacts | null> {
  const [found] = await rows<SalesFacts & { terminalId: number }>(
    salesStatement('p.terminal_id = $2::int4', 'true'),
    new Date(nowMs),
    terminalId,
  )
  if (found === undefined) return null
  const { terminalId: _, ...sales } = found
  return sales
}

async function readVitals(rows: ReadRows, agentId: number): Promise<Vitals | null> {
  const [found] = await rows<Vitals>(
    `select ${epochMs('v.at')} as "atMs", v.os, v.os_version as "osVersion", v.up_seconds::float8 as "upSeconds",
       v.disk_free_bytes::float8 as "diskFreeBytes", v.disk_size_bytes::float8 as "diskSizeBytes", v.memory_free_bytes::float8 as "memoryFreeBytes",
       v.memory_size_bytes::float8 as "memorySizeBytes", coalesce(p.waiting, 0)::float8 as waiting, coalesce(p.oldest_ms, 0)::float8 as "oldestMs"
     from agent_vitals v left join agent_presence p on p.agent_id = v.agent_id and p.until is null where v.agent_id = $1`,
    agentId,
  )
  return found ?? null
}
