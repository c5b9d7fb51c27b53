import { findLogOrigin, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'

/** A tree that we signed and do not have, and the largest one that its witness and we have in common. */
export interface LostTree {
  readonly size: bigint
  /** Base64. */
  readonly root: string
  readonly note: string
  readonly common: bigint
  readonly agentId: number
}

/** Trees kept of one loss: those that come later say nothing new. */
const MOST_TREES = 64

/**
 * Writes down that an agent has seen what is not here: from now on nothing is signed until the loss is declared. The caller has
 * checked that the note carries our signature, or any agent could stop the log.
 */
export function noteLoss(ctx: Pick<ServiceContext, 'pool' | 'newId' | 'now'>, tree: LostTree): Promise<void> {
  const { size, root, note, common, agentId } = tree
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ id: string; fresh: boolean }>(
      `insert into audit_loss as l (id, found_at, seen_size, common_size) values ($1, $2, $3, $4)
       on conflict ((entry_id is null)) where entry_id is null
         do update set seen_size = greatest(l.seen_size, excluded.seen_size),
           common_size = least(greatest(l.common_size, excluded.common_size), greatest(l.seen_size, excluded.seen_size) - 1)
       returning id, id = $1 as fresh`,
      [ctx.newId(), ctx.now(), size, common],
    )
    const [loss] = rows
    if (loss === undefined) throw new Error('a loss was neither written nor found')
    const told = await client.query(
      `insert into audit_lost_tree (loss_id, size, root, note, agent_id, told_at)
       select $1, $2, $3, $4, $5, $6 where (select count(*) from audit_lost_tree where loss_id = $1) < $7
       on conflict do nothing`,
      [loss.id, size, Buffer.from(root, 'base64'), note, agentId, ctx.now(), MOST_TREES],
    )
    if (told.rowCount === 0) return
    const target = { type: 'log', id: (await findLogOrigin(ctx)) ?? 'log' }
    const after = { loss: loss.id, agent: agentId, size: Number(size), root, common: Number(common) }
    const actor = { kind: 'system', name: 'hub' } as const
    await recordAct({ ...ctx, actor }, client, { action: 'log.loss_found', target, outcome: 'failed', reason: 'behind', after })
  })
}
