import { createPool } from '@counterfoil/db'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'

let base: TestDatabase

beforeAll(async () => {
  base = await openTestDatabase()
})
afterAll(() => base?.close())

// Without a listener of its own the error would be nobody's and end the process: vitest reports that as an unhandled error.
it('a connection lost in the middle of a transaction fails its query, is told, and leaves the pool usable', async () => {
  const told: Error[] = []
  const pool = createPool({ url: base.url, max: 1, onConnectionError: (error) => told.push(error) })
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const slow = client.query('select pg_sleep(60)')
    const failed = expect(slow).rejects.toThrow(/terminat/)
    await base.owner.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await failed
    await expect.poll(() => told.length).toBeGreaterThan(0)
  } finally {
    client.release(true)
  }
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await pool.end()
})
