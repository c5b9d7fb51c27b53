import { join } from 'node:path'
import { type BaseManifest, listBases } from './repository/base-manifest.ts'
import { readReached } from './repository/log-sign.ts'
import { openRepository, readJson } from './repository/repository.ts'
import { readWal } from './wal/wal-index.ts'

/** How far the backup of a data folder goes. */
export interface BackupState {
  readonly folder: string
  readonly newest: BaseManifest | undefined
  /** ISO: the log in it goes on to here. */
  readonly reachesTo: string | undefined
}

/** Undefined when this data folder was never backed up. Throws when the folder of backups cannot be read. */
export async function readBackupState(dataDir: string): Promise<BackupState | undefined> {
  const lines = await readJson<Record<string, string>>(join(dataDir, 'backup-line.json')).catch(() => ({}))
  const [known] = Object.entries(lines)
  if (known === undefined) return undefined
  const [folder, line] = known
  const newest = (await listBases(await openRepository(folder))).findLast((base) => base.line === line)
  const { whole, partial } = await readWal(folder, line)
  const written = (partial ?? whole.at(-1))?.at
  const sign = await readReached(folder)
  // Where nothing is written there is nothing to bring: the sign alone tells that somebody looked.
  const isLater = written !== undefined && sign?.line === line && sign.at > written
  return { folder, newest, reachesTo: isLater ? sign.at : written }
}
