import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { openSchemaEngine } from '../src/schema-engine.ts'

/** Makes the tables as Prisma would from its schema alone. */
export async function createFromDatamodel(owner: pg.Pool): Promise<void> {
  const folder = join(import.meta.dirname, '..', 'prisma', 'schema')
  const files = readdirSync(folder).map((name) => ({ path: name, content: readFileSync(join(folder, name), 'utf8') }))
  const engine = await openSchemaEngine(owner)
  const { stdout } = await engine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  if (!stdout) throw new Error('Prisma wrote no SQL for its schema')
  await owner.query(stdout)
  engine.free()
}

/** Name, type and nullability of every column, and the columns of every primary key; indexes and checks are SQL's own. */
export async function columnsOf(owner: pg.Pool): Promise<readonly string[]> {
  const { rows } = await owner.query<{ line: string }>(`
    select format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
             case when a.attnotnull then ' not null' else '' end,
             ' key ' || array_position(i.indkey::int2[], a.attnum)) as line
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_index i on i.indrelid = c.oid and i.indisprimary
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> '_prisma_migrations'
     order by c.relname collate "C", a.attname collate "C"`)
  return rows.map((row) => row.line)
}
