import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { beatHubNode } from '../src/agents/index.ts'
import type { ServiceContext } from '../src/context.ts'
import { acknowledgeAlert, getSystemState, readHubsNow } from '../src/operations/index.ts'
import { newId } from './ingest-bed.ts'

let database: TestDatabase
const as = (id: string): ServiceContext => ({
  db: database.db,
  pool: database.pool,
  actor: { kind: 'user', id, sessionId: 's', reach: { kind: 'chain' }, factors: ['passkey', 'password'] },
  origin: { address: '192.0.2.7' },
  now: () => new Date(),
  newId,
})
beforeAll(async () => {
  database = await openTestDatabase()
  await database.pool.query(
    `insert into "user" (id, name, email) values ('ada', 'Ada Prüfer', 'ada@chain.example'), ('bo', 'Bo Wen', 'bo@chain.example')`,
  )
})
afterAll(() => database?.close())

it('tells how many hubs are alive, which ended without a word, and whether one cannot reach Redis', async () => {
  const ctx = { pool: database.pool }
  expect(await readHubsNow(ctx)).toEqual({ alive: 0, gone: 0, lineAway: false })
  const [first, second] = ['hub-1:4000', 'hub-2:4000'].map((address) => ({ id: newId(), host: address.slice(0, 5), address }))
  if (first === undefined || second === undefined) return expect.unreachable()
  await beatHubNode(ctx, first, 'up')
  await beatHubNode(ctx, second, 'away')
  // It has only just begun: Redis may still be found.
  expect(await readHubsNow(ctx)).toEqual({ alive: 2, gone: 0, lineAway: false })
  await database.pool.query(`update hub_node set started_at = now() - interval '1 minute'`)
  expect(await readHubsNow(ctx)).toEqual({ alive: 2, gone: 0, lineAway: true })

  await database.pool.query(`update hub_node set seen_at = now() - interval '16 s' where id = $1`, [second.id])
  // A database that has only just begun judges no hub: they have not been able to give a sign.
  await expect.poll(() => readHubsNow(ctx)).toEqual({ alive: 1, gone: 1, lineAway: false })
  expect((await getSystemState(as('ada'))).hubs).toMatchObject([
    { host: 'hub-1:4000', state: 'alive', line: 'up' },
    { host: 'hub-2:4000', state: 'gone' },
  ])
  // Killed twice it is still one hub, and started again it is none that is gone.
  await database.pool.query(
    `insert into hub_node (id, host, address, started_at, seen_at) values ($1, 'hub-2', 'hub-2:4000', now() - interval '2 minutes', now() - interval '1 minute')`,
    [newId()],
  )
  expect(await readHubsNow(ctx)).toMatchObject({ gone: 1 })
  await beatHubNode(ctx, { ...second, id: newId() }, 'up')
  expect(await readHubsNow(ctx)).toEqual({ alive: 2, gone: 0, lineAway: false })
  expect((await getSystemState(as('ada'))).hubs).toMatchObject([
    { host: 'hub-1:4000', state: 'alive' },
    { host: 'hub-2:4000', state: 'alive' },
  ])
})

it('a person says once that they know of an open alert; everybody sees who, and it goes on', async () => {
  const raise = async (subject: string, ended: boolean) => {
    const { rows } = await database.pool.query<{ id: string }>(
      `insert into operations_alert (id, rule, subject, severity, raised_at, ended_at, ended_why, raised_value, worst_value, last_value, raise_at, judged_at)
       values (gen_random_uuid(), 'disk_free', $1, 'critical', now(), case when $2 then now() end, case when $2 then 'good' end, 0.05, 0.05, 0.05, 0.1, now())
       returning id`,
      [subject, ended],
    )
    return rows[0]?.id ?? ''
  }
  const [open, ended] = [await raise('hub-1:4000 database', false), await raise('hub-1:4000 archives', true)]
  await acknowledgeAlert(as('ada'), { id: open })
  const listed = (await getSystemState(as('bo'))).alerts.find(({ id }) => id === open)
  expect(listed).toMatchObject({ knownBy: 'Ada Prüfer', endedAt: null })
  expect(listed?.knownAt).toBeInstanceOf(Date)

  await expect(acknowledgeAlert(as('bo'), { id: open })).rejects.toMatchObject({ code: 'conflict', reason: 'alert_known' })
  await expect(acknowledgeAlert(as('bo'), { id: ended })).rejects.toMatchObject({ code: 'conflict', reason: 'alert_ended' })
  await expect(acknowledgeAlert(as('bo'), { id: newId() })).rejects.toMatchObject({ code: 'not_found' })
  const hub: ServiceContext = { ...as('bo'), actor: { kind: 'system', name: 'hub' } }
  await expect(acknowledgeAlert(hub, { id: open })).rejects.toMatchObject({ code: 'forbidden' })
  const { rows } = await database.pool.query(`select actor_id, target_id from audit_entry where action = 'alert.acknowledged'`)
  expect(rows).toEqual([{ actor_id: 'ada', target_id: open }])
})
