import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { requireWholeChain } from '../../permissions/index.ts'

export const GetMappingInput = z.strictObject({
  id: z.string().max(64),
  /** Absent: the newest. */
  version: z.int().positive().max(2_147_483_647).nullish(),
})
export type GetMappingInput = z.infer<typeof GetMappingInput>

export interface MappingDetail {
  readonly id: string
  readonly version: number
  readonly newest: number
  readonly document: unknown
  /** A file that was read by it, or by one before it: something to try it on. */
  readonly lastFile: number | null
}

/** A version of a mapping as it was saved. Throws `not_found`. */
export async function getMapping(ctx: Omit<ServiceContext, 'db'>, { id, version }: GetMappingInput): Promise<MappingDetail> {
  requireWholeChain(ctx)
  const { rows } = await ctx.pool.query<MappingDetail>(
    `select m.id, m.version, (select max(n.version) from funds_mapping n where n.id = m.id) as newest, m.document,
       (select max(f.id) from funds_file f where f.mapping_id = m.id) as "lastFile"
     from funds_mapping m where m.id = $1 and ($2::int4 is null or m.version = $2) order by m.version desc limit 1`,
    [id, version ?? null],
  )
  const [found] = rows
  if (found === undefined) throw new ServiceError('not_found', `There is no mapping ${id}.`)
  return found
}
