import { AgentEvent, RowId } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import { businessDayJoin } from './business-day-sql.ts'
import { scopeCondition, scopeValues } from './scope-condition.ts'
import type { ConditionChange, DiscardedBytes, StoreAgent, StoreDetail, StoreTerminal } from './store-detail.ts'

const CHANGES_SHOWN = 50
const DISCARDED_DAYS = 7
const DISCARDED_SHOWN = 20

export const GetStoreInput = z.strictObject({ storeId: RowId })
export type GetStoreInput = z.infer<typeof GetStoreInput>

/** One store: its agents, lanes and terminals, what changed lately, and bytes no driver could read. Throws `not_found`. */
export async function getStore(ctx: ServiceContext, { storeId }: GetStoreInput): Promise<StoreDetail> {
  const now = ctx.now()
  return readTogether(ctx, async (rows) => {
    const [store] = await rows<Omit<StoreDetail, 'agents' | 'terminals' | 'changes' | 'discarded'>>(
      `select s.id as "storeId", s.code, s.name, s.name_lang as "nameLang", s.country::text as country, s.region, s.city,
         s.currency::text as currency, e.name as "legalEntity", hours.time_zone as "timeZone",
         hours.cut_off_minutes::int as "cutOffMinutes", today.business_date::text as "businessDate",
         s.opened_on::text as "openedOn", s.closed_on::text as "closedOn"
       from store s join legal_entity e on e.id = s.legal_entity_id ${businessDayJoin('$4')}
       where ${scopeCondition}`,
      ...scopeValues(storesWithin(ctx, { kind: 'store', storeId })),
      now,
    )
    if (store === undefined) throw new ServiceError('not_found', `There is no store with the number ${storeId}.`)
    return {
      ...store,
      agents: await readStoreAgents(rows, storeId),
      terminals: await readStoreTerminals(rows, storeId),
      changes: await readChanges(rows, storeId),
      discarded: await readDiscarded(rows, storeId, now),
    }
  })
}

function readStoreAgents(rows: ReadRows, storeId: number): Promise<StoreAgent[]> {
  return rows<StoreAgent>(
    `select a.id as "agentId", a.name, a.hostname, a.platform, a.version, a.state, a.epoch, ${epochMs('a.enrolled_at')} as "enrolledAtMs",
       p.connected, ${epochMs('p.since')} as "sinceMs", coalesce(p.waiting, 0)::float8 as waiting, coalesce(p.oldest_ms, 0)::float8 as "oldestMs",
       coalesce(s.high_water, 0)::float8 as "highWater"
     from agent a
     left join agent_presence p on p.agent_id = a.id and p.until is null
     left join agent_stream s on s.agent_id = a.id and s.epoch = a.epoch
     where a.store_id = $1::int order by a.state, a.id`,
    storeId,
  )
}

function readStoreTerminals(rows: ReadRows, storeId: number): Promise<StoreTerminal[]> {
  return rows<StoreTerminal>(
    `select t.id as "terminalId", a.key, l.key as lane, t.protocol, t.link, t.address, t.label, t.note, t.model, t.serial, t.software,
       acq.tid, acq.merchant_number as "merchantNumber", a.agent_id as "agentId"
     from terminal t
     join terminal_assignment a on a.terminal_id = t.id and a.until is null
     join lane l on l.id = a.lane_id
     left join lateral (
       select at.tid, at.merchant_number from acquirer_terminal_assignment ata
       join acquirer_terminal at on at.id = ata.acquirer_terminal_id
       where ata.terminal_id = t.id and ata.until is null order by ata.since desc limit 1
     ) acq on true
     where t.store_id = $1::int order by l.key, a.key`,
    storeId,
  )
}

function readChanges(rows: ReadRows, storeId: number): Promise<ConditionChange[]> {
  return rows<ConditionChange>(
    `select c.terminal_id as "terminalId", coalesce(a.key, '') as key, ${epochMs('c.since')} as "sinceMs", ${epochMs('c.until')} as "untilMs",
       c.condition, c.reason, c.code, c.text
     from terminal t
     join terminal_condition c on c.terminal_id = t.id and c.condition <> 'busy'
     left join lateral (select key from terminal_assignment ta where ta.terminal_id = t.id order by ta.since desc limit 1) a on true
     where t.store_id = $1::int order by c.since desc, c.seq desc limit ${CHANGES_SHOWN}`,
    storeId,
  )
}

async function readDiscarded(rows: ReadRows, storeId: number, now: Date): Promise<DiscardedBytes[]> {
  const found = await rows<{ terminalId: number | null; key: string | null; atMs: number; body: Uint8Array }>(
    `select e.terminal_id as "terminalId", a.key, ${epochMs('e.at')} as "atMs", e.body
     from event e
     left join lateral (select key from terminal_assignment ta where ta.terminal_id = e.terminal_id order by ta.since desc limit 1) a on true
     where e.store_id = $1::int and e.recorded_on > ($2::timestamptz at time zone 'UTC')::date - ${DISCARDED_DAYS}
       and e.kind = 'terminal.discarded'
     order by e.recorded_at desc, e.epoch desc, e.seq desc limit ${DISCARDED_SHOWN}`,
    storeId,
    now,
  )
  return found.flatMap(({ body, ...where }) => {
    const event = readDiscardedEvent(body)
    return event === null ? [] : [{ ...where, ...event }]
  })
}

function readDiscardedEvent(body: Uint8Array): Pick<DiscardedBytes, 'length' | 'head' | 'why'> | null {
  try {
    const { data } = AgentEvent.safeParse(JSON.parse(new TextDecoder().decode(body)))
    return data?.kind === 'terminal.discarded' ? { length: data.length, head: data.head, why: data.why } : null
  } catch {
    return null
  }
}
