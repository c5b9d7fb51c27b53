import type pg from 'pg'
import type { EventRef } from '../commissioning/index.ts'
import type { Shown } from './store-facts.ts'

export interface NewEvidence extends Omit<Shown, 'events'> {
  readonly id: string
  readonly storeId: number
  readonly events: readonly [EventRef, ...EventRef[]]
}

/** Keeps what showed that something spare served; what is kept already stays as it is. Returns whether it is new. */
export async function keepEvidence(client: Pick<pg.ClientBase, 'query'>, evidence: NewEvidence, now: Date): Promise<boolean> {
  const { id, storeId, axis, subject, spare, kind, drillId, shownAtMs, figures, events } = evidence
  const [{ agentId, epoch, seq }] = events
  const { rowCount } = await client.query(
    `insert into redundancy_evidence (id, store_id, axis, subject, spare, kind, drill_id, shown_at, found_at, figures, events, agent_id, epoch, seq)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing`,
    [
      ...[id, storeId, axis, subject, spare, kind, drillId, new Date(shownAtMs), now],
      ...[JSON.stringify(figures), JSON.stringify(events), agentId, epoch, seq],
    ],
  )
  return rowCount === 1
}
