import type pg from 'pg'

/** The next pass takes what people said as given and judges the money by it. */
export const tellLinks = async (client: pg.ClientBase): Promise<void> => {
  await client.query(`select pg_notify('counterfoil_changes', $1)`, [JSON.stringify({ entity: 'funds_file', id: 'link' })])
}
