import type { ServiceContext } from '../../context.ts'
import { type Pull, pullColumns } from './pull.ts'

/** By its name; null for none. */
export async function findPull({ pool }: Pick<ServiceContext, 'pool'>, name: string): Promise<Pull | null> {
  const { rows } = await pool.query<Pull>(`select ${pullColumns} from funds_pull where name = $1`, [name])
  return rows[0] ?? null
}
