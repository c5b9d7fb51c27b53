import { canonicalJson } from '@counterfoil/audit'
import type pg from 'pg'

const PART = 2_000
/** One answer is read to its end before the next begins. */
const CURSOR = 'bundle_rows'

/** Rows of a long answer, some at a time: none of what is written is ever held whole. */
export async function* streamRows<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  sql: string,
  values: readonly unknown[],
): AsyncGenerator<Row> {
  await client.query(`declare ${CURSOR} no scroll cursor for ${sql}`, [...values])
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${PART} from ${CURSOR}`)
    yield* rows
    if (rows.length < PART) break
  }
  await client.query(`close ${CURSOR}`)
}

/** One record, in the one form that RFC 8785 allows. What is not known is left out. */
export const recordLine = (row: object): string =>
  canonicalJson(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)))
