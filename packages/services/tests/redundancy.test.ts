import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordPresence } from '../src/agents/record-presence.ts'
import type { Design } from '../src/commissioning/index.ts'
import {
  type Axis,
  BeginDrillInput,
  beginDrill,
  beginHubDrill,
  getRedundancy,
  listRedundancy,
  lookAtDrills,
  lookForBridged,
  stopDrill,
} from '../src/redundancy/index.ts'
import { type Said, saleEvents } from '../src/testing/index.ts'
import { type DevicesBed, openDevicesBed, why } from './devices-bed.ts'
import { enrolled, newId } from './ingest-bed.ts'

const A = 'https://hub.example:4000'
const B = 'https://backup.example:4000'
const DAY = 86_400_000
const design: Design = {
  path: 'fibre',
  backupPath: 'mobile',
  hubAddresses: 2,
  lanes: [
    { lane: '1', protocol: 'zvt', link: 'serial', backupLane: '2' },
    { lane: '2', protocol: 'zvt', link: 'serial', backupLane: null },
  ],
}

let bed: DevicesBed
beforeAll(async () => {
  bed = await openDevicesBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const at = (nowMs: number) => ({ ...bed.as(), now: () => new Date(nowMs) })
const look = (nowMs = Date.now()) => lookAtDrills({ pool: bed.base.pool, newId, now: () => new Date(nowMs) })
const bridge = (nowMs = Date.now()) => lookForBridged({ pool: bed.base.pool, newId, now: () => new Date(nowMs) })
const reason = 'spring test'
let greeting = 0

/** A store whose two lanes stand and are agreed, its agent connected. */
async function openStore(hubs: readonly string[] = [A, B]) {
  const { id: storeId } = await createStore(bed.base.db)
  const { agent, script } = await enrolled(bed.base.db, { storeId })
  const say = async (...events: readonly Said[]) => {
    const answer = await bed.ingest.submit(agent, script.batch(events))
    expect(answer.ok, JSON.stringify(answer)).toBe(true)
  }
  const terminals = ['1', '2'].map((lane) => ({
    key: `lane-${lane}`,
    lane,
    protocol: 'zvt',
    link: 'serial',
    address: `/dev/ttyUSB${lane}`,
  }))
  await say({ kind: 'agent.configured', terminals, hubs })
  await say(...['1', '2'].map((lane) => ({ kind: 'terminal.condition', terminal: `lane-${lane}`, condition: 'ready' })))
  greeting += 1
  await recordPresence({ pool: bed.base.pool }, newId(), [
    { agentId: agent.id, storeId, connected: true, waiting: 0, oldestMs: 0, greeting },
  ])
  await agree(storeId)
  const now = (nowMs = Date.now()) => getRedundancy(at(nowMs), { storeId })
  return {
    storeId,
    agentId: agent.id,
    say,
    now,
    async state(axis: Axis, nowMs?: number) {
      return (await now(nowMs)).axes.find((one) => one.axis === axis)?.state
    },
    async part(axis: Axis, subject: string) {
      return (await now()).axes.find((one) => one.axis === axis)?.parts.find((one) => one.subject === subject)
    },
    begin: (axis: 'path' | 'terminal' | 'acquirer', subject: string, more: object = {}) =>
      beginDrill(bed.as(), BeginDrillInput.parse({ storeId, axis, subject, minutes: 15, reason, ...more })),
    beginHub: () => beginHubDrill(bed.as(), { storeId, agentId: agent.id, seconds: 60, reason }),
  }
}

/** As two people signed it; how they come to that is commissioning's own test. */
async function agree(storeId: number): Promise<void> {
  const { rows } = await bed.base.pool.query<{ id: string }>('select id from "user" limit 1')
  const second = newId()
  await bed.base.pool.query(`insert into "user" (id, name, email, role) values ($1, 'Jonas Weber', $2, 'operations')`, [
    second,
    `${second}@chain.example`,
  ])
  const first = rows[0]?.id ?? ''
  const id = newId()
  await bed.base.owner.query(
    `insert into commissioning (id, store_id, state, begun_by, begun_at, requirements, design, statement, statement_hash, signed_by, signed_at, ended_at)
     values ($1, $2, 'live', $3, now(), '{}', $4, '{}', sha256('{}'), $3, now(), now())`,
    [id, storeId, first, JSON.stringify(design)],
  )
  await bed.base.owner.query(
    `insert into commissioning_agreement (store_id, version, commissioning_id, statement, hash, requirements, design, signed_by, signed_at,
       approved_by, approved_at, report_en, report_zh)
     values ($1, 1, $2, '{}', sha256('{}'), '{}', $3, $4, now(), $5, now(), '', '')`,
    [storeId, id, JSON.stringify(design), first, second],
  )
}

const move = (address: string, place: number, cause: string): Said => ({
  kind: 'agent.hub_path',
  address,
  place,
  way: 'websocket',
  cause,
})
const sale = (lane: string, given: object = {}) => saleEvents({ id: newId(), terminal: `lane-${lane}`, ...given })
const condition = (lane: string, to: string, reason?: string): Said => ({
  ...{ kind: 'terminal.condition', terminal: `lane-${lane}`, condition: to },
  ...(reason !== undefined && { reason }),
})

describe('what a store has twice', () => {
  it('stands in the list by what is single first, within reach alone', async () => {
    const twice = await openStore()
    const once = await openStore([A])
    const scope = { kind: 'chain' } as const
    const both = bed.as({ kind: 'stores', storeIds: [twice.storeId, once.storeId] })
    const { stores, counts } = await listRedundancy(both, { scope })
    expect(stores.map(({ storeId }) => storeId)).toEqual([once.storeId, twice.storeId])
    expect(stores[1]?.states).toEqual({ hub: 'spare_untested', path: 'spare_untested', terminal: 'single', acquirer: 'unknown' })
    expect(counts).toMatchObject({ single: 2, spare_untested: 2, spare_tested: 0 })
    const elsewhere = bed.as({ kind: 'stores', storeIds: [once.storeId] })
    expect((await listRedundancy(elsewhere, { scope })).stores).toHaveLength(1)
    expect((await listRedundancy(both, { scope, state: 'spare_tested' })).stores).toEqual([])
    expect((await listRedundancy(both, { scope, search: stores[0]?.code ?? '' })).stores[0]?.storeId).toBe(once.storeId)
    expect(await why(getRedundancy(elsewhere, { storeId: twice.storeId }))).toBe('not_found no_store')
    expect(
      await why(
        beginDrill(elsewhere, { storeId: twice.storeId, axis: 'terminal', subject: '1', minutes: 5, reason, lineIsOut: false }),
      ),
    ).toBe('not_found no_store')
  })
})

describe('a real outage', () => {
  it('that the next address bridged counts as a drill would, and only once the agent told from there', async () => {
    const store = await openStore()
    await store.say(move(B, 1, 'trouble'))
    expect(await bridge()).toBeGreaterThanOrEqual(1)
    expect(await store.part('hub', String(store.agentId))).toMatchObject({
      state: 'spare_tested',
      shown: { kind: 'outage', spare: B, events: [{ kind: 'agent.hub_path', agentId: store.agentId }] },
    })
    expect((await store.now()).agents[0]?.hubInUse).toBe(B)
    await store.say(move(A, 0, 'return'))
    expect((await store.now()).agents[0]?.hubInUse).toBeNull()
    expect(await bridge()).toBe(0)
    // What came in one batch with the way back was not told from there.
    const late = await openStore()
    await late.say(move(B, 1, 'trouble'), move(A, 0, 'return'))
    await bridge()
    expect(await late.state('hub')).toBe('spare_untested')
  })

  it('of a terminal counts when the lane that stands in sold meanwhile', async () => {
    const store = await openStore()
    await store.say(condition('1', 'unreachable', 'port_gone'))
    await store.say(...sale('1', { outcome: 'declined' }))
    await bridge()
    expect(await store.part('terminal', '1')).toMatchObject({ state: 'spare_untested', shown: null })
    await store.say(...sale('2'))
    expect(await bridge()).toBe(1)
    expect(await store.part('terminal', '1')).toMatchObject({
      state: 'spare_tested',
      shown: { kind: 'outage', spare: '2', events: [{ kind: 'terminal.condition' }, { kind: 'payment.finalised' }] },
    })
    expect(await bridge()).toBe(0)
    // Its hash is that of the event in the record.
    const shown = (await store.part('terminal', '1'))?.shown
    const { rows } = await bed.base.pool.query(
      `select encode(hash, 'hex') as hash from event where store_id = $1 and kind = 'payment.finalised' order by seq desc limit 1`,
      [store.storeId],
    )
    expect(shown?.events[1]?.hash).toBe(rows[0]?.hash)
  })
})

describe('a drill', () => {
  it('of the hub’s address sends the agent a signed command’s words, and ends as its events say', async () => {
    const store = await openStore()
    const { drillId } = await store.beginHub()
    const { rows } = await bed.base.pool.query(`select id, kind, class, args, state from agent_command where agent_id = $1`, [
      store.agentId,
    ])
    expect(rows).toMatchObject([{ kind: 'link.drill', class: 2, args: { seconds: 60 }, state: 'waiting' }])
    const command = { command: rows[0]?.id, task: 'link.drill' }
    expect(await look()).toBe(0)
    await store.say({ kind: 'command.started', ...command })
    await store.say(move(B, 1, 'drill'))
    expect((await store.now()).running?.steps).toEqual([
      { step: 'told', done: true },
      { step: 'over', done: true },
      { step: 'back', done: false },
    ])
    expect(await look()).toBe(0)
    await store.say(move(A, 0, 'drill_over'), { kind: 'command.ended', ...command, outcome: 'done', lines: [] })
    expect(await look()).toBe(1)
    expect(await store.state('hub')).toBe('spare_tested')
    expect((await store.now()).drills).toMatchObject([{ id: drillId, state: 'shown', code: null, endedBy: null }])
    const entries = await bed.base.pool.query(
      `select action, actor_type from audit_entry where target_type = 'redundancy_drill' and target_id = $1 order by id`,
      [drillId],
    )
    expect(entries.rows).toEqual([
      { action: 'redundancy.drill_begun', actor_type: 'user' },
      { action: 'redundancy.drill_ended', actor_type: 'system' },
    ])
    // 180 days later it is due again.
    expect(await store.state('hub', Date.now() + 179 * DAY)).toBe('spare_tested')
    expect(await store.state('hub', Date.now() + 181 * DAY)).toBe('spare_untested')
  })

  it('of the hub’s address shows nothing when the agent refuses', async () => {
    const store = await openStore()
    await store.beginHub()
    const { rows } = await bed.base.pool.query(`select id from agent_command where agent_id = $1`, [store.agentId])
    await store.say({
      kind: 'command.ended',
      command: rows[0]?.id,
      task: 'link.drill',
      outcome: 'failed',
      code: 'spare_silent',
      lines: ['no'],
    })
    expect(await look()).toBe(1)
    expect((await store.now()).drills).toMatchObject([{ state: 'not_shown', code: 'spare_silent' }])
    expect(await store.state('hub')).toBe('spare_untested')
  })

  it('of a terminal waits for the cable and for a sale at the lane that stands in', async () => {
    const store = await openStore()
    await store.begin('terminal', '1')
    await store.say(condition('1', 'unreachable', 'port_gone'))
    await store.say(...sale('2'))
    expect(await look()).toBe(0)
    await store.say(condition('1', 'ready'))
    expect(await look()).toBe(1)
    expect(await store.part('terminal', '1')).toMatchObject({ state: 'spare_tested', shown: { kind: 'drill' } })
  })

  it('of a terminal finds that sale in a store where the other lanes sell hundreds meanwhile', async () => {
    const store = await openStore()
    await store.begin('terminal', '1')
    for (let part = 0; part < 6; part += 1) await store.say(...Array.from({ length: 40 }, () => sale('1')).flat())
    await store.say(condition('1', 'unreachable', 'port_gone'))
    await store.say(...sale('2'))
    await store.say(condition('1', 'ready'))
    expect(await look()).toBe(1)
    expect(await store.part('terminal', '1')).toMatchObject({ state: 'spare_tested' })
  })

  it('of the network path wants it said that the main line is out, and a sale that arrives since', async () => {
    const store = await openStore()
    await store.say(...sale('1'))
    expect(await why(store.begin('path', 'store'))).toBe('invalid line_out_wanted')
    await store.begin('path', 'store', { lineIsOut: true })
    expect(await look()).toBe(0)
    await store.say(...sale('2', { at: Date.now() + 1 }))
    expect(await look()).toBe(1)
    expect(await store.state('path')).toBe('spare_tested')
  })

  it('of an acquirer is shown by a sale that the contracts send its way', async () => {
    const store = await openStore()
    for (const acquirer of ['adyen', 'nexi'])
      await bed.base.owner.query(
        `insert into funds_route (store_id, currency, scheme, acquirer, merchant_account, valid_from, made_by)
         values ($1, 'EUR', $2, $3, 'm', current_date - 9, 'test')`,
        [store.storeId, acquirer === 'nexi' ? 'girocard' : 'visa', acquirer],
      )
    expect(await store.state('acquirer')).toBe('spare_untested')
    await store.begin('acquirer', 'nexi')
    const paid = newId()
    await store.say(...saleEvents({ id: paid, terminal: 'lane-1', at: Date.now() + 1 }))
    expect(await look()).toBe(0)
    await bed.base.owner.query(`update funds_payment set acquirer = 'nexi' where store_id = $1 and payment_id = $2`, [
      store.storeId,
      paid,
    ])
    expect(await look()).toBe(1)
    expect(await store.part('acquirer', 'nexi')).toMatchObject({ state: 'spare_tested', shown: { kind: 'drill' } })
    expect(await store.part('acquirer', 'adyen')).toMatchObject({ state: 'spare_untested' })
    expect(await store.state('acquirer')).toBe('spare_untested')
  })

  it('ends by itself when nothing was seen in its time, also after the hub was away', async () => {
    const store = await openStore()
    await store.begin('terminal', '1', { minutes: 1 })
    expect(await look(Date.now() + 70_000)).toBe(0)
    expect(await look(Date.now() + 600_000)).toBe(1)
    expect((await store.now()).drills).toMatchObject([{ state: 'not_shown', code: 'not_gone' }])
  })

  it('is one at a time, can be stopped, and stays as it ended', async () => {
    const store = await openStore()
    const { drillId } = await store.beginHub()
    expect(await why(store.begin('terminal', '1'))).toBe('conflict drill_running')
    const elsewhere = bed.as({ kind: 'stores', storeIds: [store.storeId + 100_000] })
    expect(await why(stopDrill(elsewhere, { drillId }))).toBe('not_found no_drill')
    await stopDrill(bed.as(), { drillId })
    const { rows } = await bed.base.pool.query(`select state, outcome from agent_command where agent_id = $1`, [store.agentId])
    expect(rows).toEqual([{ state: 'ended', outcome: 'withdrawn' }])
    expect(await why(stopDrill(bed.as(), { drillId }))).toBe('conflict drill_over')
    expect(await look()).toBe(0)
    await expect(
      bed.base.owner.query(`update redundancy_drill set state = 'shown', ended_by = null where id = $1`, [drillId]),
    ).rejects.toThrow()
    await expect(bed.base.owner.query('delete from redundancy_drill where id = $1', [drillId])).rejects.toThrow()
    await store.begin('terminal', '1')
  })

  it('is refused where there is nothing spare, or nobody to ask', async () => {
    const store = await openStore([A])
    expect(await why(store.beginHub())).toBe('conflict nothing_spare')
    expect(await why(store.begin('terminal', '2'))).toBe('conflict nothing_spare')
    expect(await why(store.begin('terminal', '9'))).toBe('not_found no_part')
    const away = await openStore()
    await bed.base.owner.query('update agent_presence set connected = false where agent_id = $1', [away.agentId])
    expect(await why(away.beginHub())).toBe('conflict agent_away')
    expect((await away.now()).running).toBeNull()
  })

  it('is looked at by one of several hubs', async () => {
    const store = await openStore()
    await store.begin('terminal', '1', { minutes: 1 })
    const later = Date.now() + 600_000
    const ended = await Promise.all([look(later), look(later), look(later)])
    expect(ended.reduce((sum, one) => sum + one, 0)).toBe(1)
  })
})
