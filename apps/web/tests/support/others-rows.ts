import type { Pool } from 'pg'

export interface Others {
  /** Every table, with a mark of all its rows that are not the person's own. */
  readonly tables: readonly { readonly name: string; readonly mark: string }[]
  /** What those rows are called by: texts and numbers, some of each table. */
  readonly texts: readonly string[]
  readonly numbers: readonly number[]
}

/** Written by whoever asks anything: records of what was done, counts of tries. */
const RECORDS = /^(audit_|hub_event|rate_|sign_in_failure|verification|event)/

/** Reads what belongs to neither this person nor this store, out of every table there is, also one that comes later. */
export async function readOthers(owner: Pool, own: { readonly userId: string; readonly storeId: number }): Promise<Others> {
  const { rows: columns } = await owner.query<{ table: string; column: string; type: string }>(
    `select c.table_name as table, c.column_name as column, c.data_type as type from information_schema.columns c
     join pg_class p on p.relname = c.table_name and p.relnamespace = 'public'::regnamespace
     where c.table_schema = 'public' and p.relkind in ('r', 'p') and not p.relispartition order by c.table_name`,
  )
  const names = [...new Set(columns.map(({ table }) => table))].filter((name) => !RECORDS.test(name))
  const found = { tables: [] as { name: string; mark: string }[], texts: new Set<string>(), numbers: new Set<number>() }
  for (const name of names) {
    const has = (column: string) => columns.find((one) => one.table === name && one.column === column)
    const conditions = [
      ...(has('user_id') ? [`user_id is distinct from '${own.userId}'`] : []),
      ...(has('store_id') ? [`store_id is distinct from ${own.storeId}`] : []),
      ...(name === 'user' ? [`id <> '${own.userId}'`] : name === 'store' ? [`id <> ${own.storeId}`] : []),
    ]
    const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
    const { rows } = await owner.query<{ mark: string; count: number }>(
      `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as mark, count(*)::int as count from "${name}" t${where}`,
    )
    if ((rows[0]?.count ?? 0) === 0) continue
    found.tables.push({ name, mark: rows[0]?.mark ?? '' })
    if (has('id') === undefined) continue
    const ids = await owner.query<{ id: string }>(`select id::text as id from "${name}"${where} order by id limit 3`)
    for (const { id } of ids.rows) {
      if (has('id')?.type === 'integer') found.numbers.add(Number(id))
      else found.texts.add(id)
    }
  }
  return { tables: found.tables, texts: [...found.texts], numbers: [...found.numbers] }
}
