import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saleEvents } from '../src/testing/index.ts'
import { type Bed, contents, enrolled, newId, openIngest } from './ingest-bed.ts'

let base: TestDatabase
let bed: Bed

beforeAll(async () => {
  base = await openTestDatabase()
  bed = await openIngest(base.pool)
})
afterAll(async () => {
  await bed?.ingest.close()
  await base?.close()
})

describe('a batch that is right', () => {
  it('becomes events, a payment, sums, a stream position and a revision, in one commit', async () => {
    const { agent, script } = await enrolled(base.db)
    const id = newId()
    const at = Date.now()
    const answer = await bed.ingest.submit(agent, script.batch(saleEvents({ id, amountMinor: 4_200, at })))
    expect(answer).toEqual({ ok: true, highWater: 3, head: script.head })

    const events = await base.pool.query(
      'select seq, kind, understood, convert_from(body, $2) as body from event where agent_id = $1 order by seq',
      [agent.id, 'UTF8'],
    )
    expect(events.rows.map((row) => [row.seq, row.kind, row.understood])).toEqual([
      [1, 'payment.opened', true],
      [2, 'payment.answered', true],
      [3, 'payment.finalised', true],
    ])
    const payment = (await base.pool.query('select * from payment where id = $1', [id])).rows[0]
    expect(payment).toMatchObject({
      store_id: agent.storeId,
      kind: 'sale',
      intake: 'driven',
      basket: 'B-1',
      cashier: 'c7',
      outcome: 'approved',
      final: true,
      requested_minor: 4_200,
      authorised_minor: 4_200,
      currency: 'EUR',
      scheme: 'girocard',
      funding: 'debit',
      first6: '476173',
      last4: '0119',
      receipt: '17',
      tid: '52500041',
      time_zone: 'Europe/Berlin',
      last_epoch: 1,
      last_seq: 3,
    })
    expect(payment.opened_at.getTime()).toBe(at)
    expect(payment.business_date).toBe(new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(at))
    const day = (await base.pool.query('select * from sales_day where store_id = $1', [agent.storeId])).rows
    expect(day).toMatchObject([
      { currency: 'EUR', scheme: 'girocard', funding: 'debit', wallet: '', sales_minor: 4_200, approved: 1, declined: 0 },
    ])
    const minute = (await base.pool.query('select * from sales_minute where store_id = $1', [agent.storeId])).rows
    expect(minute).toMatchObject([{ sales_minor: 4_200, approved: 1 }])
    expect(minute[0].minute.getTime()).toBe(at - (at % 60_000))
    const group = bed.commits.at(-1)
    expect([...(group?.revs ?? [])]).toEqual([[agent.storeId, 1]])
    expect(Math.abs((group?.recordedAtMs ?? 0) - Date.now())).toBeLessThan(10_000)
  })

  it('is acknowledged again when it is repeated, and changes nothing', async () => {
    const { agent, script } = await enrolled(base.db)
    const first = script.batch(saleEvents({ id: newId() }))
    const second = script.batch(saleEvents({ id: newId(), outcome: 'declined' }))
    await bed.ingest.submit(agent, first)
    const answer = await bed.ingest.submit(agent, second)
    const before = await contents(base.pool)
    expect(await bed.ingest.submit(agent, second)).toEqual(answer)
    expect(await bed.ingest.submit(agent, first)).toEqual(answer)
    bed.ingest.forgetAgent(agent.id)
    expect(await bed.ingest.submit(agent, first)).toEqual(answer)
    expect(await contents(base.pool)).toEqual(before)
  })

  it('is written once when it is sent twice at the same moment', async () => {
    const { agent, script } = await enrolled(base.db)
    const batch = script.batch(saleEvents({ id: newId() }))
    const answers = await Promise.all([1, 2, 3].map(() => bed.ingest.submit(agent, batch)))
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true])
    expect((await base.pool.query('select count(*)::int as n from event where agent_id = $1', [agent.id])).rows[0].n).toBe(3)
    expect((await base.pool.query('select approved from sales_day where store_id = $1', [agent.storeId])).rows).toEqual([
      { approved: 1 },
    ])
  })

  it('may follow others that are still on their way; repeated with other borders it is known by its hashes', async () => {
    const { agent, script, sign } = await enrolled(base.db)
    const bodies = Array.from(
      { length: 6 },
      (_, index) => `{"at":${index},"boot":"00000000-0000-7000-8000-000000000000","kind":"later.kind","mono":0,"v":1}`,
    )
    const answers = await Promise.all(
      [bodies.slice(0, 2), bodies.slice(2, 4), bodies.slice(4)].map((part) =>
        bed.ingest.submit(agent, script.batchOfBodies(part)),
      ),
    )
    expect(answers.map((answer) => answer.ok && answer.highWater).at(-1)).toBe(6)
    expect(
      (await base.pool.query('select high_water from agent_stream where agent_id = $1', [agent.id])).rows[0].high_water,
    ).toBe(6)

    const { scriptAgent } = await import('../src/testing/index.ts')
    const again = scriptAgent({ uid: agent.uid, sign })
    expect(await bed.ingest.submit(agent, again.batchOfBodies(bodies.slice(0, 3)))).toMatchObject({ ok: true, highWater: 6 })
    const overlapping = scriptAgent({ uid: agent.uid, sign }).batchOfBodies([...bodies, '{"kind":"new"}'])
    expect(await bed.ingest.submit(agent, overlapping)).toMatchObject({ ok: false, code: 'gap', resendFrom: 7 })
  })

  it('of many agents goes through together: every event once, every sum right', async () => {
    const agents = await Promise.all(Array.from({ length: 8 }, () => enrolled(base.db)))
    const answers = await Promise.all(
      agents.flatMap(({ agent, script }) =>
        Array.from({ length: 10 }, () =>
          bed.ingest.submit(
            agent,
            script.batch([...saleEvents({ id: newId(), amountMinor: 100 }), ...saleEvents({ id: newId(), amountMinor: 7 })]),
          ),
        ),
      ),
    )
    expect(answers.every((answer) => answer.ok)).toBe(true)
    const stores = agents.map(({ agent }) => agent.storeId)
    const sums = await base.pool.query('select store_id, sales_minor, approved from sales_day where store_id = any($1)', [stores])
    expect(sums.rows).toHaveLength(8)
    for (const row of sums.rows) expect(row).toMatchObject({ sales_minor: 1_070, approved: 20 })
    const revs = await base.pool.query('select rev from store_rev where store_id = any($1)', [stores])
    for (const { agent } of agents) {
      const told = bed.commits.flatMap(({ revs }) => [...revs]).filter(([storeId]) => storeId === agent.storeId)
      expect(told.map(([, rev]) => rev)).toEqual(told.map((_, index) => index + 1))
    }
    expect(revs.rows.every(({ rev }) => rev >= 1 && rev <= 10)).toBe(true)
  })
})
