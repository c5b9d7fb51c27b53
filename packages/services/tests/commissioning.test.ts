import { createHash } from 'node:crypto'
import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordPresence } from '../src/agents/record-presence.ts'
import {
  beginCommissioning,
  beginTests,
  type Design,
  getCommissioning,
  goLive,
  listCommissionings,
  lookAtCommissionings,
  type Requirements,
  returnCommissioning,
  setDesign,
  setRequirements,
  signCommissioning,
  takeReport,
  withdrawCommissioning,
} from '../src/commissioning/index.ts'
import { lookAtHealth, NO_MEMORY } from '../src/device-health/index.ts'
import type { ServiceContext } from '../src/index.ts'
import { type Said, saleEvents } from '../src/testing/index.ts'
import { type DevicesBed, openDevicesBed, why } from './devices-bed.ts'
import { enrolled, newId } from './ingest-bed.ts'

const requirements: Requirements = {
  methods: ['girocard'],
  data: { basket: true, cashier: true, totals: true },
  frequency: { arriveWithinSeconds: 60, saleEveryHours: 24 },
  security: { clockSeconds: 5, diskFreePercent: 10, leastVersion: null, approval: false, p2pe: false },
}
const design: Design = {
  path: 'fibre',
  backupPath: 'mobile',
  hubAddresses: 2,
  lanes: [{ lane: '1', protocol: 'zvt', link: 'serial', backupLane: null }],
}
const hubs = ['https://hub.example:4000', 'https://backup.example:4000']
const vitals = { os: 'Debian', osVersion: '6.1', upSeconds: 9, diskSizeBytes: 100, memoryFreeBytes: 1, memorySizeBytes: 2 }

let bed: DevicesBed
let second: ServiceContext
beforeAll(async () => {
  bed = await openDevicesBed()
  const id = newId()
  await bed.base.pool.query(
    `insert into "user" (id, name, email, role) values ($1, 'Jonas Weber', 'j@chain.example', 'operations')`,
    [id],
  )
  second = { ...bed.as(), actor: { kind: 'user', id, sessionId: 's2', reach: { kind: 'chain' }, factors: ['password', 'totp'] } }
})
afterAll(() => bed?.[Symbol.asyncDispose]())

let greeting = 0
/** A store whose one lane is as it was drawn, ready to be tested. */
async function builtStore() {
  const { id: storeId, code } = await createStore(bed.base.db)
  const { agent, script } = await enrolled(bed.base.db, { storeId })
  const say = async (...events: readonly Said[]) => {
    const answer = await bed.ingest.submit(agent, script.batch(events))
    expect(answer.ok, JSON.stringify(answer)).toBe(true)
  }
  const { id } = await beginCommissioning(bed.as(), { storeId })
  const detail = () => getCommissioning(bed.as(), { storeId })
  const ref = async () => ({ id, rev: (await detail()).current?.rev ?? 0 })
  const terminals = [{ key: 'lane-1', lane: '1', protocol: 'zvt', link: 'serial', address: '/dev/ttyUSB0' }]
  const start = () =>
    say(
      { kind: 'agent.started', version: '0.1.0', protocol: 1, platform: 'linux x64' },
      { kind: 'agent.configured', terminals, hubs },
      { kind: 'agent.vitals', ...vitals, diskFreeBytes: 50 },
      { kind: 'terminal.condition', terminal: 'lane-1', condition: 'ready' },
    )
  const connected = () => {
    greeting += 1
    return recordPresence({ pool: bed.base.pool }, newId(), [
      { agentId: agent.id, storeId, connected: true, waiting: 0, oldestMs: 0, greeting },
    ])
  }
  await bed.base.owner.query(
    `insert into agent_join (agent_id, confirmed, offered, greeted_at) values ($1, 2, 2, now()) on conflict (agent_id) do update set confirmed = 2`,
    [agent.id],
  )
  return { storeId, code, agent, script, say, id, detail, ref, start, connected }
}
type Built = Awaited<ReturnType<typeof builtStore>>

