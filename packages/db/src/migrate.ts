import type pg from 'pg'
import { checkHistory } from './check-history.ts'
import { MIGRATION_LOCK } from './migration-lock.ts'
import { createPool } from './pool.ts'
import { type Migration, migrationsFolder, readMigrations } from './read-migrations.ts'
import { openSchemaEngine, type SchemaEngine } from './schema-engine.ts'

export interface ApplyMigrationsOptions {
  /** The owner's URL: migrations make tables, roles and rights. */
  readonly url: string
  readonly migrations?: readonly Migration[]
}

/**
 * Brings a database up to the last migration and returns the names of those it applied. Safe to run by several
 * processes at once: one works, the others wait. Each migration is one transaction; after a failed one, correct it and
 * run again. Throws when a migration fails or the database's history is not a beginning of ours.
 */
export async function applyMigrations({
  url,
  migrations = readMigrations(),
}: ApplyMigrationsOptions): Promise<readonly string[]> {
  const pool = createPool({ url, role: 'owner', max: 2 })
  try {
    const lock = await pool.connect()
    try {
      await lock.query('select pg_advisory_lock($1, $2)', [...MIGRATION_LOCK])
      return await applyLocked(pool, migrations)
    } finally {
      // The lock ends with its connection.
      lock.release(true)
    }
  } finally {
    await pool.end()
  }
}

async function applyLocked(pool: pg.Pool, migrations: readonly Migration[]): Promise<readonly string[]> {
  let scriptError: unknown
  const engine = await openSchemaEngine(pool, (error) => {
    scriptError = error
  })
  try {
    const { failed } = await checkHistory(pool, migrations)
    const list = migrationList(migrations)
    // A failed migration left nothing behind, so it may simply be tried again.
    for (const name of failed) await engine.markMigrationRolledBack({ migrationName: name })
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: list,
      filters: { externalTables: [], externalEnums: [] },
    })
    return appliedMigrationNames
  } catch (error) {
    if (scriptError === undefined) throw error
    const { failed } = await checkHistory(pool, migrations)
    throw new Error(
      `Migration ${failed.join(', ')} failed and changed nothing: ${describe(scriptError)}. Correct it and migrate again.`,
      { cause: scriptError },
    )
  } finally {
    engine.free()
  }
}

function migrationList(migrations: readonly Migration[]): Parameters<SchemaEngine['applyMigrations']>[0]['migrationsList'] {
  return {
    baseDir: migrationsFolder,
    lockfile: { path: './migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { hint } = error as Error & { hint?: string }
  return hint ? `${error.message}. ${hint}` : error.message
}
