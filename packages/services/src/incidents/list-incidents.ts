import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { IncidentKind } from './open-incidents.ts'

export interface Incident {
  readonly id: string
  readonly kind: IncidentKind
  readonly subject: string
  readonly beganAt: Date
  readonly noticedAt: Date
  readonly endedAt: Date | null
  readonly entryId: string | null
  readonly cause: string | null
  readonly fix: string | null
  readonly closedAt: Date | null
  readonly closedBy: string | null
}

const MOST_LISTED = 500

/** Open ones first, then the newest. */
export async function listIncidents(ctx: Pick<ServiceContext, 'pool' | 'actor'>): Promise<Incident[]> {
  requireWholeChain(ctx)
  const { rows } = await ctx.pool.query<Incident>(
    `select i.id, i.kind, i.subject, i.began_at as "beganAt", i.noticed_at as "noticedAt", i.ended_at as "endedAt", i.entry_id as "entryId",
       i.cause, i.fix, i.closed_at as "closedAt", u.name as "closedBy"
     from control_incident i left join "user" u on u.id = i.closed_by
     order by i.closed_at is not null, i.began_at desc, i.id limit ${MOST_LISTED}`,
  )
  return rows
}
