import type { ServiceContext } from '../context.ts'

/** Whether the token that asks was made for changing devices, too. */
export async function mayChangeDevices({ pool, actor }: Pick<ServiceContext, 'pool' | 'actor'>): Promise<boolean> {
  if (actor.kind !== 'token') return false
  const { rows } = await pool.query<{ may: boolean }>('select changes_devices as may from api_token where id = $1', [actor.id])
  return rows[0]?.may === true
}
