import type pg from 'pg'

/**
 * The schema of a database as text that is equal for equal schemas, on every version of PostgreSQL we run on. The
 * monthly partitions are left out: which there are depends on the day.
 */
export async function dumpSchema(owner: pg.Pool): Promise<string> {
  const sections: string[] = []
  for (const [title, query] of Object.entries(QUERIES)) {
    const { rows } = await owner.query<{ line: string }>(query)
    sections.push([`-- ${title}`, ...rows.map((row) => row.line)].join('\n'))
  }
  return `${sections.join('\n\n')}\n`
}

/** Tables of ours: not Prisma's own, not the months. */
const OURS = `c.relnamespace = 'public'::regnamespace and c.relname <> '_prisma_migrations' and c.relname !~ '_[0-9]{4}_[0-9]{2}$'`

const QUERIES = {
  tables: `
    select format('%s%s%s', c.relname,
             case when c.relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) else '' end,
             case when c.reloptions is not null then ' with (' || array_to_string(c.reloptions, ', ') || ')' else '' end) as line
      from pg_class c where ${OURS} and c.relkind in ('r', 'p') order by c.relname collate "C"`,
  columns: `
    select format('%s.%s %s%s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
             case when a.attnotnull then ' not null' else '' end,
             case when a.attidentity = 'd' then ' identity' else '' end,
             coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where ${OURS} and c.relkind in ('r', 'p') order by c.relname collate "C", a.attnum`,
  constraints: `
    select format('%s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid)) as line
      from pg_constraint k join pg_class c on c.oid = k.conrelid
     where ${OURS} and k.contype <> 'n' order by c.relname collate "C", k.conname collate "C"`,
  indexes: `
    select pg_get_indexdef(i.indexrelid) as line
      from pg_index i join pg_class c on c.oid = i.indrelid
     where ${OURS} order by 1`,
  triggers: `
    select pg_get_triggerdef(t.oid) as line
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where ${OURS} and not t.tgisinternal order by 1`,
  functions: `
    select pg_get_functiondef(p.oid) as line
      from pg_proc p where p.pronamespace = 'public'::regnamespace order by p.proname collate "C"`,
  rights: `
    select format('%s: %s may %s', c.relname, r.rolname, string_agg(lower(x.privilege_type), ', ' order by x.privilege_type)) as line
      from pg_class c cross join aclexplode(c.relacl) x join pg_roles r on r.oid = x.grantee
     where c.relnamespace = 'public'::regnamespace and c.relname !~ '_[0-9]{4}_[0-9]{2}$' and r.rolname like 'counterfoil\\_%'
     group by c.relname, r.rolname order by c.relname collate "C", r.rolname`,
}
