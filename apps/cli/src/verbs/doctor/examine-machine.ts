import { statfs } from 'node:fs/promises'
import { readBackupState } from '@counterfoil/db/backup'
import type { Finding } from '@counterfoil/services/doctor'
import { ownThresholds } from '@counterfoil/services/operations'
import { missingArchives, tellMissing } from '../backup/folders-elsewhere.ts'

const GB = 1024 ** 3
const HOUR_MS = 3_600_000
/** From here on the hub raises its alert `backup_log`, too. */
const LOG_LATE_MS = ownThresholds.backup_log.raiseAt * 1_000

/** Room on the disk of the data folder. */
export async function examineDisk(dataDir: string): Promise<Finding> {
  const disk = await statfs(dataDir).catch(() => undefined)
  if (disk === undefined)
    return { about: 'disk', verdict: 'warn', message: `${dataDir} is not there, so its disk was not looked at.` }
  const free = disk.bavail * disk.bsize
  const share = free / (disk.blocks * disk.bsize)
  const words = `${(free / GB).toFixed(1)} GB (${Math.round(share * 100)} %) are free where ${dataDir} lies`
  if (free < GB || share < 0.03)
    return { about: 'disk', verdict: 'bad', message: `Only ${words}: PostgreSQL stops when it is full. Make room now.` }
  if (free < 5 * GB || share < 0.1) return { about: 'disk', verdict: 'warn', message: `${words}: make room soon.` }
  return { about: 'disk', verdict: 'good', message: `${words}.` }
}

/** How old the backup of the embedded database is; `archives` are the files the record names, null when they could not be asked for. */
export async function examineBackup(
  dataDir: string,
  { ownServer, nowMs, archives }: { ownServer: boolean; nowMs: number; archives: readonly string[] | null },
): Promise<Finding> {
  if (ownServer) {
    const message = 'The database is a server of your own: whether it is backed up is not seen from here (docs/guide/backup.md).'
    return { about: 'backup', verdict: 'warn', message }
  }
  try {
    const state = await readBackupState(dataDir)
    if (state?.newest === undefined || state.reachesTo === undefined)
      return { about: 'backup', verdict: 'bad', message: 'There is no backup: counterfoil backup init FOLDER, then backup now.' }
    const baseMs = nowMs - Date.parse(state.newest.finishedAt)
    const logMs = nowMs - Date.parse(state.reachesTo)
    const words = `The backup in ${state.folder} reaches to ${Math.round(logMs / 60_000)} minutes ago; its last base is ${Math.floor(baseMs / HOUR_MS)} hours old`
    if (logMs >= LOG_LATE_MS) {
      const what = 'what was committed since is on one disk alone, because the log is not backed up. Is "backup run" running?'
      return { about: 'backup', verdict: 'bad', message: `${words}: ${what}` }
    }
    if (baseMs > 7 * 24 * HOUR_MS)
      return {
        about: 'backup',
        verdict: 'warn',
        message: `${words}: a restore replays all of the log since. Is "backup run" running?`,
      }
    const missing = missingArchives(archives ?? [], state.newest.archives) ?? []
    if (missing.length > 0) return { about: 'backup', verdict: 'warn', message: `${words}. ${tellMissing(missing)}` }
    return { about: 'backup', verdict: 'good', message: `${words}.` }
  } catch (error) {
    return {
      about: 'backup',
      verdict: 'bad',
      message: `The backup cannot be looked at: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}
