import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'

/** Its secret goes with it. `not_found` for a name there is not. */
export async function removeStream(ctx: Pick<ServiceContext, 'pool'> & ActContext, name: string): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ id: string; next: number }>(
      'delete from audit_stream where name = $1 returning id, next_idx::float8 as next',
      [name],
    )
    const [gone] = rows
    if (gone === undefined) throw new ServiceError('not_found', `There is no stream "${name}".`)
    const target = { type: 'stream', id: gone.id }
    await recordAct(ctx, client, { action: 'stream.removed', target, before: { name, next: gone.next } })
  })
}
