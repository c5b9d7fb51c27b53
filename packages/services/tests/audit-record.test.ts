import { commitment } from '@counterfoil/audit'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordAct, recordActThroughPrisma } from '../src/audit/index.ts'
import { inTransaction } from '../src/in-transaction.ts'
import type { ServiceContext } from '../src/index.ts'
import { newId } from './ingest-bed.ts'

const NOW = Date.UTC(2026, 10, 27, 12)
let database: TestDatabase
let ctx: ServiceContext

beforeAll(async () => {
  database = await openTestDatabase()
  ctx = {
    db: database.db,
    pool: database.pool,
    actor: { kind: 'user', id: 'u1', sessionId: 's1', reach: { kind: 'chain' }, factors: ['password', 'totp'] },
    origin: { address: '192.0.2.7', userAgent: 'Test\u0000 \ud800' },
    now: () => new Date(NOW),
    newId,
  }
})
afterAll(() => database.close())

const act = { action: 'person.disabled', target: { type: 'person', id: 'u2' }, personal: { email: 'x@chain.example' } } as const
const ways = {
  pg: (work: ServiceContext) => inTransaction(work, (client) => recordAct(work, client, act)),
  prisma: (work: ServiceContext) => work.db.$transaction((tx) => recordActThroughPrisma(work, tx, act)),
}

describe.each(Object.entries(ways))('an act recorded through %s', (_way, record) => {
  it('is one entry with its exact bytes, and its personal values beside it', async () => {
    await record(ctx)
    const { rows } = await database.pool.query('select * from audit_entry order by recorded_at desc, id desc limit 1')
    const [row] = rows
    expect(row).toMatchObject({ action: 'person.disabled', outcome: 'done', actor_type: 'user', actor_id: 'u1', target_id: 'u2' })
    const body = JSON.parse(row.body.toString())
    expect(body).toMatchObject({
      v: 1,
      id: row.id,
      ts: NOW,
      actor: { type: 'user', id: 'u1', session: 's1', factors: ['password', 'totp'] },
      pci: ['10.2.1.2', '10.2.1.5'],
    })
    expect(row.body.toString()).not.toMatch(/192\.0\.2\.7|chain\.example/)
    const personal = await database.pool.query('select name, salt, value from audit_personal where entry_id = $1 order by name', [
      row.id,
    ])
    expect(personal.rows.map(({ name, value }) => [name, value])).toEqual([
      ['email', 'x@chain.example'],
      ['origin.ip', '192.0.2.7'],
      ['origin.userAgent', 'Test\ufffd \ufffd'],
    ])
    for (const { name, salt, value } of personal.rows) expect(body.personal[name]).toBe(commitment({ salt, value }))
  })
})

describe('an act that is undone', () => {
  it('leaves no entry', async () => {
    const count = async () => (await database.pool.query('select count(*)::int4 as n from audit_entry')).rows[0].n
    const before = await count()
    const work = inTransaction(ctx, async (client) => {
      await recordAct(ctx, client, act)
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await count()).toBe(before)
  })
})
