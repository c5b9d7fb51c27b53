import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import { disturbCommand } from '@counterfoil/services/commands'
import { beginHubDrill, getRedundancy, lookAtDrills } from '@counterfoil/services/redundancy'
import { type Clock, systemClock } from '@counterfoil/terminals'
import { APPROVED_AT_ONCE } from '@counterfoil/terminals/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId, type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { type FussyProxy, startFussyProxy } from './support/fussy-proxy.ts'
import { openStoreInProcess, type StoreInProcess } from './support/store-in-process.ts'

/** The drill's own half minute is a few seconds here, where a test does not end it before; everything else takes as long as it takes. */
const SECONDS = 30
const SHORT_MS = 3_000
let staysMs = SHORT_MS
const linkClock: Clock = {
  ...systemClock,
  startTimer: (delayMs, fire) => systemClock.startTimer(delayMs === SECONDS * 1_000 ? staysMs : delayMs, fire),
}

/** How long a customer looks for the card: until the test has them present it. */
const LOOKS_FOR_THE_CARD_MS = 90_000
let presentCard = () => {}
const customersClock: Clock = {
  ...systemClock,
  startTimer(delayMs, fire) {
    const timer = systemClock.startTimer(delayMs, fire)
    if (delayMs === LOOKS_FOR_THE_CARD_MS)
      presentCard = () => {
        timer.cancel()
        fire()
      }
    return timer
  },
}

let base: TestDatabase
let hub: StartedHub
let first: FussyProxy
let second: FussyProxy
const stores: StoreInProcess[] = []

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  await base.owner.query(
    `insert into "user" (id, name, email, email_verified, created_at, updated_at, role, reach)
     values ('ops', 'Maria Vogel', 'm@chain.example', true, now(), now(), 'operations', 'chain')`,
  )
  hub = await startHub(base, { secrets: [new Uint8Array(32).fill(1)] })
  first = await startFussyProxy(hub.url)
  second = await startFussyProxy(hub.url)
})
beforeEach(() => {
  staysMs = SHORT_MS
})
afterAll(async () => {
  for (const store of stores) await store.end()
  await first?.close()
  await second?.close()
  await hub?.close()
  await base?.close()
})

async function openStore(addresses: readonly string[]): Promise<StoreInProcess> {
  const store = await openStoreInProcess(base, {
    ...{ hubUrl: () => hub.url, addresses, linkClock, customersClock, seed: stores.length + 1 },
  })
  stores.push(store)
  await until(async () => {
    const [agent] = (await now(store)).agents
    return agent?.connected === true && agent.hubs.length === addresses.length
  })
  return store
}

const actor = { kind: 'user', id: 'ops', sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] } as const
const ctx = (): ServiceContext => ({ db: base.db, pool: base.pool, actor, now: () => new Date(), newId })
const begin = ({ storeId, agentId }: StoreInProcess) =>
  beginHubDrill(ctx(), { storeId, agentId, seconds: SECONDS, reason: 'spring test' })
const now = ({ storeId }: StoreInProcess) => getRedundancy(ctx(), { storeId })

async function ended(store: StoreInProcess) {
  await until(async () => {
    await lookAtDrills({ pool: base.pool, newId, now: () => new Date() })
    return (await now(store)).running === null
  })
  return (await now(store)).drills[0]
}
const moves = async ({ agentId }: StoreInProcess) =>
  (
    await base.pool.query<{ address: string; cause: string }>(
      'select address, cause from agent_hub_path where agent_id = $1 order by seq',
      [agentId],
    )
  ).rows

/** Every number once, none missing. */
async function expectWhole({ agentId, agent }: StoreInProcess, of: StoreInProcess['agent'] = agent): Promise<void> {
  await until(() => of.status().waiting.events === 0)
  const { rows } = await base.pool.query<{ n: number; different: number; last: number }>(
    'select count(*)::int as n, count(distinct seq)::int as different, max(seq)::int as last from event where agent_id = $1',
    [agentId],
  )
  expect(rows[0]).toMatchObject({ n: rows[0]?.last, different: rows[0]?.last })
}

