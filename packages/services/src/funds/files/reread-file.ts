import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'

export const RereadFileInput = z.strictObject({
  id: z.int().positive(),
  /** The expected file it is; absent: what was chosen stays. */
  sourceId: z.int().positive().max(2_147_483_647).nullish(),
  /** The saved mapping that reads it, its newest version; null takes a mapping away. */
  mappingId: z.string().max(64).nullish(),
})
export type RereadFileInput = z.infer<typeof RereadFileInput>

/**
 * Lets the hub read a file again that was held, refused or not confirmed yet: after an account or a contract was added, or with
 * another mapping or source. Throws `not_found`, and `conflict` for a file that is imported or was never read.
 */
export async function rereadFile(ctx: Omit<ServiceContext, 'db'>, { id, sourceId, mappingId }: RereadFileInput): Promise<void> {
  requireWholeChain(ctx)
  await inTransaction(ctx, async (client) => {
    const version = mappingId == null ? null : await newestVersion(client, mappingId)
    if (sourceId != null && (await client.query('select from funds_source where id = $1', [sourceId])).rowCount === 0)
      throw new ServiceError('not_found', `There is no expected file ${sourceId}.`)
    const { rows } = await client.query<{ state: string; reason: string | null }>(
      `update funds_file f set state = 'stored', reason = null, decided_at = null, decided_by = null, beside = '{}',
         source_id = case when $2 then $3 else f.source_id end, mapping_id = case when $4 then $5 else f.mapping_id end,
         mapping_version = case when $4 then $6 else f.mapping_version end
       from (select id, state, reason from funds_file where id = $1 for no key update) was
       where f.id = was.id and was.state in ('previewed', 'held', 'refused') returning was.state, was.reason`,
      [id, sourceId !== undefined, sourceId ?? null, mappingId !== undefined, mappingId ?? null, version],
    )
    const [was] = rows
    if (was === undefined) {
      const { rowCount } = await client.query('select from funds_file where id = $1', [id])
      if (rowCount === 0) throw new ServiceError('not_found', `There is no file ${id}.`)
      throw new ServiceError('conflict', 'This file cannot be read again.', { reason: 'file_not_waiting' })
    }
    await recordAct(ctx, client, {
      action: 'funds_file.reread',
      target: { type: 'funds_file', id: String(id) },
      before: was,
      after: { state: 'stored', source: sourceId, mapping: mappingId },
    })
    await notifyChange(client, { entity: 'funds_file', id: String(id) })
  })
}

async function newestVersion(
  client: { query: <Row>(text: string, values: unknown[]) => Promise<{ rows: Row[] }> },
  mappingId: string,
): Promise<number> {
  const { rows } = await client.query<{ version: number | null }>(
    'select max(version) as version from funds_mapping where id = $1',
    [mappingId],
  )
  const version = rows[0]?.version ?? null
  if (version === null) throw new ServiceError('not_found', `There is no mapping ${mappingId}.`)
  return version
}
