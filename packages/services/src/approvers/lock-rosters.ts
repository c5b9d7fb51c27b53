import type pg from 'pg'

/** Whoever proposes, approves or withdraws a list does so alone; any number, the same in every process. */
const ROSTER_LOCK = 4_017_059

export async function lockRosters(client: Pick<pg.PoolClient, 'query'>): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [ROSTER_LOCK])
}
