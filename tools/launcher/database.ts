import { createPool, ensurePartitions } from '@counterfoil/db'
import { startEmbeddedPostgres } from '@counterfoil/db/embedded'
import { applyMigrations } from '@counterfoil/db/migrate'
import { findUsedSecrets, type UsedSecrets } from '@counterfoil/services/vault'
import type { LaunchOptions } from './options.ts'

interface StartedDatabase {
  readonly url: string
  stop(): Promise<void>
}

export interface LaunchedDatabase extends StartedDatabase {
  /** Secrets it was used with: none of them is made anew in silence. */
  readonly usedSecrets: UsedSecrets
}

/** The database in `DATABASE_URL`, or the embedded PostgreSQL of the data folder; migrated either way. */
export async function launchDatabase(
  options: Pick<LaunchOptions, 'dataFolder' | 'databaseUrl'>,
  say: (line: string) => void,
): Promise<LaunchedDatabase> {
  const database = options.databaseUrl === undefined ? await embedded(options.dataFolder, say) : external(options.databaseUrl)
  try {
    const applied = await applyMigrations({ url: database.url })
    if (applied.length > 0) say(`database: ${applied.length} migration${applied.length === 1 ? '' : 's'} applied`)
    const pool = createPool({ url: database.url, max: 1 })
    const used = ensurePartitions(pool).then(() => findUsedSecrets({ pool }))
    return { ...database, usedSecrets: await used.finally(() => pool.end()) }
  } catch (error) {
    await database.stop()
    throw error
  }
}

async function embedded(dataDir: string, say: (line: string) => void): Promise<StartedDatabase> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: say })
  return { url: postgres.url, stop: () => postgres.stop() }
}

function external(url: string): StartedDatabase {
  return { url, stop: async () => {} }
}
