import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Migration } from './read-migrations.ts'

/** Compares what `_prisma_migrations` says with the migrations of this version; throws when they do not belong together. */
export async function checkHistory(pool: pg.Pool, migrations: readonly Migration[]): Promise<{ failed: readonly string[] }> {
  const exists = await pool.query<{ known: boolean }>(`select to_regclass('public._prisma_migrations') is not null as known`)
  if (!exists.rows[0]?.known) return { failed: [] }
  const { rows } = await pool.query<{ name: string; checksum: string; finished: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null order by started_at`,
  )
  for (const { name, checksum } of rows.filter((row) => row.finished)) {
    const ours = migrations.find((migration) => migration.name === name)
    if (!ours) {
      throw new Error(
        `This database has the migration ${name}, which this version does not know: it was used by a newer Counterfoil. Start that version again, or use another database.`,
      )
    }
    if (createHash('sha256').update(ours.sql).digest('hex') !== checksum) {
      throw new Error(
        `The migration ${name} is not the one this database was made with: its file has changed since. Use the version that made the database, or start with an empty one (for a trial: another COUNTERFOIL_DATA folder).`,
      )
    }
  }
  return { failed: rows.filter((row) => !row.finished).map((row) => row.name) }
}
