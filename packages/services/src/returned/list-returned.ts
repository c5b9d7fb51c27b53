import type { ServiceContext } from '../context.ts'

/** What one store's agents brought back to a hub that was restored from a backup. */
export interface ReturnedStore {
  readonly code: string
  readonly name: string
  /** Events that had happened before the restore and were recorded after it. */
  readonly events: number
  /** Payments among them. */
  readonly payments: number
  /** ISO: the last of them. */
  readonly lastAt: string | null
  /** Agents that have not spoken to the hub since the restore: what they hold is still to come. */
  readonly silentAgents: number
}

/** Every store with agents, by code; a store that brought nothing may have had nothing, or be still away. */
export async function listReturned({ pool }: Pick<ServiceContext, 'pool'>, restoredAt: Date): Promise<ReturnedStore[]> {
  const { rows } = await pool.query<ReturnedStore>(
    `select s.code, s.name, coalesce(e.events, 0) as events, coalesce(e.payments, 0) as payments, e.last_at as "lastAt",
       (select count(*)::int4 from agent a where a.store_id = s.id and a.state = 'active' and not exists (
          select from agent_presence p where p.agent_id = a.id and p.connected and p.since >= $1)) as "silentAgents"
     from store s
     left join lateral (
       select count(*)::int4 as events, count(distinct payment_id)::int4 as payments,
         to_char(max(at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last_at
       from event where store_id = s.id and recorded_on >= ($1::timestamptz at time zone 'UTC')::date and recorded_at >= $1 and at < $1
     ) e on true
     where exists (select from agent a where a.store_id = s.id and a.state <> 'revoked')
     order by s.code`,
    [restoredAt],
  )
  return rows
}
