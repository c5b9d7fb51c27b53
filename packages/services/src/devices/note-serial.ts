import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import { adoptTerminal, isWaiting } from './adopt-terminal.ts'
import { beginPlace, beginState, nowhere } from './intervals.ts'
import type { DeviceState } from './lifecycle.ts'

interface Told {
  readonly serial: string | null
  readonly model: string | null
  readonly software: string | null
}

/**
 * What a port says of the thing behind it. It describes what nobody registered; where it names the serial of a registered device
 * that stands at no port, that one is the device, whatever its state: a stolen terminal is known again wherever it answers.
 */
export async function noteSerial(client: pg.PoolClient, act: ActContext, terminalId: number, told: Told): Promise<void> {
  const port = await findPort(client, terminalId)
  if (port === undefined) return
  const id = await adoptTerminal(client, act, port)
  const { rows } = await client.query('select from device where id = $1 and registered', [id])
  // What people said stays; that the port tells otherwise is shown beside it.
  if (rows.length > 0) return
  await client.query(
    `update device d set serial = n.serial, model = n.model, firmware = n.firmware, rev = d.rev + 1
     from (select coalesce(left(nullif(btrim($2), ''), 60), serial) as serial, coalesce(left(nullif(btrim($3), ''), 60), model) as model,
       coalesce(left(nullif(btrim($4), ''), 60), firmware) as firmware from device where id = $1) n
     where d.id = $1 and (d.serial, d.model, d.firmware) is distinct from (n.serial, n.model, n.firmware)`,
    [id, told.serial, told.model, told.software],
  )
  if (told.serial === null) return
  const known = await findRegistered(client, told.serial.trim())
  if (known === undefined) return
  const is = { at: act.now(), reason: null, actor: act.actor }
  await beginPlace(client, id, act.now(), { ...nowhere, storeId: port.storeId })
  await beginState(client, id, { ...is, state: 'removed', reason: `device ${known.id}` })
  await beginPlace(client, known.id, act.now(), { ...port, agentId: null })
  const state = isWaiting(known.state) ? 'active' : known.state
  if (state !== known.state) await beginState(client, known.id, { ...is, state })
  await recordAct(act, client, {
    action: 'device.found',
    target: { type: 'device', id: String(known.id) },
    after: { ...port, state, registered: true, before: id },
  })
}

async function findPort(client: pg.PoolClient, terminalId: number) {
  const { rows } = await client.query<{ storeId: number; laneId: number; terminalId: number }>(
    `select t.store_id as "storeId", a.lane_id as "laneId", t.id as "terminalId"
     from terminal t join terminal_assignment a on a.terminal_id = t.id and a.until is null where t.id = $1`,
    [terminalId],
  )
  return rows[0]
}

async function findRegistered(client: pg.PoolClient, serial: string): Promise<{ id: number; state: DeviceState } | undefined> {
  const { rows } = await client.query<{ id: number; state: DeviceState }>(
    `select id, state from device where upper(serial) = upper($1) and kind = 'terminal' and registered and terminal_id is null
       and state <> 'removed' order by id limit 2 for update`,
    [serial],
  )
  return rows.length === 1 ? rows[0] : undefined
}
