import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import type { IncidentKind, Noticer } from './open-incidents.ts'

/** Notes that what had failed works again, in the transaction that noticed it. A person still says why it was. */
export async function endIncidents(
  ctx: Pick<ServiceContext, 'newId' | 'now'>,
  client: pg.PoolClient,
  { kind, subject, endedAt, by = 'hub' }: { kind: IncidentKind; subject: string; endedAt: Date; by?: Noticer },
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `update control_incident set ended_at = greatest($1, began_at) where kind = $2 and subject = $3 and ended_at is null returning id`,
    [endedAt, kind, subject],
  )
  const actor = { kind: 'system', name: by } as const
  for (const { id } of rows)
    await recordAct({ ...ctx, actor }, client, { action: 'incident.ended', target: { type: 'incident', id } })
}
