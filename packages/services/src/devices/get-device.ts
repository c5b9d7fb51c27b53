import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import type { CustodySpan, DeviceDetail, DeviceSeal, LineCapture, PlaceSpan, StateSpan } from './device-detail.ts'
import { deviceTables, needConditions } from './device-filter.ts'
import { deviceReachAt } from './device-reach.ts'
import { type ListedDevice, listedColumns } from './device-row.ts'
import { DeviceId } from './device-values.ts'
import { deviceMay, nextStates } from './lifecycle.ts'
import { readFlagged } from './read-flagged.ts'

export const GetDeviceInput = z.strictObject({ id: DeviceId })
export type GetDeviceInput = z.infer<typeof GetDeviceInput>

type Head = ListedDevice & Pick<DeviceDetail, 'p2peSolution' | 'notes' | 'rev' | 'createdAtMs' | 'port' | 'agent'>

/** One device with all that is known of it. Throws `not_found`, also beyond the asker's reach. */
export async function getDevice(ctx: ServiceContext, { id }: GetDeviceInput): Promise<DeviceDetail> {
  return readTogether(ctx, async (rows) => {
    const [head] = await rows<Head>(
      `select ${listedColumns(needConditions('$5'))}, d.p2pe_solution as "p2peSolution", d.notes, d.rev, ${epochMs('d.created_at')} as "createdAtMs",
         case when t.id is not null then json_build_object('terminalId', t.id, 'protocol', t.protocol, 'link', t.link, 'address', t.address,
           'model', t.model, 'software', t.software) end as port,
         (select json_build_object('agentId', g.id, 'name', g.name, 'version', g.version, 'state', g.state) from agent g
           where g.id = d.agent_id) as agent
       from ${deviceTables} where d.id = $1 and ${deviceReachAt(2)} and $5::date is not null`,
      id,
      ...scopeValues(storesWithin(ctx, { kind: 'chain' })),
      ctx.now().toISOString().slice(0, 10),
    )
    if (head === undefined) throw new ServiceError('not_found', 'There is no such device.', { reason: 'no_device' })
    return {
      ...head,
      may: deviceMay[head.state],
      next: nextStates[head.state],
      states: await readStates(rows, id),
      places: await readPlaces(rows, id),
      custody: await readCustody(rows, id),
      seals: await readSeals(rows, id),
      flagged: await readFlagged(rows, id),
      capture: await readCapture(rows, id, ctx.now()),
    }
  })
}

const SPANS_SHOWN = 100

/** SQL text: who did it, of two columns or one text `type:id`. */
const doneBy = (type: string, id: string): string =>
  `json_build_object('type', ${type}, 'id', ${id}, 'name', (select u.name from "user" u where ${type} = 'user' and u.id = ${id}))`
const doneByText = (column: string): string =>
  `case when ${column} is not null then ${doneBy(`split_part(${column}, ':', 1)`, `substr(${column}, strpos(${column}, ':') + 1)`)} end`
const span = (table: string): string => `${epochMs(`${table}.since`)} as "sinceMs", ${epochMs(`${table}.until`)} as "untilMs"`

/** The capture of its line that is under way, as far as its agent has told. */
async function readCapture(rows: ReadRows, id: number, now: Date): Promise<LineCapture | null> {
  const [capture] = await rows<LineCapture>(
    `select ${epochMs(`c.started_at + make_interval(secs => (c.args ->> 'seconds')::int)`)} as "untilMs", c.agent_id as "agentId", u.name as "requestedBy"
     from device d join terminal_assignment x on x.terminal_id = d.terminal_id and x.until is null
     join agent_command c on c.agent_id = x.agent_id and c.kind = 'terminal.capture' and c.state <> 'ended' and c.state = 'started'
       and c.args ->> 'terminal' = x.key and c.started_at + make_interval(secs => (c.args ->> 'seconds')::int) > $2::timestamptz
     join "user" u on u.id = c.requested_by
     where d.id = $1::int4 order by c.started_at desc limit 1`,
    id,
    now,
  )
  return capture ?? null
}

const readStates = (rows: ReadRows, id: number) =>
  rows<StateSpan>(
    `select x.state, x.reason, ${span('x')}, ${doneBy('x.actor_type', 'x.actor_id')} as by
     from device_state x where x.device_id = $1::int4 order by x.since desc limit ${SPANS_SHOWN}`,
    id,
  )

const readPlaces = (rows: ReadRows, id: number) =>
  rows<PlaceSpan>(
    `select s.id as "storeId", s.code as "storeCode", s.name as "storeName", s.name_lang as "storeNameLang", l.key as lane,
       coalesce(x.terminal_id, x.agent_id) is not null as answered, ${span('x')}
     from device_place x left join store s on s.id = x.store_id left join lane l on l.id = x.lane_id
     where x.device_id = $1::int4 order by x.since desc limit ${SPANS_SHOWN}`,
    id,
  )

const readCustody = (rows: ReadRows, id: number) =>
  rows<CustodySpan>(
    `select x.holder, x.note, ${span('x')}, ${doneBy('x.actor_type', 'x.actor_id')} as by
     from device_custody x where x.device_id = $1::int4 order by x.since desc limit ${SPANS_SHOWN}`,
    id,
  )

const readSeals = (rows: ReadRows, id: number) =>
  rows<DeviceSeal>(
    `select x.id::text as id, x.number, ${epochMs('x.placed_at')} as "placedAtMs", ${doneByText('x.placed_by')} as "placedBy",
       ${epochMs('x.checked_at')} as "checkedAtMs", ${doneByText('x.checked_by')} as "checkedBy", x.found,
       ${epochMs('x.removed_at')} as "removedAtMs", ${doneByText('x.removed_by')} as "removedBy", x.removed_why as "removedWhy"
     from device_seal x where x.device_id = $1::int4 order by x.removed_at is not null, x.placed_at desc limit ${SPANS_SHOWN}`,
    id,
  )
