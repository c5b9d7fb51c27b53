import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPool, createPrisma } from '@counterfoil/db'
import { type EmbeddedPostgres, startEmbeddedPostgres, throwawaySettings } from '@counterfoil/db/embedded'
import { applyMigrations } from '@counterfoil/db/migrate'
import { createInstallation, type TestDatabase } from '@counterfoil/db/testing'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { count, enrolled, greet, newId, startHub, until } from './hub-bed.ts'
import { persistentAgent } from './persistent-agent.ts'

let folder: string
let server: EmbeddedPostgres
let base: TestDatabase
let hub: Awaited<ReturnType<typeof startHub>>

const start = () => startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), settings: throwawaySettings })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterfoil-away-'))
  server = await start()
  await applyMigrations({ url: server.url })
  const [db, pool, owner] = [
    createPrisma({ url: server.url, max: 3 }),
    createPool({ url: server.url, max: 5 }),
    createPool({ url: server.url, role: 'owner', max: 2 }),
  ]
  const close = async () => {
    await Promise.all([db.$disconnect(), pool.end(), owner.end()])
  }
  base = { name: 'counterfoil', url: server.url, db, pool, owner, close, [Symbol.asyncDispose]: close }
  await createInstallation(db)
  hub = await startHub(base)
})
afterAll(async () => {
  await hub?.close()
  await base?.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

const health = async () => {
  const response = await fetch(`${hub.url}/healthz`)
  return { status: response.status, body: (await response.json()) as { database: string; problems: string[] } }
}

describe('PostgreSQL stopped in the middle of a stream and started again', () => {
  it('is said, nothing is acknowledged meanwhile, and all goes on by itself: every event once', async () => {
    await until(async () => (await health()).status === 200)
    const agents = await Promise.all(Array.from({ length: 3 }, () => enrolled(base)))
    const running = agents.map((agent) => ({ agent, delivery: persistentAgent(() => hub.url, agent) }))
    let adding = true
    const ends = running.map(({ delivery }) => delivery.run())
    const filling = running.map(async ({ agent, delivery }) => {
      while (adding) {
        delivery.add(agent.script.batch(saleEvents({ id: newId(), amountMinor: 100 })))
        await new Promise((resolve) => setTimeout(resolve, 4))
      }
    })
    const delivered = () => running.reduce((sum, { delivery }) => sum + delivery.acknowledged, 0)

    await until(() => delivered() > 300)
    await server.stop()
    await until(async () => (await health()).status === 503)
    const away = await health()
    expect(away.body.database).toBe('away')
    expect(away.body.problems.join(' ')).toMatch(/PostgreSQL/)
    const before = delivered()
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(delivered()).toBe(before)
    // A connection that stood all the while is told so, and keeps its batch.
    expect(
      running.flatMap(({ delivery }) => delivery.answers).some((answer) => !answer.ok && answer.code === 'unavailable'),
    ).toBe(true)

    server = await start()
    await until(async () => (await health()).status === 200, 30_000)
    await until(() => delivered() > before + 300, 30_000)
    adding = false
    await Promise.all(filling)
    const all = agents.reduce((sum, { script }) => sum + script.lastSeq, 0)
    await until(() => delivered() === all, 30_000)
    for (const { delivery } of running) delivery.stop()
    await Promise.all(ends)
    expect(await count(base, 'event', 'true')).toBe(all)
    expect(await count(base, 'payment', `outcome = 'approved'`)).toBe(all / 3)
    const sums = await base.pool.query('select sum(sales_minor)::int as sales, sum(approved)::int as approved from sales_day')
    expect(sums.rows[0]).toEqual({ sales: (all / 3) * 100, approved: all / 3 })
  })

  it('and presence tells the truth afterwards', async () => {
    const agent = await enrolled(base)
    const link = await greet(hub.url, agent)
    await until(
      async () => (await count(base, 'agent_presence', 'agent_id = $1 and connected and until is null', agent.id)) === 1,
    )
    link.close()
    await until(async () => (await count(base, 'agent_presence', 'connected and until is null')) === 0)
  })
})
