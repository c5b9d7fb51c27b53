import type pg from 'pg'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'

export const incidentKinds = [
  'log_stopped',
  'log_gap',
  'agent_gap',
  'agent_fork',
  'witness',
  'card_number',
  'sign_in',
  'archive',
] as const
export type IncidentKind = (typeof incidentKinds)[number]

/** The part of the product that saw it. */
export type Noticer = 'hub' | 'dashboard'

export interface Begun {
  readonly kind: IncidentKind
  /** Which one of its kind; one that is open already stays as it is. */
  readonly subject: string
  readonly beganAt: Date
  readonly endedAt: Date | null
  readonly entryId: string | null
}

/** Opens incidents, in the transaction that noticed them. */
export async function openIncidents(
  ctx: Pick<ServiceContext, 'newId' | 'now'>,
  client: pg.PoolClient,
  begun: readonly Begun[],
  by: Noticer = 'hub',
): Promise<void> {
  for (const { kind, subject, beganAt, endedAt, entryId } of begun) {
    const id = ctx.newId()
    const { rowCount } = await client.query(
      `insert into control_incident (id, kind, subject, began_at, noticed_at, ended_at, entry_id) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (kind, subject) where closed_at is null do nothing`,
      [id, kind, subject, beganAt, ctx.now(), endedAt, entryId],
    )
    if (rowCount !== 1) continue
    const actor = { kind: 'system', name: by } as const
    await recordAct({ ...ctx, actor }, client, {
      action: 'incident.opened',
      target: { type: 'incident', id },
      after: { kind, subject, began: beganAt.toISOString(), ...(entryId === null ? {} : { entry: entryId }) },
    })
  }
}
