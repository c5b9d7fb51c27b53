import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPool } from '../src/pool.ts'
import { createAgent, openTestDatabase, type TestDatabase } from '../src/testing/index.ts'

const INSERT_ONLY = ['event', 'agent_batch', 'agent_key', 'quarantined_batch', 'hub_event']
const DENIED = /permission denied/
const REFUSED = /the record is insert-only/

let database: TestDatabase
let verifier: pg.Pool
beforeAll(async () => {
  database = await openTestDatabase()
  verifier = createPool({ url: database.url, role: 'verifier' })
  await database.pool.query(
    `insert into event (store_id, agent_id, epoch, seq, at, kind, understood, body, hash)
     values (1, 1, 1, 1, now(), 'agent.started', true, '{}', sha256('{}'))`,
  )
  await database.pool.query(
    `insert into agent_batch (agent_id, epoch, first_seq, last_seq, prev_head, head, signature) values (1, 1, 1, 1, '', '', '')`,
  )
  await database.pool.query(`insert into quarantined_batch (id, agent_id, reason, batch) values ($1, 1, 'agent_revoked', '{}')`, [
    randomUUID(),
  ])
  const { agent } = await createAgent(database.db)
  await database.pool.query('insert into agent_key (agent_id, public_key, since) values ($1, sha256($2), now())', [
    agent.id,
    'key',
  ])
  await database.pool.query(`insert into hub_event (id, at, kind, detail) values ($1, now(), 'fork', '{}')`, [randomUUID()])
})
afterAll(async () => {
  await verifier.end()
  await database.close()
})

describe.each(INSERT_ONLY)('%s', (table) => {
  const changes = [`update ${table} set agent_id = 2`, `delete from ${table}`, `truncate ${table}`]

  test.each(changes)('the application may not: %s', async (sql) => {
    await expect(database.pool.query(sql)).rejects.toThrow(DENIED)
  })

  test.each(changes)('even the owner may not: %s', async (sql) => {
    await expect(database.owner.query(sql)).rejects.toThrow(REFUSED)
  })

  test('keeps its row, which the verifier can read and not add to', async () => {
    expect((await verifier.query(`select agent_id from ${table}`)).rowCount).toBe(1)
    await expect(verifier.query(`insert into ${table} select * from ${table}`)).rejects.toThrow(DENIED)
  })
})

test('the owner may not empty or change a single month of events either', async () => {
  const { rows } = await database.owner.query<{ part: string }>('select tableoid::regclass::text as part from event')
  const part = rows[0]?.part
  expect(part).toMatch(/^event_\d{4}_\d{2}$/)
  for (const sql of [`truncate ${part}`, `delete from ${part}`, `update ${part} set seq = 2`, 'truncate event_default']) {
    await expect(database.owner.query(sql)).rejects.toThrow(REFUSED)
  }
})

test.each([
  ['create table mine (id int4)', /permission denied for schema public/],
  ['alter table store add column mine text', /must be owner/],
  ['drop table event', /must be owner/],
  ['alter table event disable trigger all', /must be owner/],
  [
    'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return null; end $$',
    /permission denied/,
  ],
  ['delete from payment', DENIED],
  ['truncate sales_day', DENIED],
  ['delete from store', DENIED],
  ['update currency set exponent = 0', DENIED],
  [`insert into _prisma_migrations values ('x')`, DENIED],
])('the application may not: %s', async (sql, why) => {
  await expect(database.pool.query(sql)).rejects.toThrow(why)
})

test.each(['account', 'session', 'two_factor', 'verification', 'join_code', 'setup_link'])(
  'the verifier does not see %s',
  async (table) => {
    await expect(verifier.query(`select from ${table}`)).rejects.toThrow(DENIED)
  },
)

test('no more of a card number fits than its first six and last four digits', async () => {
  const insert = (first6: string, last4: string) =>
    database.pool.query(
      `insert into payment (store_id, opened_on, id, lane_id, terminal_id, agent_id, kind, intake, requested_minor, currency, outcome,
         first6, last4, opened_at, business_date, time_zone, last_epoch, last_seq)
       values (1, current_date, $1, 1, 1, 1, 'sale', 'driven', 100, 'EUR', 'open', $2, $3, now(), current_date, 'UTC', 1, 1)`,
      [randomUUID(), first6, last4],
    )
  await insert('476173', '0010')
  await expect(insert('4761739', '0010')).rejects.toThrow('payment_first6_check')
  await expect(insert('476173', '90010')).rejects.toThrow('payment_last4_check')
})

describe('audit entries', () => {
  const id = randomUUID()
  beforeAll(async () => {
    await database.pool.query(
      `insert into audit_entry (id, acted_at, action, outcome, actor_type, actor_id, target_type, target_id, body)
       values ($1, now(), 'person.disabled', 'done', 'system', 'test', 'person', 'p', '{}')`,
      [id],
    )
    await database.pool.query(
      `insert into audit_personal (entry_id, name, salt, value) values ($1, 'a', $2, 'x'), ($1, 'b', $2, 'y')`,
      [id, Buffer.alloc(16)],
    )
  })

  test.each(['update audit_entry set action = $$other$$', 'delete from audit_entry', 'truncate audit_entry cascade'])(
    'nobody may: %s',
    async (sql) => {
      await expect(database.pool.query(sql)).rejects.toThrow(DENIED)
      await expect(database.owner.query(sql)).rejects.toThrow(REFUSED)
      await expect(verifier.query(sql)).rejects.toThrow(DENIED)
    },
  )

  test('let a personal value be erased, and never changed', async () => {
    await expect(database.pool.query('update audit_personal set value = $$z$$')).rejects.toThrow(DENIED)
    await expect(database.owner.query('update audit_personal set value = $$z$$')).rejects.toThrow(REFUSED)
    await database.pool.query('delete from audit_personal where entry_id = $1 and name = $2', [id, 'a'])
    expect((await verifier.query('select name from audit_personal')).rows).toEqual([{ name: 'b' }])
  })
})
