import { createPool } from '@counterfoil/db'
import { createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordPresence } from '../src/agents/index.ts'
import { saleEvents } from '../src/testing/index.ts'
import { type Bed, enrolled, newId, openIngest } from './ingest-bed.ts'

let base: TestDatabase
let beds: Bed[] = []

beforeAll(async () => {
  base = await openTestDatabase()
  beds = await Promise.all([1, 2, 3].map(() => openIngest(createPool({ url: base.url, max: 3 }))))
})
afterAll(async () => {
  await Promise.all(beds.map((bed) => bed.ingest.close()))
  await base?.close()
})

describe('several hubs over one database', () => {
  it('never wait for each other in a ring, lose nothing, and number each store without a hole', async () => {
    const stores = await Promise.all([1, 2, 3, 4].map(() => createStore(base.db)))
    // Every hub has an agent in every store, so that all of them fight for the same rows.
    const agents = await Promise.all(
      beds.flatMap((bed) => stores.map(async (store) => ({ bed, ...(await enrolled(base.db, { storeId: store.id })) }))),
    )
    const at = Date.now()
    const rounds = 40
    const before = await deadlocks()
    await Promise.all([
      ...agents.map(async ({ bed, agent, script }) => {
        for (let round = 0; round < rounds; round += 1) {
          const sales = [
            ...saleEvents({ id: newId(), amountMinor: 10, at }),
            ...saleEvents({ id: newId(), amountMinor: 5, at, outcome: 'declined' }),
          ]
          expect((await bed.ingest.submit(agent, script.batch(sales))).ok).toBe(true)
        }
      }),
      (async () => {
        for (let round = 0; round < rounds; round += 1) {
          const seen = agents.toReversed().map(({ agent }) => ({
            agentId: agent.id,
            storeId: agent.storeId,
            connected: true,
            waiting: round + 1,
            oldestMs: 1,
            greeting: 1,
          }))
          await recordPresence({ pool: base.pool }, null, seen)
        }
      })(),
    ])
    expect((await deadlocks()) - before).toBe(0)
    expect(beds.flatMap((bed) => bed.troubles)).toEqual([])
    const days = await base.pool.query(
      'select store_id, sum(sales_minor)::int as sales, sum(approved)::int as approved, sum(declined)::int as declined from sales_day group by 1',
    )
    expect(days.rows).toHaveLength(4)
    for (const row of days.rows) expect(row).toMatchObject({ sales: 10 * rounds * 3, approved: rounds * 3, declined: rounds * 3 })
    const minutes = await base.pool.query('select sum(approved)::int as approved from sales_minute')
    expect(minutes.rows[0].approved).toBe(rounds * agents.length)
    for (const { id } of stores) {
      const told = beds
        .flatMap((bed) => bed.commits.flatMap(({ revs }) => [...revs]))
        .filter(([storeId]) => storeId === id)
        .map(([, rev]) => rev)
      const { rev } = (await base.pool.query('select rev from store_rev where store_id = $1', [id])).rows[0]
      expect(new Set(told).size).toBe(told.length)
      expect(told.length + rounds).toBe(rev)
    }
  })

  it('may both get the same batch: one writes, both acknowledge', async () => {
    const { agent, script } = await enrolled(base.db)
    for (let round = 0; round < 20; round += 1) {
      const batch = script.batch(saleEvents({ id: newId() }))
      const answers = await Promise.all(beds.map((bed) => bed.ingest.submit(agent, batch)))
      for (const answer of answers) expect(answer).toEqual({ ok: true, highWater: script.lastSeq, head: script.head })
    }
    expect((await base.pool.query('select count(*)::int as n from event where agent_id = $1', [agent.id])).rows[0].n).toBe(60)
    expect((await base.pool.query('select approved from sales_day where store_id = $1', [agent.storeId])).rows).toEqual([
      { approved: 20 },
    ])
  })
})

async function deadlocks(): Promise<number> {
  await base.owner.query('select pg_stat_force_next_flush()')
  return (await base.owner.query('select deadlocks::int as n from pg_stat_database where datname = current_database()')).rows[0].n
}
