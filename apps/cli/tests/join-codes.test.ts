import { createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { createIdMaker } from '@counterfoil/services'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeCodes, readStoreList } from '../src/verbs/join-codes.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.close())

it('reads stores from a list or the first column of a table', () => {
  expect(readStoreList('# of the north\n0417\n\n0418\n')).toEqual(['0417', '0418'])
  expect(readStoreList('\uFEFFstore;name\r\n"0417";Berlin\r\n0418;Köln\r\n')).toEqual(['0417', '0418'])
  expect(() => readStoreList('0417\n0417\n')).toThrow('more than once')
  expect(() => readStoreList('\n')).toThrow('names no store')
})

it('makes one code for each store, good for as long as said, and none where a store is not known', async () => {
  const newId = createIdMaker({ nowMs: Date.now, fillRandom: (bytes) => crypto.getRandomValues(bytes) })
  const now = new Date('2026-03-02T08:00:00Z')
  const ctx = { db: database.db, pool: database.pool, actor: { kind: 'system', name: 'cli' } as const, now: () => now, newId }
  const stores = await Promise.all([1, 2, 3, 4, 5].map(() => createStore(database.db)))
  const codes = stores.map(({ code }) => code)
  await expect(makeCodes(ctx, [...codes, 'nowhere'])).rejects.toThrow('there is no store nowhere; no code was made')
  expect((await database.pool.query('select from join_code')).rowCount).toBe(0)
  const made = await makeCodes(ctx, codes, 72 * 3_600_000)
  expect(made.map(({ store }) => store)).toEqual(codes)
  expect(new Set(made.map(({ code }) => code)).size).toBe(5)
  expect(made.every(({ code }) => /^[A-Z2-9]{10}$/.test(code))).toBe(true)
  expect(made[0]?.expiresAt).toEqual(new Date('2026-03-05T08:00:00Z'))
})
