import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { openIncidents } from '../incidents/index.ts'

type Ctx = Pick<ServiceContext, 'pool' | 'newId' | 'now'>

/** A month could not be archived, or its file is not what it was: an incident, once, until it ends. */
export function openTrouble(ctx: Ctx, month: string): Promise<void> {
  return inTransaction(ctx, (client) =>
    openIncidents(ctx, client, [{ kind: 'archive', subject: month, beganAt: ctx.now(), endedAt: null, entryId: null }]),
  )
}

export async function endTrouble(ctx: Ctx, client: pg.PoolClient, month: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `update control_incident set ended_at = greatest($1, began_at) where kind = 'archive' and subject = $2 and ended_at is null returning id`,
    [ctx.now(), month],
  )
  const actor = { kind: 'system', name: 'hub' } as const
  for (const { id } of rows)
    await recordAct({ ...ctx, actor }, client, { action: 'incident.ended', target: { type: 'incident', id } })
}
