import type { ServiceContext } from '../context.ts'

const MOST_COUNTED = 100_000

/** How many entries wait for their place; of a very long queue only that it is. */
export async function countWaiting({ pool }: Pick<ServiceContext, 'pool'>): Promise<number> {
  const { rows } = await pool.query<{ waiting: number }>(
    'select count(*)::int4 as waiting from (select from audit_queue limit $1) q',
    [MOST_COUNTED],
  )
  return rows[0]?.waiting ?? 0
}

/** How long the log was when it was signed last; 0 before the first time. */
export async function findLastCheckpointSize({ pool }: Pick<ServiceContext, 'pool'>): Promise<bigint> {
  const { rows } = await pool.query<{ size: string | null }>('select max(size)::text as size from audit_checkpoint')
  return BigInt(rows[0]?.size ?? 0)
}
