import { createPool } from '@counterfoil/db'
import type { BenchStack } from './start-stack.ts'

/** The database's id of a store. */
export async function findStoreId({ databaseUrl }: BenchStack, code: string): Promise<number> {
  const pool = createPool({ url: databaseUrl, max: 1 })
  try {
    const { rows } = await pool.query<{ id: number }>('select id from store where code = $1', [code])
    if (rows[0] === undefined) throw new Error(`there is no store ${code}`)
    return rows[0].id
  } finally {
    await pool.end()
  }
}
