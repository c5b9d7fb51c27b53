import { createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { enrolled, greet, type StartedHub, startHub, type TestEnrolled } from './hub-bed.ts'
import { startFreezingLine } from './support/freezing-line.ts'

let base: TestDatabase
let hub: StartedHub
beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  hub = await startHub(base, { watchesHealth: true })
})
afterAll(async () => {
  await hub?.close()
  await base?.close()
})

async function agentOfNewStore(): Promise<TestEnrolled> {
  const { id: storeId } = await createStore(base.db)
  const agent = await enrolled(base, { storeId })
  await base.owner.query(
    `insert into device (kind, registered, state, store_id, agent_id, created_at) values ('agent_pc', false, 'active', $1, $2, now())`,
    [storeId, agent.id],
  )
  return agent
}

const isConnected = async ({ id }: TestEnrolled) => {
  const { rows } = await base.pool.query('select 1 from agent_presence where agent_id = $1 and connected and until is null', [id])
  return rows.length === 1
}

const isOffline = async ({ storeId }: TestEnrolled) => {
  const { rows } = await base.pool.query(
    `select 1 from health_finding where store_id = $1 and code = 'store_offline' and until is null`,
    [storeId],
  )
  return rows.length === 1
}

it('finds a store offline whose line has died without a word before its own end knows, and no other', async () => {
  const [gone, here] = await Promise.all([agentOfNewStore(), agentOfNewStore()])
  const line = await startFreezingLine(Number(new URL(hub.url).port))
  const [lost, kept] = await Promise.all([greet(line.url, gone), greet(hub.url, here)])
  try {
    await expect.poll(() => Promise.all([isConnected(gone), isConnected(here)])).toEqual([true, true])
    // Before its first pulse.
    line.freeze()
    await expect.poll(() => isConnected(gone), { timeout: 60_000, interval: 100 }).toBe(false)
    await expect.poll(() => isOffline(gone), { timeout: 60_000, interval: 100 }).toBe(true)
    // 28 s where nothing else runs. Its own end, which socket.io's pings would tell after 45 s, has not heard a thing yet.
    expect(lost.socket.connected).toBe(true)
    expect([await isConnected(here), await isOffline(here)]).toEqual([true, false])
  } finally {
    lost.close()
    kept.close()
    line.close()
  }
})
