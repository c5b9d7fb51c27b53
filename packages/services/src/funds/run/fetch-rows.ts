import type pg from 'pg'

/** What lives only until it is looked at must not outlive a collection of the young. */
const PART = 2_000

/**
 * Reads a long answer in parts through a cursor, so that its text never stands in memory beside what is made of it; the server
 * makes the next part while this one is looked at.
 */
export async function fetchRows<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  sql: string,
  values: readonly unknown[],
  take: (row: Row) => void,
): Promise<void> {
  await client.query(`declare reading no scroll cursor for ${sql}`, [...values])
  const fetch = () => client.query<Row>(`fetch ${PART} from reading`)
  let { rows } = await fetch()
  while (rows.length > 0) {
    const coming = rows.length === PART ? fetch() : null
    // Heard of below; whoever throws here gives the transaction up.
    coming?.catch(() => {})
    for (const row of rows) take(row)
    rows = coming === null ? [] : (await coming).rows
  }
  await client.query('close reading')
}

/**
 * Gives the first of equal things for each of them. Rows repeat names, days and codes by the million, and every row brings texts of its
 * own, which live until the run ends.
 */
export function keepOnce<Thing>(keyOf: (thing: Thing) => unknown = (thing) => thing): (thing: Thing) => Thing {
  const kept = new Map<unknown, Thing>()
  return (thing) => {
    const key = keyOf(thing)
    const known = kept.get(key)
    if (known !== undefined) return known
    kept.set(key, thing)
    return thing
  }
}
