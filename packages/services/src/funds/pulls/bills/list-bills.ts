import { z } from 'zod'
import type { ServiceContext } from '../../../context.ts'
import { ServiceError } from '../../../errors.ts'
import { type Bill, billColumns } from './bill.ts'

const MOST = 500

export const ListBillsInput = z.strictObject({ name: z.string().min(1).max(40) })

/** The newest of a pull, by day and name. `not_found` for a pull there is not. */
export async function listBills({ pool }: Pick<ServiceContext, 'pool'>, pullName: string): Promise<readonly Bill[]> {
  const { rows: found } = await pool.query<{ id: string }>('select id from funds_pull where name = $1', [pullName])
  if (found[0] === undefined) throw new ServiceError('not_found', `There is no pull "${pullName}".`)
  const { rows } = await pool.query<Bill>(
    `select ${billColumns} from funds_pull_bill where pull_id = $1 order by coalesce(day, next_try_at::date) desc, name limit ${MOST}`,
    [found[0].id],
  )
  return rows
}
