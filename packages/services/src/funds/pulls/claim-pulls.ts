import type { ServiceContext } from '../../context.ts'
import { type Pull, pullColumns } from './pull.ts'

/** Those whose time has come, for whoever asks first; others may have them when `heldForMs` is over and nothing was noted. */
export async function claimPulls(
  { pool, now }: Pick<ServiceContext, 'pool' | 'now'>,
  heldForMs: number,
): Promise<readonly Pull[]> {
  const at = now()
  const { rows } = await pool.query<Pull>(
    `update funds_pull set next_look_at = $2 where id in (select id from funds_pull where next_look_at <= $1 for update skip locked)
     returning ${pullColumns}`,
    [at, new Date(at.getTime() + heldForMs)],
  )
  return rows
}
