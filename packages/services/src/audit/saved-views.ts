import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { ThingName } from '../thing-name.ts'
import { AuditFilter } from './audit-filter.ts'
import { recordAct } from './record-act.ts'

/** A search somebody comes back to. */
export interface AuditView {
  readonly id: string
  readonly name: string
  readonly filter: AuditFilter
}

const MOST_VIEWS = 50

export const SaveAuditViewInput = z.strictObject({ name: ThingName, filter: AuditFilter })
export type SaveAuditViewInput = z.infer<typeof SaveAuditViewInput>
export const RemoveAuditViewInput = z.strictObject({ id: z.uuid() })

/** One's own, by name; what an older version saved and this one cannot read is left out. */
export async function listAuditViews(ctx: ServiceContext): Promise<AuditView[]> {
  requireWholeChain(ctx)
  const { rows } = await ctx.pool.query<{ id: string; name: string; filter: unknown }>(
    'select id, name, filter from audit_view where user_id = $1 order by lower(name), id',
    [ownerOf(ctx)],
  )
  return rows.flatMap(({ id, name, filter }) => {
    const read = AuditFilter.safeParse(filter)
    return read.success ? [{ id, name, filter: read.data }] : []
  })
}

/** Throws `conflict` when there is one of this name, `too_many` when there are fifty. */
export async function saveAuditView(ctx: ServiceContext, { name, filter }: SaveAuditViewInput): Promise<{ readonly id: string }> {
  requireWholeChain(ctx)
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<{ n: number }>('select count(*)::int4 as n from audit_view where user_id = $1', [
      ownerOf(ctx),
    ])
    if ((rows[0]?.n ?? 0) >= MOST_VIEWS) throw new ServiceError('too_many', `You have ${MOST_VIEWS} views. Remove one first.`)
    const saved = await client.query(
      `insert into audit_view (id, user_id, name, filter, made_at) values ($1, $2, $3, $4, $5) on conflict (user_id, name) do nothing`,
      [id, ownerOf(ctx), name, filter, ctx.now()],
    )
    if (saved.rowCount !== 1)
      throw new ServiceError('conflict', `You have a view of this name already. Choose another.`, { field: 'name' })
    await recordAct(ctx, client, { action: 'audit.view_saved', target: { type: 'audit_view', id }, personal: { name } })
  })
  return { id }
}

/** One's own; throws `not_found` for any other. */
export async function removeAuditView(ctx: ServiceContext, { id }: z.infer<typeof RemoveAuditViewInput>): Promise<void> {
  requireWholeChain(ctx)
  await inTransaction(ctx, async (client) => {
    const removed = await client.query('delete from audit_view where id = $1 and user_id = $2', [id, ownerOf(ctx)])
    if (removed.rowCount !== 1) throw new ServiceError('not_found', 'There is no such view.')
    await recordAct(ctx, client, { action: 'audit.view_removed', target: { type: 'audit_view', id } })
  })
}

function ownerOf({ actor }: ServiceContext): string {
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Views belong to people.')
  return actor.id
}
