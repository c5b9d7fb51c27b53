import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { ensurePartitions } from '../src/ensure-partitions.ts'
import { openTestDatabase, type TestDatabase } from '../src/testing/index.ts'

async function months(database: TestDatabase, table: string): Promise<readonly string[]> {
  const { rows } = await database.owner.query<{ part: string }>(
    `select inhrelid::regclass::text as part from pg_inherits where inhparent = $1::regclass order by 1`,
    [table],
  )
  return rows.map((row) => row.part)
}

test('a migrated database has two months back, three ahead and the default', async () => {
  await using database = await openTestDatabase()
  for (const table of ['event', 'payment']) {
    const parts = await months(database, table)
    expect(parts).toHaveLength(7)
    expect(parts).toContain(`${table}_default`)
  }
  expect(await ensurePartitions(database.pool)).toBe(0)
})

test('the application makes further months, once, however many ask at the same time', async () => {
  await using database = await openTestDatabase()
  const made = await Promise.all([1, 2, 3].map(() => ensurePartitions(database.pool, 5)))
  expect(made.reduce((sum, count) => sum + count, 0)).toBe(6)
  expect(await months(database, 'event')).toHaveLength(9)
  await expect(ensurePartitions(database.pool, 99)).rejects.toThrow('months_ahead 0..24')
})

test('rows that had fallen into the default move into their month', async () => {
  await using database = await openTestDatabase()
  const ahead = `(date_trunc('month', now() at time zone 'UTC') + interval '5 months 3 days')::date`
  await database.pool.query(
    `insert into payment (store_id, opened_on, id, lane_id, terminal_id, agent_id, kind, intake, requested_minor, currency, outcome,
       opened_at, business_date, time_zone, last_epoch, last_seq)
     values (1, ${ahead}, $1, 1, 1, 1, 'sale', 'driven', 100, 'EUR', 'open', now(), current_date, 'UTC', 1, 1)`,
    [randomUUID()],
  )
  await database.pool.query(
    `insert into event (store_id, recorded_on, agent_id, epoch, seq, at, kind, understood, body, hash)
     values (1, ${ahead}, 1, 1, 1, now(), 'agent.started', true, '{}', sha256('{}'))`,
  )
  expect(await ensurePartitions(database.pool, 5)).toBe(6)
  for (const table of ['event', 'payment']) {
    const { rows } = await database.owner.query<{ part: string }>(`select tableoid::regclass::text as part from ${table}`)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.part).toMatch(new RegExp(`^${table}_\\d{4}_\\d{2}$`))
  }
  // The guard is back after the move.
  await expect(database.owner.query('delete from event')).rejects.toThrow('insert-only')
})
