import { createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { StoreDelta } from '@counterfoil/protocol'
import { revokeAgent } from '@counterfoil/services/agents'
import { findSession } from '@counterfoil/services/sessions'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  AT_ONCE_MS,
  count,
  enrolled,
  greet,
  type LivePage,
  newId,
  ORIGIN,
  openLive,
  type StartedHub,
  signIn,
  startHub,
  until,
} from './hub-bed.ts'
import { type RedisProcess, startRedis } from './support/redis-process.ts'
import { createSkippingClock } from './support/skipping-clock.ts'

let base: TestDatabase
let redis: RedisProcess
let hubs: [StartedHub, StartedHub]
const clocks = [createSkippingClock(), createSkippingClock()] as const
/** How often the hubs have looked a session up. */
let lookedUp = 0

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  redis = await startRedis()
  const counted = (cookie: string | undefined) => {
    lookedUp += 1
    return findSession({ pool: base.pool, now: () => new Date() }, cookie)
  }
  hubs = await Promise.all([
    startHub(base, { clock: clocks[0], redisUrl: redis.url, findViewer: counted }),
    startHub(base, { clock: clocks[1], redisUrl: redis.url, findViewer: counted }),
  ])
  for (const hub of hubs) await until(async () => (await health(hub)).otherHubs === 'up')
})
afterAll(async () => {
  await Promise.all((hubs ?? []).map((hub) => hub.close()))
  await redis?.kill()
  await base?.close()
})

const health = async ({ url }: StartedHub) =>
  (await (await fetch(`${url}/healthz`)).json()) as { status: string; otherHubs: string }
const services = () => ({
  pool: base.pool,
  db: base.db,
  now: () => new Date(),
  newId,
  actor: { kind: 'system', name: 'test' } as const,
})
const deltasOf = ({ frames }: LivePage, storeId: number): StoreDelta[] =>
  frames.flatMap(({ deltas }) => deltas.filter((delta) => delta.storeId === storeId))
const presenceOf = async (agentId: number) =>
  (await base.pool.query('select connected from agent_presence where agent_id = $1 and until is null', [agentId])).rows

async function watch({ url }: StartedHub, storeId: number): Promise<LivePage> {
  const { cookie } = await signIn(base)
  const page = await openLive(url, { origin: ORIGIN, cookie })
  expect(await page.watch({ kind: 'store', storeId })).toEqual({ ok: true })
  return page
}

