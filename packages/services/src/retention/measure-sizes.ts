import type { ServiceContext } from '../context.ts'
import { type ReadRows, rowsThrough } from '../read-rows.ts'
import { type DataClassName, dataClasses, dataClassNames } from './data-classes.ts'

export interface Volume {
  readonly freeBytes: number
  readonly sizeBytes: number
}

/**
 * Notes once a day how much room each class takes, with its indexes, and how much is left where the database lies, which only a hub
 * on that machine can tell. Of several hubs the first of the day notes the sizes, and each that sees the disk notes it.
 */
export async function measureSizes(ctx: Pick<ServiceContext, 'pool' | 'now'>, volume: Volume | null): Promise<void> {
  const day = ctx.now().toISOString().slice(0, 10)
  const { rows } = await ctx.pool.query('select from retention_size where day = $1 limit 1', [day])
  if (rows.length === 0) {
    const sizes = await readSizes(rowsThrough(ctx.pool))
    await ctx.pool.query(
      `insert into retention_size (day, class, bytes) select $1, * from unnest($2::text[], $3::int8[]) on conflict do nothing`,
      [day, dataClassNames, dataClassNames.map((name) => sizes[name])],
    )
  }
  if (volume === null) return
  await ctx.pool.query(
    `insert into retention_volume (day, free_bytes, size_bytes) values ($1, $2, $3)
     on conflict (day) do update set free_bytes = excluded.free_bytes, size_bytes = excluded.size_bytes`,
    [day, Math.round(volume.freeBytes), Math.round(volume.sizeBytes)],
  )
}

/** Bytes on disk of each class, with indexes, months and what is stored aside. */
export async function readSizes(rows: ReadRows): Promise<Readonly<Record<DataClassName, number>>> {
  const tables = await rows<{ name: string; bytes: number }>(
    `select c.relname as name, coalesce(
       (select sum(pg_total_relation_size(p.relid)) from pg_partition_tree(c.oid) p), pg_total_relation_size(c.oid))::float8 as bytes
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
  )
  const bytesOf = new Map(tables.map(({ name, bytes }) => [name, bytes]))
  return Object.fromEntries(
    dataClassNames.map((name) => [name, dataClasses[name].tables.reduce((sum, table) => sum + (bytesOf.get(table) ?? 0), 0)]),
  ) as Record<DataClassName, number>
}
