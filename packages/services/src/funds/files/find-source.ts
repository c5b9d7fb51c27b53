import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'

/** The expected file of this name. Throws `not_found`. */
export async function findSource({ pool }: Pick<ServiceContext, 'pool'>, name: string): Promise<number> {
  const { rows } = await pool.query<{ id: number }>('select id from funds_source where name = $1', [name])
  const [source] = rows
  if (source === undefined) throw new ServiceError('not_found', `There is no expected file called ${name}.`)
  return source.id
}
