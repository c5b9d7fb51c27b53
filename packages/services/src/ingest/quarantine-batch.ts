import { createHash } from 'node:crypto'
import type { Batch } from '@counterfoil/protocol'
import type pg from 'pg'

/** Keeps a well-signed batch aside, counted nowhere. The same batch sent again is kept once: its id comes from its content. True for the first time. */
export async function quarantineBatch(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  agent: { readonly id: number; readonly uid: string },
  batch: Batch,
  reason: string,
): Promise<boolean> {
  const digest = createHash('sha256')
    .update(`${agent.uid}\n${batch.epoch}\n${batch.firstSeq}\n${batch.count}\n${batch.head}`)
    .digest('hex')
  // A batch is text of the agent's making: as one JSON string it survives jsonb, but for U+0000.
  const json = JSON.stringify(batch).replaceAll('\\u0000', '\\ufffd')
  const { rowCount } = await client.query(
    'insert into quarantined_batch (id, agent_id, reason, batch) values ($1, $2, $3, $4::jsonb) on conflict (id) do nothing',
    [contentId(digest), agent.id, reason, json],
  )
  return rowCount === 1
}

/** UUIDv8 (RFC 9562, 5.8): bits of our own, here those of a hash. */
function contentId(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
