import type pg from 'pg'
import type { ServiceContext } from '../context.ts'

/** Something the hub itself saw: a refused batch, a fork, an agent coming or going. */
export interface HubEventInput {
  /** e.g. `batch.refused`, `batch.quarantined`, `event.not_understood`, `fork`, `agent.connected`. */
  readonly kind: string
  readonly agentId: number | null
  readonly storeId: number | null
  readonly detail: Readonly<Record<string, unknown>>
}

/** Appends one row to the hub's own record, at the database's time. */
export async function recordHubEvent(
  ctx: Pick<ServiceContext, 'newId'> & { readonly pool: Pick<pg.Pool | pg.PoolClient, 'query'> },
  event: HubEventInput,
): Promise<void> {
  // jsonb cannot hold U+0000.
  const detail = JSON.stringify(event.detail).replaceAll('\\u0000', '\\ufffd')
  await ctx.pool.query(
    'insert into hub_event (id, at, kind, agent_id, store_id, detail) values ($1, now(), $2, $3, $4, $5::jsonb)',
    [ctx.newId(), event.kind, event.agentId, event.storeId, detail],
  )
}
