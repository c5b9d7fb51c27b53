import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { openIncidents } from '../incidents/index.ts'

type Ctx = Pick<ServiceContext, 'pool' | 'newId' | 'now'>

const HUB = { kind: 'system', name: 'hub' } as const

/** A month could not be archived, or its file or a line of it is not what it was: an incident, once, until it ends. */
export function openTrouble(ctx: Ctx, month: string): Promise<void> {
  return inTransaction(ctx, (client) => noteTrouble(ctx, client, month))
}

/** One that had ended and that nobody has closed yet goes on. */
export async function noteTrouble(ctx: Ctx, client: pg.PoolClient, month: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `update control_incident set ended_at = null
     where kind = 'archive' and subject = $1 and ended_at is not null and closed_at is null returning id`,
    [month],
  )
  for (const { id } of rows)
    await recordAct({ ...ctx, actor: HUB }, client, {
      action: 'incident.opened',
      target: { type: 'incident', id },
      after: { kind: 'archive', subject: month, again: true },
    })
  await openIncidents(ctx, client, [{ kind: 'archive', subject: month, beganAt: ctx.now(), endedAt: null, entryId: null }])
}

export async function endTrouble(ctx: Ctx, client: pg.PoolClient, month: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `update control_incident set ended_at = greatest($1, began_at) where kind = 'archive' and subject = $2 and ended_at is null returning id`,
    [ctx.now(), month],
  )
  for (const { id } of rows)
    await recordAct({ ...ctx, actor: HUB }, client, { action: 'incident.ended', target: { type: 'incident', id } })
}
