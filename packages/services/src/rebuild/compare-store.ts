import type pg from 'pg'
import { PROJECTIONS, type Projection } from './projections.ts'

/** A row that is not what its events give. */
export interface Difference {
  readonly table: string
  readonly key: Readonly<Record<string, unknown>>
  /** `missing` from the table, `extra` in it, or `differs` in some columns. */
  readonly what: 'missing' | 'extra' | 'differs'
  /** [what the table holds, what the events give], by column; null unless it differs. */
  readonly columns: Readonly<Record<string, readonly [unknown, unknown]>> | null
}

export interface Compared {
  /** The first 1,000 of each table. */
  readonly differences: readonly Difference[]
  /** All of them, by table. */
  readonly counts: Readonly<Record<string, number>>
}

const MOST_NAMED = 1_000

/** Holds the store's rows against the shadow tables and remembers in these which differ. */
export async function compareStore(client: pg.ClientBase, storeId: number): Promise<Compared> {
  const differences: Difference[] = []
  const counts: Record<string, number> = {}
  for (const projection of PROJECTIONS) {
    const { table, key } = projection
    const { rowCount } = await client.query(await differSql(client, projection), [storeId])
    counts[table] = rowCount ?? 0
    if (rowCount === 0) continue
    const keyJson = `jsonb_build_object(${key.map((name) => `'${name}', ${name}`).join(', ')})`
    const { rows } = await client.query<Omit<Difference, 'table'>>(
      `select ${keyJson} as key, what, columns from differing_${table} order by ${key.join(', ')} limit ${MOST_NAMED}`,
    )
    differences.push(...rows.map((row) => ({ table, ...row })))
  }
  return { differences, counts }
}

/** Puts what the events give in the place of what differs, and nothing else. Needs the owner's rights. */
export async function repairStore(client: pg.ClientBase): Promise<void> {
  for (const { table, key } of PROJECTIONS) {
    const same = key.map((name) => `h.${name} = d.${name}`).join(' and ')
    await client.query(`delete from public.${table} h using differing_${table} d where ${same}`)
    await client.query(
      `insert into public.${table} select h.* from rebuilt_${table} h where exists (select from differing_${table} d where ${same})`,
    )
  }
}

async function differSql(client: pg.ClientBase, { table, key, aside, ofStore }: Projection): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [`pg_temp.rebuilt_${table}`],
  )
  const told = rows.map(({ name }) => name).filter((name) => !key.includes(name) && !aside.includes(name))
  const row = (alias: string) => `(${told.map((name) => `${alias}."${name}"`).join(', ')})`
  const first = key[0] ?? ''
  return `insert into differing_${table}
    select ${key.map((name) => `coalesce(h.${name}, r.${name})`).join(', ')},
      case when r.${first} is null then 'extra' when h.${first} is null then 'missing' else 'differs' end,
      case when r.${first} is not null and h.${first} is not null then (
        select jsonb_object_agg(e.key, jsonb_build_array(to_jsonb(h) -> e.key, e.value)) from jsonb_each(to_jsonb(r)) e
        where e.key in (${told.map((name) => `'${name}'`).join(', ')}) and (to_jsonb(h) -> e.key) is distinct from e.value) end
    from (select * from public.${table} h where ${ofStore}) h
    full join rebuilt_${table} r on ${key.map((name) => `h.${name} = r.${name}`).join(' and ')}
    where h.${first} is null or r.${first} is null or ${row('h')} is distinct from ${row('r')}`
}
