import pg from 'pg'

/**
 * Drops a database with all who are connected to it. PostgreSQL forces nobody out who is a superuser, and its own
 * autovacuum workers are: then ours are ended by hand, and the plain drop asks autovacuum to leave and waits for it.
 */
export async function dropDatabase(server: pg.Client, name: string): Promise<void> {
  const database = pg.escapeIdentifier(name)
  try {
    await server.query(`drop database if exists ${database} with (force)`)
  } catch (error) {
    if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error
    await server.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = any (array(select rolname from pg_roles where not rolsuper))',
      [name],
    )
    await server.query(`drop database if exists ${database}`)
  }
}

const INSUFFICIENT_PRIVILEGE = '42501'
