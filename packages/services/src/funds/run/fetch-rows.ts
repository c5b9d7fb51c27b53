import type pg from 'pg'

const PART = 20_000

/** Reads a long answer in parts through a cursor, so that its text never stands in memory beside what is made of it. */
export async function fetchRows<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  sql: string,
  values: readonly unknown[],
  take: (row: Row) => void,
): Promise<void> {
  await client.query(`declare reading no scroll cursor for ${sql}`, [...values])
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${PART} from reading`)
    for (const row of rows) take(row)
    if (rows.length < PART) break
  }
  await client.query('close reading')
}
