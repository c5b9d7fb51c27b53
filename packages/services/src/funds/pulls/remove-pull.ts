import { type ActContext, recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { NewPull } from './add-pull.ts'

export const RemovePullInput = NewPull.pick({ name: true })

/** Its secret goes with it, and which files it has fetched; the files stay. `not_found` for a name there is not. */
export async function removePull(ctx: Pick<ServiceContext, 'pool'> & ActContext, name: string): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ id: string; host: string }>(
      'delete from funds_pull where name = $1 returning id, host',
      [name],
    )
    const [gone] = rows
    if (gone === undefined) throw new ServiceError('not_found', `There is no pull "${name}".`)
    const target = { type: 'funds_pull', id: gone.id }
    await recordAct(ctx, client, { action: 'funds_pull.removed', target, before: { name, host: gone.host } })
  })
}
