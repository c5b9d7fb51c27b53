import type { ServiceContext } from '../../../context.ts'

/** Those whose time has come are asked for later: the provider answers nobody now. */
export async function deferBills(
  { pool, now }: Pick<ServiceContext, 'pool' | 'now'>,
  pullId: string,
  forMs: number,
): Promise<void> {
  const at = now()
  await pool.query(`update funds_pull_bill set next_try_at = $3 where pull_id = $1 and state = 'due' and next_try_at <= $2`, [
    pullId,
    at,
    new Date(at.getTime() + forMs),
  ])
}
