import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CliIo } from '../src/verb.ts'
import { accessReview } from '../src/verbs/access-review.ts'

const ID = '0198c0de-0000-7000-8000-000000000001'
let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  await database.owner.query(
    `insert into installation (id, kind, name, log_origin, reporting_currency, hub_id, created_at)
     values ($1, 'live', 'Chain', 'o', 'EUR', $1, now() - interval '7 months')`,
    [ID],
  )
})
afterAll(() => database.close())

async function run(...args: string[]) {
  const out: string[] = []
  const io = { out: (line: string) => out.push(line), env: { DATABASE_URL: database.url } } as unknown as CliIo
  return { code: await accessReview.run(args, io), out: out.join('\n') }
}

describe('counterfoil access-review status', () => {
  it('says that it is overdue, and how far the open one is', async () => {
    expect(JSON.parse((await run('status', '--json')).out)).toMatchObject({ state: 'overdue', openId: null, open: null })
    await database.pool.query(`insert into "user" (id, name, email) values ('ada', 'Ada', 'ada@chain.example')`)
    await database.pool.query(`insert into access_review (id, opened_at, opened_by) values ($1, now(), 'ada')`, [ID])
    await database.pool.query(
      `insert into access_review_item (id, review_id, kind, subject_id, person_id, facts) values ($1, $1, 'person', 'ada', 'ada', '{}')`,
      [ID],
    )
    const { code, out } = await run('status', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ state: 'overdue', openId: ID, open: { id: ID, items: 1, decided: 0 } })
    expect((await run('status')).out).toMatch(/^OVERDUE: .*\nOne is open since .*: 0 of 1 decided\.$/)
  })

  it('knows nothing else', async () => {
    await expect(run()).rejects.toThrow('say "access-review status"')
    await expect(run('sign')).rejects.toThrow('say "access-review status"')
  })
})
