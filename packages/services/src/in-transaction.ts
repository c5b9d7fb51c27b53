import type pg from 'pg'
import type { ServiceContext } from './context.ts'

/** Runs `work` in one transaction on one connection: all of it or none. */
export async function inTransaction<T>(
  { pool }: Pick<ServiceContext, 'pool'>,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let lost: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((broken: Error) => {
      lost = broken
    })
    throw error
  } finally {
    // A connection that could not be rolled back must not be lent out again.
    client.release(lost)
  }
}
