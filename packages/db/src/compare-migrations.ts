import type pg from 'pg'
import { checkHistory } from './check-history.ts'
import { readMigrations } from './read-migrations.ts'

/** How a database stands to the migrations of this version. Throws, in words, when it was used by another one. */
export async function compareMigrations(pool: pg.Pool): Promise<{ missing: readonly string[]; failed: readonly string[] }> {
  const migrations = readMigrations()
  const { failed } = await checkHistory(pool, migrations)
  const { rows } = await pool.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  const applied = new Set(rows.map(({ name }) => name))
  return { missing: migrations.map(({ name }) => name).filter((name) => !applied.has(name)), failed }
}
