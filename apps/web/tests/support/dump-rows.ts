import type pg from 'pg'

/** Every row of every table as text, the way `pg_dump` would show it; bytes in hexadecimal. */
export async function dumpRows(owner: pg.Pool): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname`,
  )
  const dump = new Map<string, string>()
  for (const { name } of tables) {
    const { rows } = await owner.query<{ row: string }>(`select t::text as row from ${quoted(name)} t`)
    dump.set(name, rows.map(({ row }) => row).join('\n'))
  }
  return dump
}

/** The tables in which these bytes stand, as themselves or written down in any of the usual ways. */
export function tablesWith(dump: ReadonlyMap<string, string>, secret: string | Uint8Array): string[] {
  const bytes = Buffer.from(secret)
  const ways = [bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')]
  if (typeof secret === 'string') ways.push(secret)
  // In the base64 of a longer text it may begin one or two bytes later: what is its own there, if that is enough to tell.
  for (const shift of [1, 2]) {
    const own = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4)
    if (own.length >= 8) ways.push(own)
  }
  return [...dump].filter(([, rows]) => ways.some((way) => holds(rows, way))).map(([table]) => table)
}

function holds(rows: string, way: string): boolean {
  // PostgreSQL doubles quotes and backslashes in rows.
  return rows.includes(way) || rows.includes(way.replaceAll('\\', '\\\\').replaceAll('"', '""'))
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
