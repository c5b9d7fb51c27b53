import { createPool } from '@counterfoil/db'
import type pg from 'pg'

/** What one database holds of everything the ingest writes: rows and a sum over all their values, by table. */
export type Contents = Readonly<Record<string, { readonly rows: number; readonly sum: string }>>

/** Left out: when something was recorded, and the counters of revisions, which follow how commits were cut. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  event: ['recorded_on', 'recorded_at'],
  agent_batch: ['recorded_at'],
  agent_stream: [],
  payment: ['recorded_at', 'updated_at'],
  sales_day: [],
  terminal_condition: ['recorded_at'],
  terminal_totals: [],
}

/** Buckets also carry the minute they were recorded in: added up over it they must be the same. */
const SALES_MINUTE = `select store_id, minute, currency, scheme, funding, wallet, business_date,
  sum(sales_minor), sum(approved), sum(declined), sum(cancelled) from sales_minute group by 1, 2, 3, 4, 5, 6, 7`

export async function readContents(url: string): Promise<Contents> {
  const pool = createPool({ url, role: 'owner', max: 1 })
  try {
    const contents: Record<string, { rows: number; sum: string }> = {}
    for (const [table, leftOut] of Object.entries(TABLES))
      contents[table] = await addUp(pool, await selectOf(pool, table, leftOut))
    contents.sales_minute = await addUp(pool, SALES_MINUTE)
    return contents
  } finally {
    await pool.end()
  }
}

/** Throws with the first table that differs. */
export function assertSameContents(product: Contents, limit: Contents): void {
  for (const [table, { rows, sum }] of Object.entries(limit)) {
    const found = product[table]
    if (found?.rows === rows && found.sum === sum) continue
    throw new Error(
      `The hub's database is not what was sent: ${table} has ${found?.rows} rows, the bare database ${rows}, and their values differ. This run is no result.`,
    )
  }
}

async function selectOf(pool: pg.Pool, table: string, leftOut: readonly string[]): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(
    'select quote_ident(attname) as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname <> all($2) order by attnum',
    [table, leftOut],
  )
  return `select ${rows.map(({ name }) => name).join(', ')} from ${table}`
}

async function addUp(pool: pg.Pool, select: string): Promise<{ rows: number; sum: string }> {
  const { rows } = await pool.query<{ rows: number; sum: string }>(
    `select count(*) as rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text as sum from (${select}) t`,
  )
  if (rows[0] === undefined) throw new Error('PostgreSQL counted nothing')
  return rows[0]
}
