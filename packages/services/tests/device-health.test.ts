import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordPresence } from '../src/agents/record-presence.ts'
import { getDeviceHealth, listUnwell, lookAtHealth, NO_MEMORY } from '../src/device-health/index.ts'
import { deviceReadings } from '../src/operations/index.ts'
import { saleEvents } from '../src/testing/index.ts'
import { configured, type DevicesBed, openDevicesBed } from './devices-bed.ts'
import { enrolled, newId } from './ingest-bed.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let bed: DevicesBed
beforeAll(async () => {
  bed = await openDevicesBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

let greeting = 0
async function storeWith(...keys: string[]) {
  const { id: storeId, code } = await createStore(bed.base.db)
  const { agent, script } = await enrolled(bed.base.db, { storeId })
  await bed.ingest.submit(agent, script.batch([configured(...keys.map((key): [string, string] => [key, key]))]))
  const say = (...events: Parameters<typeof script.batch>[0]) => bed.ingest.submit(agent, script.batch(events))
  await bed.base.owner.query(
    `insert into device (kind, registered, state, store_id, agent_id, created_at) values ('agent_pc', false, 'active', $1, $2, now())`,
    [storeId, agent.id],
  )
  const connected = async (is: boolean) => {
    greeting += 1
    await recordPresence({ pool: bed.base.pool }, newId(), [
      { agentId: agent.id, storeId, connected: is, waiting: 0, oldestMs: 0, greeting },
    ])
  }
  await connected(true)
  const condition = (terminal: string, is: string, reason?: string, at = Date.now()) =>
    say({ kind: 'terminal.condition', terminal, condition: is, at, ...(reason === undefined ? {} : { reason }) })
  const scope = { kind: 'store', storeId } as const
  const unwell = async () =>
    (await listUnwell(bed.as(), { scope })).devices.map(({ lane, finding }) => [lane, finding.code, finding.severity])
  return { storeId, code, agent, say, connected, condition, scope, unwell }
}

/** The weeks before are empty, so one look counts them all only after 35; the tests about sales count what they need. */
const look = (afterMs = 0, memory = NO_MEMORY) =>
  lookAtHealth({ pool: bed.base.pool, newId, now: () => new Date(Date.now() + afterMs) }, memory)

describe('what is found of devices', () => {
  it('is a terminal that does not answer or needs somebody, from when it said so until it said otherwise', async () => {
    const store = await storeWith('1', '2')
    await store.condition('1', 'ready')
    await store.condition('2', 'needs_action', 'printer_not_ready')
    await store.condition('1', 'unreachable', 'port_gone', Date.now() + 1)
    await look(10_000)
    expect(await store.unwell()).toEqual([
      ['1', 'unreachable', 'critical'],
      ['2', 'needs_action', 'warning'],
    ])
    const before = await listUnwell(bed.as(), { scope: store.scope })
    // Looked at again, it is the same finding.
    await look(15_000)
    expect(await listUnwell(bed.as(), { scope: store.scope })).toEqual(before)
    expect([before.total, before.byCode]).toEqual([2, { unreachable: 1, needs_action: 1 }])
    expect((await listUnwell(bed.as(), { scope: store.scope, code: 'needs_action' })).devices).toHaveLength(1)
    await store.condition('1', 'ready', undefined, Date.now() + 20)
    await look(20_000)
    expect(await store.unwell()).toEqual([['2', 'needs_action', 'warning']])
    const health = await getDeviceHealth(bed.as(), { id: await bed.behind(store.agent.id, '1') })
    expect(health.now).toEqual([])
    expect(health.past).toMatchObject([{ code: 'unreachable', figures: { reason: 'port_gone' } }])
    expect(health.spans.map(({ state }) => state)).toEqual(['ready', 'unreachable', 'ready'])
    expect(health.spans.at(-1)?.untilMs).toBeNull()
  })

  it('is a store that is offline: one finding for its forty devices, which all show it', async () => {
    const keys = Array.from({ length: 40 }, (_, nth) => `k${nth}`)
    const store = await storeWith(...keys)
    await store.connected(false)
    await look(11_000)
    const { rows } = await bed.base.pool.query('select code, figures from health_finding where store_id = $1', [store.storeId])
    expect(rows).toEqual([{ code: 'store_offline', figures: { agents: 1, terminals: 40 } }])
    const { devices, total } = await listUnwell(bed.as(), { scope: store.scope, limit: 10 })
    expect([devices.length, total]).toEqual([10, 41])
    expect(devices.every(({ finding }) => finding.code === 'store_offline')).toBe(true)
    await store.connected(true)
    await look(12_000)
    expect(await store.unwell()).toEqual([])
  })

  it('is known only to whoever reaches the store', async () => {
    const store = await storeWith('1')
    await store.condition('1', 'unreachable')
    await look(10_000)
    const elsewhere = bed.as({ kind: 'stores', storeIds: [(await createStore(bed.base.db)).id] })
    expect(await listUnwell(elsewhere, { scope: { kind: 'chain' } })).toEqual({ devices: [], total: 0, byCode: {} })
    const id = await bed.behind(store.agent.id, '1')
    await expect(getDeviceHealth(elsewhere, { id })).rejects.toMatchObject({ code: 'not_found' })
    // What was put away is expected to be silent.
    await bed.base.owner.query(`update device set state = 'inactive' where id = $1`, [id])
    await look(15_000)
    expect(await store.unwell()).toEqual([])
  })

  it('is what an agent noticed of itself, what its machine says, and what its driver could not read', async () => {
    const store = await storeWith('1')
    await store.say({ kind: 'agent.alert', code: 'clock_offset', state: 'raised', detail: '3.1 s ahead of the hub’s' })
    const vitals = {
      os: 'Debian GNU/Linux 12',
      osVersion: '6.1.0-28-amd64',
      upSeconds: 9,
      memoryFreeBytes: 1,
      memorySizeBytes: 2,
    }
    await store.say({ kind: 'agent.vitals', ...vitals, diskFreeBytes: 5, diskSizeBytes: 100 })
    const noise = { kind: 'terminal.discarded', terminal: '1', length: 3, head: '00', why: 'no frame' }
    await store.say(...Array.from({ length: 5 }, () => noise))
    // Nothing was paid there yet: its pace begins with its first payment.
    await store.say(...saleEvents({ id: newId(), terminal: '1', at: Date.now() - 1 }))
    await look(1_000)
    expect((await store.unwell()).map(([, code]) => code).sort()).toEqual(['clock_off', 'driver_fault'])
    const { rows } = await bed.base.pool.query('select id from device where agent_id = $1', [store.agent.id])
    const health = await getDeviceHealth(bed.as(), { id: rows[0].id })
    expect(health.now.map(({ code }) => code).sort()).toEqual(['clock_off', 'disk_low'])
    expect(health.vitals).toMatchObject({ os: 'Debian GNU/Linux 12', osVersion: '6.1.0-28-amd64', diskFreeBytes: 5 })
    await store.say({ kind: 'agent.alert', code: 'clock_offset', state: 'cleared', detail: 'agrees again' })
    await look(2_000)
    expect((await getDeviceHealth(bed.as(), { id: rows[0].id })).now.map(({ code }) => code)).toEqual(['disk_low'])
  })

  it('is a terminal that is online and does not sell, by its own hours of the week', async () => {
    const store = await storeWith('1', '2')
    for (const key of ['1', '2']) await store.condition(key, 'ready')
    const nowMs = Date.now()
    const thisHour = nowMs - (nowMs % HOUR_MS)
    // For four weeks 20 approvals an hour at these hours, of the first one only; the second never sells.
    await bed.base.owner.query(
      `insert into terminal_hour (hour, terminal_id, approved, declined)
       select to_timestamp($1::float8 / 1000) - h * interval '1 hour' - w * interval '7 days', a.terminal_id, 20, 1
       from generate_series(0, 4) h, generate_series(1, 4) w, terminal_assignment a where a.agent_id = $2 and a.key = '1'`,
      [thisHour, store.agent.id],
    )
    await store.say(...saleEvents({ id: newId(), terminal: '1', at: nowMs - 2 * HOUR_MS }))
    await store.say(...saleEvents({ id: newId(), terminal: '2', at: nowMs - 2 * HOUR_MS }))
    await bed.base.owner.query(
      `insert into terminal_pace (terminal_id, first_hour, last_approved_at)
       select terminal_id, to_timestamp($1::float8 / 1000) - interval '28 days', to_timestamp($2::float8 / 1000) from terminal_assignment where agent_id = $3`,
      [thisHour, nowMs - 2 * HOUR_MS, store.agent.id],
    )
    await look()
    expect(await store.unwell()).toEqual([['1', 'not_selling', 'critical']])
    const id = await bed.behind(store.agent.id, '1')
    const health = await getDeviceHealth(bed.as(), { id })
    expect(health.now[0]).toMatchObject({ sinceMs: nowMs - 2 * HOUR_MS, figures: { expected: 40 } })
    expect(health.sales).toMatchObject({ weeks: 4, lastApprovedAtMs: nowMs - 2 * HOUR_MS })
    // One approval, and it sells again.
    await store.say(...saleEvents({ id: newId(), terminal: '1', at: nowMs }))
    await look(1_000)
    expect(await store.unwell()).toEqual([])
  })

  it('of many terminals takes no more statements than of one', async () => {
    const count = async () => {
      let asked = 0
      const client = await bed.base.pool.connect()
      const query = client.query.bind(client) as (...given: unknown[]) => unknown
      const counted = (...given: unknown[]) => {
        asked += 1
        return query(...given)
      }
      const pool = { connect: async () => ({ query: counted, release: () => {} }) }
      const now = () => new Date(Date.now() + 30_000)
      await lookAtHealth({ pool: pool as never, newId, now }, { ...NO_MEMORY, countedAtMs: Date.now() + 30_000 })
      client.release()
      return asked
    }
    await look(30_000)
    const few = await storeWith('1')
    await few.condition('1', 'unreachable')
    const one = await count()
    const store = await storeWith(...Array.from({ length: 60 }, (_, nth) => `m${nth}`))
    for (let nth = 0; nth < 60; nth += 1) await store.condition(`m${nth}`, 'unreachable')
    expect(await count()).toBeLessThanOrEqual(one)
    expect((await listUnwell(bed.as(), { scope: store.scope })).total).toBe(60)
    // Sixty of one cause are one alert.
    const readings = (await deviceReadings({ pool: bed.base.pool })).filter(({ subject }) => subject.startsWith(`${store.code} `))
    expect(readings).toMatchObject([{ rule: 'device_unwell', subject: `${store.code} unreachable`, value: 60 }])
  })

  it('counts days before in rounds, each once, with what came late', async () => {
    const before = await bed.base.pool.query('select count(*)::int4 as n from terminal_hour_day')
    const done = await look()
    const after = await bed.base.pool.query('select count(*)::int4 as n from terminal_hour_day')
    expect(after.rows[0].n).toBe(before.rows[0].n + 1)
    expect(done?.memory.countedAtMs).toBeNull()
    const store = await storeWith('1')
    await store.say(...saleEvents({ id: newId(), terminal: '1', at: Date.now() - 3 * DAY_MS }))
    let memory = NO_MEMORY
    for (let nth = 0; nth < 40 && memory.countedAtMs === null; nth += 1) memory = (await look(0, memory))?.memory ?? memory
    expect(memory.countedAtMs).not.toBeNull()
    const { rows } = await bed.base.pool.query('select count(*)::int4 as n from terminal_hour_day')
    expect(rows[0].n).toBe(35)
  })
})
