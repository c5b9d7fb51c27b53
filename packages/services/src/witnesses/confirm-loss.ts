import { EMPTY_ROOT, rootWithin, subtreesFromTiles } from '@counterfoil/audit'
import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { z } from 'zod'
import { findLogOrigin, recordAct, tileReader } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { mayStillDo } from '../permissions/may-still-do.ts'
import { nothingToDeclare, personWhoActs } from './declare-loss.ts'
import { lockOpenLoss } from './find-loss.ts'

/** A first word waits so long for the second. */
export const DECLARATION_LIFETIME_MS = 60 * 60_000

export const ConfirmLossInput = z.strictObject({ lossId: z.uuid() })
export type ConfirmLossInput = z.infer<typeof ConfirmLossInput>

/**
 * The second person's word: the declaration `log.restored` goes into the log, and once it stands there the hub signs again. It
 * names every lost tree that is known, so that each witness finds its own. Throws `conflict` without a first word that is fresh
 * and of somebody who may still speak it, and `forbidden` for whoever spoke it.
 */
export async function confirmLoss(ctx: ServiceContext, { lossId }: ConfirmLossInput): Promise<void> {
  const confirmedBy = personWhoActs(ctx)
  await inTransaction(ctx, async (client) => {
    const loss = await lockOpenLoss(client)
    if (loss?.id !== lossId) throw nothingToDeclare()
    if (loss.declared === null)
      throw new ServiceError('conflict', 'Nobody has declared this loss yet: declare it, then somebody else confirms it.', {
        reason: 'not_declared',
      })
    if (loss.declared.personId === confirmedBy)
      throw new ServiceError('forbidden', 'You declared this yourself: another administrator must confirm it.', {
        reason: 'same_person',
      })
    if (ctx.now().getTime() - loss.declared.atMs > DECLARATION_LIFETIME_MS)
      throw new ServiceError('conflict', 'This was declared more than 60 minutes ago. Declare it again.', {
        reason: 'declaration_expired',
      })
    if (!(await mayStillDo(client, loss.declared.personId, 'people.change', null)))
      throw new ServiceError('conflict', 'Whoever declared this may not do so any more. Somebody else declares it anew.', {
        reason: 'first_person_gone',
      })
    const entryId = ctx.newId()
    await recordAct({ ...ctx, newId: () => entryId }, client, {
      action: 'log.restored',
      target: { type: 'log', id: (await findLogOrigin(ctx)) ?? 'log' },
      after: {
        loss: lossId,
        from: Number(loss.commonSize),
        to: Number(loss.seenSize),
        root: await rootOfFirst(client, BigInt(loss.commonSize)),
        lost: await lostTrees(client, lossId),
        declaredBy: loss.declared.personId,
      },
    })
    await client.query('update audit_loss set confirmed_by = $2, confirmed_at = $3, entry_id = $4 where id = $1', [
      lossId,
      confirmedBy,
      ctx.now(),
      entryId,
    ])
  })
  await notifyChange(ctx.pool, { entity: 'log', id: lossId })
}

async function rootOfFirst(client: pg.PoolClient, size: bigint): Promise<string> {
  const root = size === 0n ? EMPTY_ROOT : await rootWithin(subtreesFromTiles(tileReader(client)), 0n, size)
  return Buffer.from(root).toString('base64')
}

async function lostTrees(client: pg.PoolClient, lossId: string): Promise<{ size: string; root: string }[]> {
  const { rows } = await client.query<{ size: string; root: string }>(
    `select size::text, encode(root, 'base64') as root from audit_lost_tree where loss_id = $1 order by audit_lost_tree.size, root`,
    [lossId],
  )
  return rows
}
