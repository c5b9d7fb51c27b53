import { createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import { createJoinCode } from '@counterfoil/services/agents'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { count, enrolled, newId, signIn, until } from './hub-bed.ts'
import { freePort, type HubProcess, startHubProcess } from './hub-process.ts'
import { persistentAgent } from './persistent-agent.ts'
import { type Balancer, startBalancer } from './support/balancer.ts'
import { openPage, readFigures } from './support/open-page.ts'
import { type RedisProcess, startRedis } from './support/redis-process.ts'
import { type StorePc, startStorePc } from './support/store-pc.ts'

let base: TestDatabase
let ctx: ServiceContext
let redis: RedisProcess
let balancer: Balancer
const ports: number[] = []
const hubs: HubProcess[] = []
const pcs: StorePc[] = []

const startHubAt = (port: number) => startHubProcess({ databaseUrl: base.url, port, redisUrl: redis.url })

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  ctx = { db: base.db, pool: base.pool, actor: { kind: 'system', name: 'test' }, now: () => new Date(), newId }
  redis = await startRedis()
  ports.push(await freePort(), await freePort())
  hubs.push(...(await Promise.all(ports.map(startHubAt))))
  balancer = await startBalancer(ports.map((port) => ({ port })))
})
afterAll(async () => {
  await Promise.all(pcs.map((pc) => pc.close()))
  await balancer?.close()
  await Promise.all(hubs.map((hub) => hub.kill('SIGKILL')))
  await redis?.kill()
  await base?.close()
})

describe('two hub processes behind a balancer, with Redis', () => {
  it('lose nothing and take nothing twice while Redis is restarted and one of them is killed; agents and pages carry on', async () => {
    const deadlocksBefore = await deadlocks()
    // Agents of one store at both hubs, so that both write for the same rows.
    const stores = await Promise.all([1, 2].map(() => createStore(base.db)))
    const backlogs = await Promise.all([0, 1, 0, 1].map((store) => enrolled(base, { storeId: stores[store]?.id ?? 0 })))
    const { cookie } = await signIn(base)
    const pages = [1, 2, 3, 4].map(() => openPage(ctx, balancer.url, cookie))
    await until(() => pages.every(({ connected }) => connected))
    for (const hub of hubs) expect((await health(hub)).browsers).toBeGreaterThan(0)

    for (const store of stores) {
      const { code } = await createJoinCode(ctx, store.id)
      pcs.push(await startStorePc({ hubUrl: balancer.url, joinCode: code }))
    }
    let trading = true
    const approved: string[] = []
    const trades = pcs.map(async (pc) => {
      while (trading) approved.push(await pc.sell(100))
    })

    const salesEach = 350
    const running = backlogs.map((agent) => ({ agent, delivery: persistentAgent(() => balancer.url, agent) }))
    for (const { agent, delivery } of running)
      for (let sale = 0; sale < salesEach; sale += 1)
        delivery.add(agent.script.batch(saleEvents({ id: newId(), amountMinor: 100 })))
    const ends = running.map(({ delivery }) => delivery.run())
    const all = backlogs.length * salesEach * 3
    const delivered = () => running.reduce((sum, { delivery }) => sum + delivery.acknowledged, 0)

    await until(() => delivered() >= all * 0.15)
    await redis.kill()
    const withoutRedis = { delivered: delivered(), sold: approved.length }
    await until(() => delivered() >= withoutRedis.delivered + all * 0.15 && approved.length > withoutRedis.sold)
    for (const hub of hubs) expect(await health(hub)).toMatchObject({ status: 'ok', otherHubs: 'away' })
    await redis.start()

    await until(() => delivered() >= all * 0.45)
    await hubs[1]?.kill('SIGKILL')
    const before = delivered()
    expect(before).toBeLessThan(all)
    await until(() => delivered() >= before + all * 0.15 && pages.every(({ connected }) => connected))
    hubs[1] = await startHubAt(ports[1] ?? 0)

    await until(() => delivered() === all)
    trading = false
    await Promise.all(trades)
    expect(approved.length).toBeGreaterThan(4)
    await until(
      async () => (await count(base, 'payment', `id = any($1) and outcome = 'approved' and final`, approved)) === approved.length,
    )

    // Every agent's stream has each number once, from the first to the last that it holds.
    const streams = await base.pool.query(
      `select s.agent_id, s.high_water::int as high, count(e.seq)::int as n, count(distinct e.seq)::int as different, max(e.seq)::int as last
       from agent_stream s join event e on e.agent_id = s.agent_id and e.epoch = s.epoch group by 1, 2`,
    )
    expect(streams.rows).toHaveLength(backlogs.length + pcs.length)
    for (const { high, n, different, last } of streams.rows) expect([n, different, last]).toEqual([high, high, high])
    const sales = backlogs.length * salesEach + approved.length
    expect(
      (await base.pool.query('select sum(sales_minor)::int as sales, sum(approved)::int as approved from sales_day')).rows,
    ).toEqual([{ sales: sales * 100, approved: sales }])
    expect(await count(base, 'payment', `outcome = 'approved' and final`)).toBe(sales)

    // Whichever hub a page is at, it ends with what the database says.
    await until(async () => (await count(base, 'agent_presence', 'connected and until is null')) === backlogs.length + pcs.length)
    await until(async () => {
      const figures = await readFigures(ctx)
      return pages.every((page) => {
        const shown = page.shown()
        return [...figures].every(([storeId, held]) => JSON.stringify(shown.get(storeId)) === JSON.stringify(held))
      })
    }, 90_000)
    expect((await deadlocks()) - deadlocksBefore).toBe(0)
    for (const served of balancer.served) expect(served).toBeGreaterThan(2)

    for (const { delivery } of running) delivery.stop()
    await Promise.all(ends)
    for (const page of pages) page.close()
  }, 240_000)

  it('stop in order when they are told to, Redis or not', async () => {
    // Both, and the one that was killed.
    await until(async () => (await count(base, 'hub_node', 'true')) === 3)
    await redis.kill()
    for (const hub of hubs) expect(await hub.kill('SIGTERM'), hub.log()).toBe(0)
    expect(await count(base, 'hub_node', 'true')).toBe(1)
    const alone = await startHubAt(ports[0] ?? 0)
    expect(await health(alone)).toMatchObject({ status: 'ok', otherHubs: 'away' })
    expect(await alone.kill('SIGTERM')).toBe(0)
  })
})

async function health({ url }: HubProcess): Promise<{ status: string; browsers: number; otherHubs: string }> {
  return (await (await fetch(`${url}/healthz`)).json()) as { status: string; browsers: number; otherHubs: string }
}

async function deadlocks(): Promise<number> {
  await base.owner.query('select pg_stat_force_next_flush()')
  return (await base.owner.query('select deadlocks::int as n from pg_stat_database where datname = current_database()')).rows[0].n
}