describe('a drill of an agent with two addresses', () => {
  it('takes it over to the second and back, while a customer pays, and the record shows it', async () => {
    const store = await openStore([first.url, second.url])
    store.plan({ ...APPROVED_AT_ONCE, presentMs: LOOKS_FOR_THE_CARD_MS })
    const placed = store.agent.desk.place(
      { lane: '1', kind: 'sale', amountMinor: 1_250, currency: 'EUR' },
      { till: 'till-1', idempotencyKey: 'a' },
    )
    const paymentId = placed.accepted ? placed.payment.id : ''
    await until(() => store.agent.desk.find(paymentId)?.prompt?.code === 'insert_card')

    await begin(store)
    await until(async () => (await now(store)).agents[0]?.hubInUse === second.url)
    // The customer pays while the agent is there; nobody waits for the drill.
    presentCard()
    await until(() => store.agent.desk.find(paymentId)?.payment.outcome === 'approved')
    const paid = async () =>
      (await base.pool.query(`select from event where payment_id = $1 and kind = 'payment.finalised'`, [paymentId])).rowCount ===
      1
    await until(paid)

    expect(await ended(store)).toMatchObject({ state: 'shown', code: null })
    expect(await moves(store)).toEqual([
      { address: second.url, cause: 'drill' },
      { address: first.url, cause: 'drill_over' },
    ])
    expect((await now(store)).axes[0]).toMatchObject({
      axis: 'hub',
      state: 'spare_tested',
      parts: [{ shown: { kind: 'drill', spare: second.url, events: [{ kind: 'agent.hub_path' }, { kind: 'agent.hub_path' }] } }],
    })
    await expectWhole(store)
    store.plan(APPROVED_AT_ONCE)
  })

  it('leaves nothing when the second does not answer, and shows nothing', async () => {
    const gone = await startFussyProxy(hub.url)
    await gone.close()
    const store = await openStore([first.url, gone.url])
    const upgrades = first.passed.upgrades
    await begin(store)
    expect(await ended(store)).toMatchObject({ state: 'not_shown', code: 'spare_silent' })
    expect(await moves(store)).toEqual([])
    expect(first.passed.upgrades).toBe(upgrades)
    expect((await now(store)).axes[0]?.state).toBe('spare_untested')
    await expectWhole(store)
  })

  it('comes back at once when the line there is cut', async () => {
    const store = await openStore([first.url, second.url])
    staysMs = SECONDS * 1_000
    await begin(store)
    await until(async () => (await now(store)).agents[0]?.hubInUse === second.url)
    second.setUpgrades('refuse')
    second.cut()
    expect(await ended(store)).toMatchObject({ state: 'not_shown', code: 'spare_broke' })
    expect((await moves(store)).at(-1)).toEqual({ address: first.url, cause: 'drill_over' })
    await expectWhole(store)
    second.setUpgrades('pass')
  })

  it('that dies in the middle begins with its usual choice, loses nothing and says that it was cut short', async () => {
    const store = await openStore([first.url, second.url])
    staysMs = SECONDS * 1_000
    await begin(store)
    await until(async () => (await now(store)).agents[0]?.hubInUse === second.url)
    const again = await store.startAnew()
    expect(await ended(store)).toMatchObject({ state: 'not_shown', code: 'interrupted' })
    expect((await now(store)).agents[0]?.hubInUse).toBeNull()
    await expectWhole(store, again)
  })
})

describe('a drill nobody can do', () => {
  it('is not begun for one address, nor asked for without being watched', async () => {
    const store = await openStore([first.url])
    await expect(begin(store)).rejects.toMatchObject({ code: 'conflict', reason: 'nothing_spare' })
    const asked = { agentId: store.agentId, kind: 'link.drill', args: { seconds: SECONDS }, goodForMinutes: 15, reason: 'x' }
    await expect(disturbCommand(ctx(), asked)).rejects.toMatchObject({ code: 'forbidden', reason: 'command_class_wrong' })
  })
})
