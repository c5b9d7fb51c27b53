import { MappingError, readMapping } from '@counterfoil/settlement/mapping'
import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { receivedBy } from './received-by.ts'

export const SaveMappingInput = z.strictObject({
  /** The JSON of the mapping. */
  document: z.string().max(20_000),
})

export interface SavedMapping {
  readonly id: string
  readonly version: number
}

const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/

/**
 * Keeps a column mapping under its id; what differs from its newest version is the next one. A version that read a file never
 * changes. Throws `invalid` with a sentence that names what is wrong in it.
 */
export async function saveMapping(ctx: Omit<ServiceContext, 'db'>, document: unknown): Promise<SavedMapping> {
  requireWholeChain(ctx)
  const { id } = checked(document)
  if (!ID.test(id))
    throw new ServiceError('invalid', 'The id has at most 64 of a to z, 0 to 9, dot, dash and underscore.', { field: 'id' })
  return inTransaction(ctx, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [`funds_mapping ${id}`])
    const { rows } = await client.query<{ version: number; same: boolean }>(
      'select version, document = $2::jsonb as same from funds_mapping where id = $1 order by version desc limit 1',
      [id, JSON.stringify(document)],
    )
    const [newest] = rows
    if (newest?.same === true) return { id, version: newest.version }
    const version = (newest?.version ?? 0) + 1
    await client.query('insert into funds_mapping (id, version, document, made_by) values ($1, $2, $3, $4)', [
      id,
      version,
      JSON.stringify(document),
      receivedBy(ctx.actor),
    ])
    await recordAct(ctx, client, {
      action: 'funds_mapping.saved',
      target: { type: 'funds_mapping', id: `${id} ${version}` },
      after: { id, version },
    })
    return { id, version }
  })
}

function checked(document: unknown): { readonly id: string } {
  try {
    return readMapping(document)
  } catch (error) {
    if (error instanceof MappingError) throw new ServiceError('invalid', `${error.message}.`, { reason: 'mapping_wrong' })
    throw error
  }
}
