import type { ServiceContext } from '../../context.ts'
import { type Pull, pullColumns } from './pull.ts'

/** All of them, by name, without their secrets. */
export async function listPulls({ pool }: Pick<ServiceContext, 'pool'>): Promise<readonly Pull[]> {
  const { rows } = await pool.query<Pull>(`select ${pullColumns} from funds_pull order by name`)
  return rows
}
