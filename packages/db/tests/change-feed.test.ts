import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Change, publishChange, subscribeToChanges } from '../src/change-feed.ts'
import { openTestDatabase, type TestDatabase } from '../src/testing/index.ts'

/** What a busy machine may take; nothing waits for time to pass. */
const PATIENT = { timeout: 60_000 }

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

function listen() {
  const changes: Change[] = []
  const troubles: string[] = []
  let resyncs = 0
  const subscription = subscribeToChanges(
    database.url,
    (change) => changes.push(change),
    () => {
      resyncs += 1
    },
    { onTrouble: (error) => troubles.push(error.message), firstRetryMs: 10, pingEveryMs: 50 },
  )
  return { changes, troubles, resyncs: () => resyncs, [Symbol.asyncDispose]: subscription.close }
}

/** Ends every listening connection from the server's side, as a restart would. */
function cutListeners() {
  return database.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'counterfoil changes' and datname = current_database()`,
  )
}

test('a change is told after its transaction commits, and not when it is rolled back', async () => {
  await using heard = listen()
  await vi.waitFor(() => expect(heard.resyncs()).toBe(1), PATIENT)
  const rolledBack = database.db.$transaction(async (tx) => {
    await publishChange(tx, { entity: 'store', id: 'never' })
    throw new Error('undo')
  })
  await expect(rolledBack).rejects.toThrow('undo')
  const id = randomUUID()
  await database.db.$transaction((tx) => publishChange(tx, { entity: 'session', id }))
  await vi.waitFor(() => expect(heard.changes).toEqual([{ entity: 'session', id }]), PATIENT)
})

test('after a lost connection it listens again and asks for everything to be read anew', async () => {
  await using heard = listen()
  await vi.waitFor(() => expect(heard.resyncs()).toBe(1), PATIENT)
  await cutListeners()
  await vi.waitFor(() => expect(heard.resyncs()).toBe(2), PATIENT)
  expect(heard.troubles).toHaveLength(1)
  await publishChange(database.db, { entity: 'agent', id: '7' })
  await vi.waitFor(() => expect(heard.changes).toEqual([{ entity: 'agent', id: '7' }]), PATIENT)
})

test('what is no change of ours is passed over', async () => {
  await using heard = listen()
  await vi.waitFor(() => expect(heard.resyncs()).toBe(1), PATIENT)
  for (const payload of [
    'not json',
    'null',
    '{"entity":"store"}',
    '{"entity":"spaceship","id":"1"}',
    '{"entity":"rate","id":"EUR"}',
  ]) {
    await database.owner.query('select pg_notify($1, $2)', ['counterfoil_changes', payload])
  }
  await vi.waitFor(() => expect(heard.changes).toEqual([{ entity: 'rate', id: 'EUR' }]), PATIENT)
})

test('nothing is heard after close, and nothing keeps trying', async () => {
  const heard = listen()
  await vi.waitFor(() => expect(heard.resyncs()).toBe(1), PATIENT)
  await heard[Symbol.asyncDispose]()
  await publishChange(database.db, { entity: 'agent', id: '8' })
  await vi.waitFor(async () => {
    const { rows } = await database.owner.query(
      `select from pg_stat_activity where application_name = 'counterfoil changes' and datname = current_database()`,
    )
    expect(rows).toHaveLength(0)
  }, PATIENT)
  expect(heard.changes).toEqual([])
  expect(heard.troubles).toEqual([])
})

test('an address where nobody answers is tried again until closed', async () => {
  const troubles: Error[] = []
  const nobody = 'postgresql://nobody:nothing@127.0.0.1:9/none'
  await using _ = subscribeToChanges(
    nobody,
    () => {},
    () => {},
    { firstRetryMs: 1, onTrouble: (error) => troubles.push(error) },
  )
  await vi.waitFor(() => expect(troubles.length).toBeGreaterThan(2), PATIENT)
})
