import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { count, enrolled, newId, until } from './hub-bed.ts'
import { freePort, type HubProcess, startHubProcess } from './hub-process.ts'
import { persistentAgent } from './persistent-agent.ts'

let base: TestDatabase
let hub: HubProcess

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  hub = await startHubProcess({ databaseUrl: base.url, port: await freePort() })
})
afterAll(async () => {
  await hub?.kill('SIGKILL')
  await base?.close()
})

describe('a hub killed in the middle of a sale burst', () => {
  it('has every event once after it is started again, and every sum right', async () => {
    const agents = await Promise.all(Array.from({ length: 6 }, () => enrolled(base)))
    const running = agents.map((agent) => ({ agent, delivery: persistentAgent(() => hub.url, agent) }))
    const salesEach = 250
    for (const { agent, delivery } of running) {
      for (let sale = 0; sale < salesEach; sale += 1)
        delivery.add(agent.script.batch(saleEvents({ id: newId(), amountMinor: 100 })))
    }
    const ends = running.map(({ delivery }) => delivery.run())
    const delivered = () => running.reduce((sum, { delivery }) => sum + delivery.acknowledged, 0)
    const all = agents.length * salesEach * 3
    for (const share of [0.15, 0.45, 0.75]) {
      await until(() => delivered() >= all * share, 60_000)
      await hub.kill('SIGKILL')
      const before = delivered()
      expect(before).toBeLessThan(all)
      // Nothing that was acknowledged is missing the moment after.
      expect(await count(base, 'event', 'true')).toBeGreaterThanOrEqual(before)
      hub = await startHubProcess({ databaseUrl: base.url, port: hub.port })
    }
    await until(async () => (await count(base, 'agent_presence', 'connected and until is null')) === agents.length)
    await until(() => delivered() === all, 60_000)
    for (const { delivery } of running) delivery.stop()
    await Promise.all(ends)

    expect(await count(base, 'event', 'true')).toBe(all)
    const streams = await base.pool.query(
      'select agent_id, count(*)::int as n, max(seq)::int as last, count(distinct seq)::int as different from event group by 1',
    )
    for (const row of streams.rows) expect(row).toMatchObject({ n: salesEach * 3, last: salesEach * 3, different: salesEach * 3 })
    const days = await base.pool.query('select sales_minor, approved from sales_day')
    expect(days.rows).toEqual(agents.map(() => ({ sales_minor: salesEach * 100, approved: salesEach })))
    expect(await count(base, 'payment', `outcome = 'approved' and final`)).toBe(agents.length * salesEach)
    expect(
      running
        .flatMap(({ delivery }) => delivery.answers)
        .filter((answer) => !answer.ok && !['unavailable', 'busy'].includes(answer.code)),
    ).toEqual([])
  })

  it('stops by itself on SIGTERM, with exit code 0 and agents marked as gone', async () => {
    const agent = await enrolled(base)
    const delivery = persistentAgent(() => hub.url, agent)
    const end = delivery.run()
    delivery.add(agent.script.batch(saleEvents({ id: newId() })))
    await until(
      async () => (await count(base, 'agent_presence', 'agent_id = $1 and connected and until is null', agent.id)) === 1,
    )
    expect(await hub.kill('SIGTERM')).toBe(0)
    delivery.stop()
    await end
    expect(await count(base, 'agent_presence', 'connected and until is null')).toBe(0)
    expect(hub.log()).toContain('the hub has stopped')
    expect(hub.log()).not.toMatch(/payment\.finalised|476173/)
  })

  it('says which port is taken and ends with 1', async () => {
    const port = await freePort()
    hub = await startHubProcess({ databaseUrl: base.url, port })
    await expect(startTwice(port)).rejects.toThrow(/port \d+ is taken/)
  })
})

/** The second one never gets healthy by itself, but the first one answers on its port: so its end is what counts. */
async function startTwice(port: number): Promise<void> {
  const { spawn } = await import('node:child_process')
  const { join } = await import('node:path')
  const child = spawn(process.execPath, ['src/realtime/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      DATABASE_URL: base.url,
      HUB_KEY: 'A'.repeat(43),
      HUB_PORT: String(port),
      HUB_HOST: '127.0.0.1',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let log = ''
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')))
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  throw new Error(`ended with ${code}: ${log}`)
}