describe('two hubs over one database', () => {
  it('show what is sold at either of them on both, every revision in order and without a hole', async () => {
    const store = await createStore(base.db)
    const agents = await Promise.all([1, 2].map(() => enrolled(base, { storeId: store.id })))
    const pages = await Promise.all(hubs.map((hub) => watch(hub, store.id)))
    const links = await Promise.all(agents.map((agent, index) => greet(hubs[index === 0 ? 0 : 1].url, agent)))
    const salesEach = 25
    await Promise.all(
      links.map(async (link, index) => {
        for (let sale = 0; sale < salesEach; sale += 1) {
          const script = agents[index]?.script
          if (script !== undefined) await link.send(script.batch(saleEvents({ id: newId(), amountMinor: 10 })))
        }
      }),
    )
    for (const page of pages) {
      const approved = () =>
        new Set(
          deltasOf(page, store.id).flatMap(({ payments }) =>
            payments.filter(({ outcome }) => outcome === 'approved').map(({ id }) => id),
          ),
        ).size
      await until(() => approved() === 2 * salesEach)
      expect(deltasOf(page, store.id).findLast(({ days }) => days.length > 0)?.days[0]?.salesMinor).toBe(2 * salesEach * 10)
      const deltas = deltasOf(page, store.id)
      for (const [index, { fromRev }] of deltas.entries())
        if (index > 0) expect(fromRev).toBeLessThanOrEqual(deltas[index - 1]?.rev ?? 0)
      const rows = deltas.flatMap(({ payments }) => payments)
      expect(rows.every(({ lane, terminalKey }) => lane !== '' && terminalKey === 'zvt-1')).toBe(true)
      expect(new Set(deltas.flatMap(({ agents }) => agents.map(({ agentId }) => agentId))).size).toBe(2)
      page.close()
    }
    for (const link of links) link.close()
  })

  it('have one connection of an agent between them, and its late end at the first changes nothing', async () => {
    const agent = await enrolled(base)
    const first = await greet(hubs[0].url, agent)
    const sold = await first.send(agent.script.batch(saleEvents({ id: newId() })))
    expect(sold).toMatchObject({ ok: true, highWater: 3 })
    const second = await greet(hubs[1].url, agent)
    await until(() => first.socket.disconnected, AT_ONCE_MS)
    expect(await second.send(agent.script.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: true, highWater: 6 })
    // What a hub sees of agents it writes in order: with these, the second has written the new connection and the first the old
    // one's end, if it ever does.
    const markers = await Promise.all(hubs.map(() => enrolled(base)))
    const last = await Promise.all(hubs.map((hub, index) => greet(hub.url, markers[index] ?? agent)))
    for (const marker of markers) await until(async () => (await presenceOf(marker.id))[0]?.connected === true)
    expect(await presenceOf(agent.id)).toEqual([{ connected: true }])
    for (const link of last) link.close()
    second.close()
    await until(async () => (await presenceOf(agent.id))[0]?.connected === false)
  })

  it('shut a revoked agent and a signed-out person out within a second, at either hub', async () => {
    for (const hub of hubs) {
      const agent = await enrolled(base)
      const link = await greet(hub.url, agent)
      await revokeAgent(services(), agent.id)
      await until(() => link.socket.disconnected, AT_ONCE_MS)
    }
    const person = await signIn(base)
    const pages = await Promise.all(hubs.map((hub) => openLive(hub.url, { origin: ORIGIN, cookie: person.cookie })))
    await base.pool.query('delete from session where id = $1', [person.sessionId])
    await base.pool.query(`select pg_notify('counterfoil_changes', $1)`, [
      JSON.stringify({ entity: 'session', id: person.sessionId }),
    ])
    for (const page of pages) await until(() => page.events.includes('disconnect'), AT_ONCE_MS)
    for (const page of pages) expect(page.events).toContain('signed-out')
  })

  it('find out within 30 s at either hub that a session has ended, though nobody told them', async () => {
    const [ended, good] = [await signIn(base), await signIn(base)]
    const pages = await Promise.all(
      hubs.flatMap((hub) => [ended, good].map(({ cookie }) => openLive(hub.url, { origin: ORIGIN, cookie }))),
    )
    await base.pool.query('delete from session where id = $1', [ended.sessionId])
    const before = lookedUp
    for (const clock of clocks) clock.skip(29_000)
    expect(lookedUp).toBe(before)
    expect(pages.map(({ socket }) => socket.connected)).toEqual([true, true, true, true])
    for (const clock of clocks) clock.skip(1_000)
    await until(() => pages.filter(({ events }) => events.includes('signed-out')).length === 2)
    expect(pages.map(({ socket }) => socket.connected)).toEqual([false, true, false, true])
    for (const page of pages) page.close()
  })

  it('go on without Redis: batches are acknowledged, the other hub’s pages are told to ask anew, and all is as before when it is back', async () => {
    const agent = await enrolled(base)
    const page = await watch(hubs[1], agent.storeId)
    const link = await greet(hubs[0].url, agent)
    await link.send(agent.script.batch(saleEvents({ id: newId(), amountMinor: 1 })))
    await until(() => deltasOf(page, agent.storeId).some(({ days }) => days[0]?.salesMinor === 1))
    await redis.kill()
    for (const hub of hubs) await until(async () => (await health(hub)).otherHubs === 'away')
    for (const hub of hubs) expect((await health(hub)).status).toBe('ok')
    expect(await link.send(agent.script.batch(saleEvents({ id: newId(), amountMinor: 1 })))).toMatchObject({
      ok: true,
      highWater: 6,
    })
    const rev = async () => (await base.pool.query('select rev from store_rev where store_id = $1', [agent.storeId])).rows[0].rev
    const missed = await rev()
    // Nobody watched the clock of the looking meanwhile: it is due.
    for (const clock of clocks) clock.skip(10_000)
    await until(() => deltasOf(page, agent.storeId).some((delta) => delta.rev >= missed && delta.fromRev === delta.rev))
    // And while one hub dies, a third comes and starts without Redis.
    const third = await startHub(base, { redisUrl: redis.url })
    await until(async () => (await health(third)).status === 'ok')
    const other = await enrolled(base)
    const atThird = await greet(third.url, other)
    expect(await atThird.send(other.script.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: true })
    await redis.start()
    for (const hub of [...hubs, third]) await until(async () => (await health(hub)).otherHubs === 'up')
    const back = await rev()
    await until(async () => {
      await link.send(agent.script.batch(saleEvents({ id: newId(), amountMinor: 1 })))
      return deltasOf(page, agent.storeId).some((delta) => delta.days.length > 0 && delta.rev > back)
    })
    expect(await count(base, 'event', 'agent_id = $1', agent.id)).toBe(agent.script.lastSeq)
    page.close()
    atThird.close()
    await third.close()
    link.close()
  })

  it('one of which has ended without a word: within 30 s its agents are away, unless they came back elsewhere', async () => {
    const clock = createSkippingClock()
    const dying = await startHub(base, { clock, redisUrl: redis.url })
    await until(async () => (await health(dying)).status === 'ok')
    const [lost, moved] = [await enrolled(base), await enrolled(base)]
    const page = await watch(hubs[0], lost.storeId)
    const links = await Promise.all([lost, moved].map((agent) => greet(dying.url, agent)))
    for (const agent of [lost, moved]) await until(async () => (await presenceOf(agent.id))[0]?.connected === true)
    const elsewhere = await greet(hubs[1].url, moved)
    await until(async () => {
      const { rows } = await base.pool.query(
        'select count(distinct node_id)::int as nodes from agent_presence where agent_id = any($1) and until is null',
        [[lost.id, moved.id]],
      )
      return rows[0].nodes === 2
    })
    // Its beats stand still with its clock; those of the others go on.
    await base.pool.query(
      `update hub_node set seen_at = seen_at - interval '16 s'
      where id = (select node_id from agent_presence where agent_id = $1 and until is null)`,
      [lost.id],
    )
    await until(async () => {
      clocks[0].skip(5_000)
      return (await presenceOf(lost.id))[0]?.connected === false
    })
    expect(await presenceOf(moved.id)).toEqual([{ connected: true }])
    await until(() => deltasOf(page, lost.storeId).some(({ agents }) => agents.some(({ connected }) => !connected)))
    for (const link of [...links, elsewhere]) link.close()
    page.close()
    await dying.close()
  })
})