async function upToTests(): Promise<Built> {
  const store = await builtStore()
  await store.start()
  await store.connected()
  await setRequirements(bed.as(), { ...(await store.ref()), requirements })
  await setDesign(bed.as(), { ...(await store.ref()), design })
  await beginTests(bed.as(), await store.ref())
  // As if it had been begun a minute ago, so that what is done in it may have taken its time.
  await bed.base.owner.query(`update commissioning set test_begun_at = test_begun_at - interval '1 minute' where id = $1`, [
    store.id,
  ])
  return store
}

const look = () => lookAtCommissionings({ pool: bed.base.pool, newId, now: () => new Date() })
const sale = (at = Date.now()) => saleEvents({ id: newId(), terminal: 'lane-1', at })
const open = async ({ detail }: Built) =>
  (await detail()).current?.tests.filter(({ evidence }) => evidence === null).map(({ test, state }) => `${test} ${state}`)

/** Everything that is to be observed of it. */
async function doAll({ say, agent }: Built): Promise<void> {
  const now = Date.now()
  const { outbox } = { outbox: saleEvents({ id: newId(), terminal: 'lane-1', at: now - 15_000 }) }
  await bed.base.owner.query(`insert into agent_presence (agent_id, since, until, connected) values ($1, $2, $3, false)`, [
    agent.id,
    new Date(now - 20_000),
    new Date(now - 10_000),
  ])
  await say(...outbox)
  await say(...sale())
  await say(
    { kind: 'terminal.condition', terminal: 'lane-1', condition: 'unreachable', reason: 'port_gone', at: now + 1 },
    { kind: 'terminal.condition', terminal: 'lane-1', condition: 'ready', at: now + 2 },
    { kind: 'terminal.totals', terminal: 'lane-1', currency: 'EUR', amountMinor: 2_500, brands: [], resultCode: '00' },
  )
}

async function liveStore(): Promise<Built> {
  const store = await upToTests()
  await doAll(store)
  await look()
  const { hash } = await signCommissioning(bed.as(), await store.ref())
  await goLive(second, { ...(await store.ref()), statementHash: hash })
  return store
}

const entries = async (id: string) =>
  (
    await bed.base.pool.query(
      `select action, actor_type, body from audit_entry where target_type = 'commissioning' and target_id = $1 order by id`,
      [id],
    )
  ).rows

