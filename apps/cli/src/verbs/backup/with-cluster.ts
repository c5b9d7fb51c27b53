import { join } from 'node:path'
import { createPool } from '@counterfoil/db'
import { BackupError, openAdmin } from '@counterfoil/db/backup'
import { findRunningCluster, type RunningCluster, withFileLock } from '@counterfoil/db/embedded'
import { dataFolder } from '../../data-folder.ts'
import { databaseUrl } from '../../database-url.ts'
import type { CliIo } from '../../verb.ts'

/** A base backup of a large database takes as long. */
const BUSY_MS = 3_600_000

/** The embedded server, with the connections a backup of it needs. */
export interface ClusterAtHand extends Pick<RunningCluster, 'cluster'> {
  readonly dataDir: string
  /** Its superuser's. */
  readonly admin: Awaited<ReturnType<typeof openAdmin>>
  /** To our database, as its owner. */
  readonly database: ReturnType<typeof createPool>
}

/** Runs `work` with the embedded server of the data folder. Throws with what to use instead for a server of one's own. */
export async function withCluster<T>(io: CliIo, work: (at: ClusterAtHand) => Promise<T>): Promise<T> {
  const dataDir = dataFolder(io.env)
  const running = await findRunningCluster(dataDir)
  const given = io.env.DATABASE_URL ? new URL(io.env.DATABASE_URL) : undefined
  if (given && !(running && given.hostname === '127.0.0.1' && given.port === String(running.port)))
    throw new BackupError(
      'DATABASE_URL names a PostgreSQL server of your own. This program backs up the embedded one only: use pgBackRest or pg_basebackup there, and keep the hub’s secrets and the folder of archives beside it (docs/guide/backup.md says how).',
    )
  if (running === undefined)
    throw new BackupError(
      `No database runs from ${dataDir}. Start it first: systemctl start counterfoil.target, or npm start in a checkout.`,
    )
  const admin = await openAdmin(running.port, running.password)
  const database = createPool({ url: databaseUrl(io.env), max: 1, role: 'owner' })
  try {
    // One at a time: two would write the same segments down twice.
    return await withFileLock(join(dataDir, 'backup.lock'), BUSY_MS, () =>
      work({ cluster: running.cluster, dataDir, admin, database }),
    )
  } finally {
    await Promise.allSettled([admin.end(), database.end()])
  }
}
