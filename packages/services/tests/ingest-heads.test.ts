import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { saleEvents } from '../src/testing/index.ts'
import { sequenceAll } from './audit-log-bed.ts'
import { type Bed, enrolled, newId, openIngest } from './ingest-bed.ts'

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

/** What the log says agents signed, in its order. */
async function loggedHeads(): Promise<unknown[]> {
  const { rows } = await base.pool.query(
    `select e.body from audit_leaf l join audit_entry e on e.id = l.entry_id where e.action = 'agents.heads' order by l.idx`,
  )
  return rows.flatMap(({ body }) => JSON.parse(body.toString()).after.batches)
}

describe('the heads of batches', () => {
  it('are in the log, each once, as agents signed them, with one entry a commit', async () => {
    const agents = await Promise.all(Array.from({ length: 12 }, () => enrolled(base.db)))
    for (let turn = 0; turn < 3; turn += 1)
      await Promise.all(
        agents.map(({ agent, script }) =>
          bed.ingest.submit(agent, script.batch(saleEvents({ id: newId(), amountMinor: 100, at: Date.now() }))),
        ),
      )
    await sequenceAll(base.pool)
    const { rows } = await base.pool.query(
      `select agent_id, epoch, first_seq, last_seq, encode(head, 'hex') as head from agent_batch`,
    )
    const signed = rows.map((row) => JSON.stringify([String(row.agent_id), row.epoch, row.first_seq, row.last_seq, row.head]))
    const logged = (await loggedHeads()).map((head) => JSON.stringify(head))
    expect(signed).toHaveLength(36)
    expect([...logged].sort()).toEqual([...signed].sort())
    const entries = await base.pool.query(`select count(*)::int4 as n from audit_entry where action = 'agents.heads'`)
    expect(entries.rows).toEqual([{ n: bed.commits.length }])
  })

  it('of a batch that is refused or repeated are not in it again', async () => {
    const { agent, script } = await enrolled(base.db)
    const batch = script.batch(saleEvents({ id: newId(), amountMinor: 100, at: Date.now() }))
    await bed.ingest.submit(agent, batch)
    await sequenceAll(base.pool)
    const before = await loggedHeads()
    expect(await bed.ingest.submit(agent, batch)).toMatchObject({ ok: true })
    script.batch(saleEvents({ id: newId(), amountMinor: 100, at: Date.now() }))
    const ahead = script.batch(saleEvents({ id: newId(), amountMinor: 100, at: Date.now() }))
    expect(await bed.ingest.submit(agent, ahead)).toMatchObject({ ok: false, code: 'gap' })
    await sequenceAll(base.pool)
    expect(await loggedHeads()).toEqual(before)
  })
})
