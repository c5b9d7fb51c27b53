import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createAgent,
  createInstallation,
  createStore,
  createTerminal,
  openTestDatabase,
  type TestDatabase,
} from '../src/testing/index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

test('a store comes back with its hours, counter, agent and terminal', async () => {
  const { db } = database
  const made = await createStore(db, { code: '0417', name: '上海南京西路店', nameLang: 'zh-Hans', timeZone: 'Asia/Shanghai' })
  const { agent } = await createAgent(db, { storeId: made.id })
  const { terminal, lane } = await createTerminal(db, { storeId: made.id, agentId: agent.id, lane: '3' })
  const store = await db.store.findUniqueOrThrow({
    where: { code: '0417' },
    include: {
      hours: true,
      rev: true,
      lanes: true,
      terminals: { include: { assignments: true } },
      agents: { include: { streams: true } },
    },
  })
  expect(store.name).toBe('上海南京西路店')
  expect(store.hours).toMatchObject([{ timeZone: 'Asia/Shanghai', cutOffMinutes: 0 }])
  expect(store.rev?.rev).toBe(0n)
  expect(store.terminals).toMatchObject([{ id: terminal.id, assignments: [{ agentId: agent.id, laneId: lane.id, until: null }] }])
  expect(store.agents[0]?.streams).toMatchObject([{ epoch: 1, highWater: 0n, head: new Uint8Array(32) }])
})

test('bytes, large numbers, dates and milliseconds survive the way there and back', async () => {
  const at = new Date('2026-11-23T09:30:00.123Z')
  const body = new TextEncoder().encode('{"kind":"agent.started","text":"ü\\u0000"}')
  const { storeId } = (await createAgent(database.db)).agent
  await database.db.event.create({
    data: {
      storeId,
      agentId: 1,
      epoch: 1,
      seq: 9_007_199_254_740_993n,
      at,
      kind: 'agent.started',
      understood: true,
      body,
      hash: new Uint8Array(32).fill(7),
    },
  })
  const event = await database.db.event.findFirstOrThrow({ where: { storeId } })
  expect(event).toMatchObject({ seq: 9_007_199_254_740_993n, at, body, hash: new Uint8Array(32).fill(7) })
  expect(event.recordedOn.toISOString()).toMatch(/T00:00:00.000Z$/)
})

test('the pool gives safe numbers, dates as written, and no number that would be a lie', async () => {
  const { rows } = await database.pool.query(`select 9007199254740991::int8 as top, date '2026-03-29' as day, null::int8 as none`)
  expect(rows).toEqual([{ top: 9007199254740991, day: '2026-03-29', none: null }])
  await expect(database.pool.query('select 9007199254740993::int8')).rejects.toThrow('does not fit a JavaScript number')
})

test('there is one installation only', async () => {
  await createInstallation(database.db, { kind: 'live' })
  await expect(createInstallation(database.db)).rejects.toMatchObject({ code: 'P2002' })
  await expect(database.pool.query(`update installation set kind = 'test'`)).rejects.toThrow('installation_kind_check')
})

test('a terminal key is open for one assignment of an agent at a time', async () => {
  const { agent } = await createAgent(database.db)
  await createTerminal(database.db, { storeId: agent.storeId, agentId: agent.id, key: 'left' })
  const again = createTerminal(database.db, {
    storeId: agent.storeId,
    agentId: agent.id,
    key: 'left',
    since: new Date('2026-02-02'),
  })
  await expect(again).rejects.toMatchObject({ code: 'P2002' })
})

test('currencies are those of ISO 4217 with their exponents', async () => {
  const some = await database.db.currency.findMany({
    where: { code: { in: ['EUR', 'JPY', 'KWD', 'CNY', 'CLF'] } },
    orderBy: { code: 'asc' },
  })
  expect(some.map(({ code, exponent }) => `${code} ${exponent}`)).toEqual(['CLF 4', 'CNY 2', 'EUR 2', 'JPY 0', 'KWD 3'])
})

test('what better-auth keeps can be written and goes with its user', async () => {
  const { db } = database
  const expiresAt = new Date('2026-12-01T00:00:00Z')
  const user = await db.user.create({ data: { id: randomUUID(), name: 'Ada', email: 'ada@example.invalid' } })
  await db.session.create({ data: { id: randomUUID(), token: 'a'.repeat(64), expiresAt, userId: user.id } })
  await db.account.create({
    data: { id: randomUUID(), accountId: user.id, providerId: 'credential', userId: user.id, password: 'hash' },
  })
  await db.twoFactor.create({ data: { id: randomUUID(), secret: 's', backupCodes: '[]', userId: user.id } })
  await db.totpStep.create({ data: { userId: user.id, step: 59_833_333n } })
  await db.session.deleteMany({ where: { userId: user.id } })
  await database.owner.query('delete from "user" where id = $1', [user.id])
  expect([await db.account.count(), await db.twoFactor.count(), await db.totpStep.count()]).toEqual([0, 0, 0])
})
