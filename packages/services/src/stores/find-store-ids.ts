import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'

/** The numbers of the stores with these codes, in their order. `not_found` names the codes no store has. */
export async function findStoreIds(ctx: Pick<ServiceContext, 'pool'>, codes: readonly string[]): Promise<number[]> {
  const { rows } = await ctx.pool.query<{ id: number; code: string }>('select id, code from store where code = any($1::text[])', [
    [...codes],
  ])
  const ids = new Map(rows.map(({ id, code }) => [code, id]))
  const missing = codes.filter((code) => !ids.has(code))
  if (missing.length > 0) throw new ServiceError('not_found', `There is no store ${missing.join(', ')}.`)
  return codes.flatMap((code) => ids.get(code) ?? [])
}