describe('a store on its way to selling', () => {
  it('is begun once at a time, and within reach', async () => {
    const { storeId, id, ref } = await builtStore()
    expect(await why(beginCommissioning(bed.as(), { storeId }))).toBe('conflict under_way')
    const elsewhere = bed.as({ kind: 'stores', storeIds: [storeId + 100_000] })
    expect(await why(beginCommissioning(elsewhere, { storeId }))).toBe('not_found no_store')
    expect(await why(getCommissioning(elsewhere, { storeId }))).toBe('not_found no_store')
    expect(await why(setDesign(elsewhere, { ...(await ref()), design }))).toBe('not_found no_commissioning')
    expect((await listCommissionings(elsewhere, { scope: { kind: 'store', storeId } })).stores).toEqual([])
    const list = await listCommissionings(bed.as(), { scope: { kind: 'store', storeId } })
    expect(list.stores).toMatchObject([{ storeId, state: 'open', hasRequirements: false, version: null, deviations: 0 }])
    await withdrawCommissioning(bed.as(), { ...(await ref()), reason: 'another store first' })
    expect((await entries(id)).map(({ action }) => action)).toEqual(['commissioning.begun', 'commissioning.withdrawn'])
    await beginCommissioning(bed.as(), { storeId })
  })

  it('comes to its tests only when every lane stands there as it was drawn', async () => {
    const store = await builtStore()
    expect(await why(store.ref().then((ref) => beginTests(bed.as(), ref)))).toBe('conflict plan_missing')
    await setRequirements(bed.as(), { ...(await store.ref()), requirements })
    await setDesign(bed.as(), { ...(await store.ref()), design })
    const stale = { id: store.id, rev: 1 }
    expect(await why(setDesign(bed.as(), { ...stale, design }))).toBe('conflict changed_meanwhile')
    const problem = async () => (await store.detail()).current?.lanes[0]?.problem
    expect(await problem()).toBe('no_terminal')
    expect(await why(store.ref().then((ref) => beginTests(bed.as(), ref)))).toBe('conflict lanes_wrong')
    await store.start()
    expect(await problem()).toBe('agent_away')
    await store.connected()
    expect(await problem()).toBeNull()
    await beginTests(bed.as(), await store.ref())
    expect((await store.detail()).current).toMatchObject({ state: 'testing', run: 1 })
    // Another plan makes another round.
    await setRequirements(bed.as(), { ...(await store.ref()), requirements })
    expect((await store.detail()).current).toMatchObject({ state: 'open', tests: [] })
  })

  it('is observed by what its agent signed, and each thing is kept once with the events that show it', async () => {
    const store = await upToTests()
    await store.say({ kind: 'terminal.condition', terminal: 'lane-1', condition: 'busy', at: Date.now() })
    await look()
    expect(await open(store)).toEqual(['sale waiting', 'method waiting', 'totals waiting', 'cable waiting', 'outage waiting'])
    await store.say(...saleEvents({ id: newId(), terminal: 'lane-1', outcome: 'declined' }))
    await look()
    expect(await open(store)).toHaveLength(5)
    await doAll(store)
    expect(await look()).toBe(5)
    expect(await look()).toBe(0)
    expect(await open(store)).toEqual([])
    const { rows } = await bed.base.pool.query('select test, events from commissioning_evidence where commissioning_id = $1', [
      store.id,
    ])
    const cable = rows.find(({ test }) => test === 'cable')
    for (const { agentId, epoch, seq, hash } of cable.events) {
      const found = await bed.base.pool.query(
        `select encode(hash, 'hex') as hash, convert_from(body, 'UTF8')::json ->> 'condition' as condition from event where agent_id = $1 and epoch = $2 and seq = $3`,
        [agentId, epoch, seq],
      )
      expect(found.rows).toMatchObject([{ hash }])
    }
    expect(cable.events).toHaveLength(2)
    const outage = (await store.detail()).current?.tests.find(({ test }) => test === 'outage')
    expect(outage?.evidence?.figures).toMatchObject({ events: 3, payments: 1, awayMs: 10_000 })
    const observed = (await entries(store.id)).filter(({ action }) => action === 'commissioning.observed')
    expect(observed.map(({ actor_type: by }) => by)).toEqual(['system', 'system'])
  })

  it('counts nothing of before its tests were begun', async () => {
    const store = await builtStore()
    await store.start()
    await store.connected()
    await store.say(...sale())
    await store.say({
      kind: 'terminal.totals',
      terminal: 'lane-1',
      currency: 'EUR',
      amountMinor: 1,
      brands: [],
      resultCode: '00',
    })
    await setRequirements(bed.as(), { ...(await store.ref()), requirements })
    await setDesign(bed.as(), { ...(await store.ref()), design })
    await new Promise((resolve) => setTimeout(resolve, 5))
    await beginTests(bed.as(), await store.ref())
    await look()
    expect((await open(store))?.slice(0, 3)).toEqual(['sale waiting', 'method waiting', 'totals waiting'])
  })

  it('goes live when a second person signs the very text that the first one did', async () => {
    const store = await upToTests()
    expect(await why(store.ref().then((ref) => signCommissioning(bed.as(), ref)))).toBe('conflict tests_open')
    await doAll(store)
    await look()
    await store.say({ kind: 'agent.vitals', ...vitals, diskFreeBytes: 1 })
    expect(await why(store.ref().then((ref) => signCommissioning(bed.as(), ref)))).toBe('conflict tests_failing')
    await store.say({ kind: 'agent.vitals', ...vitals, diskFreeBytes: 60 })
    const first = await signCommissioning(bed.as(), await store.ref())
    await returnCommissioning(second, { ...(await store.ref()), reason: 'Look at lane 1 again.' })
    expect((await store.detail()).current).toMatchObject({ state: 'testing', signedBy: null })
    const { hash } = await signCommissioning(bed.as(), await store.ref())
    expect(hash).toBe(first.hash)
    const ref = await store.ref()
    expect(await why(goLive(bed.as(), { ...ref, statementHash: hash }))).toBe('forbidden same_person')
    expect(await why(goLive(second, { ...ref, statementHash: '0'.repeat(64) }))).toBe('conflict other_statement')
    expect(await goLive(second, { ...ref, statementHash: hash })).toEqual({ version: 1 })

    const detail = await store.detail()
    expect(detail.current).toBeNull()
    expect(detail.agreements).toMatchObject([{ version: 1, signedBy: 'Maria Vogel', approvedBy: 'Jonas Weber', hash }])
    expect(detail.agreed?.deviations).toEqual([])
    const live = (await entries(store.id)).find(({ action }) => action === 'commissioning.live')
    const { after } = JSON.parse(live.body.toString())
    for (const language of ['en', 'zh'] as const) {
      const { content, sha256 } = await takeReport(bed.as(), { storeId: store.storeId, version: 1, language })
      const bytes = Buffer.from(content, 'base64')
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
      expect(after.reports[language]).toBe(sha256)
    }
    const elsewhere = bed.as({ kind: 'stores', storeIds: [store.storeId + 100_000] })
    expect(await why(takeReport(elsewhere, { storeId: store.storeId, version: 1, language: 'en' }))).toBe(
      'not_found no_agreement',
    )
    await expect(bed.base.owner.query('delete from commissioning_agreement')).rejects.toThrow(/insert-only/)
    await expect(bed.base.owner.query('update commissioning_evidence set figures = figures')).rejects.toThrow(/insert-only/)
  })

  it('is judged from then on by what was agreed, as intervals', async () => {
    const store = await liveStore()
    const deviations = async () => (await store.detail()).agreed?.deviations
    const findings = async () =>
      (
        await bed.base.pool.query(
          `select code, figures ->> 'what' as what, until is not null as ended from health_finding where store_id = $1 and code like 'agreed%' order by found_at, code`,
          [store.storeId],
        )
      ).rows
    const lookAgain = () => lookAtHealth({ pool: bed.base.pool, newId, now: () => new Date() }, NO_MEMORY)
    await lookAgain()
    expect(await findings()).toEqual([])
    const other = [{ key: 'lane-1', lane: '1', protocol: 'zvt', link: 'tcp', address: '10.0.0.9:20007' }]
    await store.say({ kind: 'agent.configured', terminals: other, hubs: hubs.slice(0, 1) })
    expect(await deviations()).toEqual([
      { code: 'agreed_protocol', what: ['1'] },
      { code: 'agreed_backup', what: [expect.any(String)] },
    ])
    await lookAgain()
    await lookAgain()
    expect((await findings()).map(({ code, ended }) => [code, ended])).toEqual([
      ['agreed_backup', false],
      ['agreed_protocol', false],
    ])
    const list = await listCommissionings(bed.as(), { scope: { kind: 'store', storeId: store.storeId } })
    expect(list.stores).toMatchObject([{ state: 'live', version: 1, deviations: 2 }])
    await store.start()
    await lookAgain()
    expect((await findings()).map(({ ended }) => ended)).toEqual([true, true])
    // Agreed anew, it begins with what was agreed last.
    await beginCommissioning(bed.as(), { storeId: store.storeId })
    expect((await store.detail()).current).toMatchObject({ state: 'open', requirements, design })
  })
})
