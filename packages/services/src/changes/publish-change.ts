import { CHANGE_CHANNEL, type Change } from './change.ts'

/** Anything that runs a statement: a pool, a client, a transaction of one. */
export interface RunsSql {
  query(text: string, values: unknown[]): Promise<unknown>
}

/** Tells the hub what changed; in a transaction it goes out with the commit. Never in the ingest path: NOTIFY serialises commits. */
export async function publishChange(sql: RunsSql, change: Change): Promise<void> {
  await sql.query('select pg_notify($1, $2)', [CHANGE_CHANNEL, JSON.stringify(change)])
}
