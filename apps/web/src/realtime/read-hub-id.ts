import type pg from 'pg'

/** The installation's hub id, read until it is there, then remembered: it never changes. */
export function createHubIdReader(pool: pg.Pool): () => Promise<string> {
  let known: string | null = null
  return async () => {
    if (known !== null) return known
    const { rows } = await pool.query<{ hubId: string }>('select hub_id as "hubId" from installation limit 1')
    if (rows[0] === undefined) throw new Error('the database holds no installation yet')
    known = rows[0].hubId
    return known
  }
}
