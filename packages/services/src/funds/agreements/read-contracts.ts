import { type Contract, parseContract } from '@counterfoil/settlement/funds'
import type pg from 'pg'

/** All versions of all contracts, as the pure functions take them. What was added was checked, so it still reads. */
export async function readContracts(pool: Pick<pg.Pool | pg.PoolClient, 'query'>): Promise<Contract[]> {
  const { rows } = await pool.query<{ id: string; version: number; document: unknown }>(
    'select id, version, document from funds_contract order by id, version',
  )
  return rows.map(({ id, version, document }) => {
    const parsed = parseContract(document)
    if (!parsed.ok) throw new RangeError(`contract ${id} version ${version} cannot be read: ${parsed.problems[0]?.message}`)
    return parsed.contract
  })
}
