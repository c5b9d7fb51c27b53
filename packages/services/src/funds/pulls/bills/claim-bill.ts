import type { ServiceContext } from '../../../context.ts'
import { type Bill, billColumns } from './bill.ts'

/** The next one whose time has come, for whoever asks first; another may have it when `heldForMs` is over. Null: none. */
export async function claimBill(
  { pool, now }: Pick<ServiceContext, 'pool' | 'now'>,
  pullId: string,
  heldForMs: number,
): Promise<Bill | null> {
  const at = now()
  const { rows } = await pool.query<Bill>(
    `update funds_pull_bill set next_try_at = $3 where (pull_id, name) =
       (select pull_id, name from funds_pull_bill where pull_id = $1 and state = 'due' and next_try_at <= $2
        order by next_try_at, day, name limit 1 for update skip locked)
     returning ${billColumns}`,
    [pullId, at, new Date(at.getTime() + heldForMs)],
  )
  return rows[0] ?? null
}
