import type { Clock } from '@counterfoil/services/clock'

/** Of a folder of backups; times in ms since 1970, null for what is not there. */
export interface BackupTimes {
  readonly newestMs: number | null
  /** Up to when the database's log is there. */
  readonly logMs: number | null
  /** Whether it is a folder of `counterfoil backup`, which keeps the log, too. */
  readonly keepsLog: boolean
}

export interface BackupFolder {
  readonly folder: string
  /** Throws when the folder cannot be read. */
  readonly read: () => Promise<BackupTimes>
}

export interface BackupFigures {
  readonly backupAgeSeconds: number | null
  readonly backupLogAgeSeconds: number | null
}

/** What outlives the hub; times in ms since 1970. */
export interface RememberedBackup {
  readonly sinceMs: number
  readonly newestMs: number | null
  readonly logMs: number | null
}

/** Notes what is seen in a folder now, and answers what is known of it. */
export type RememberBackup = (folder: string, seen: BackupTimes) => Promise<RememberedBackup>

/** The log is renewed every ten seconds: noting each of them would tell no more. */
const NOTE_EVERY_MS = 60_000
const NOTHING: BackupTimes = { newestMs: null, logMs: null, keepsLog: false }

/**
 * Reads how old backups and their log are. What cannot be seen, because the disk is not there or a hub has just started, is as old as
 * what was seen last, by whichever hub; where nothing ever was, it counts from when a hub first looked.
 */
export function createBackupReader(
  { folder, read }: BackupFolder,
  clock: Clock,
  remember: RememberBackup,
  onTrouble: (what: string, error: unknown) => void,
): () => Promise<BackupFigures> {
  const startedMs = clock.nowMs()
  let known: RememberedBackup | null = null

  async function look(): Promise<BackupTimes> {
    try {
      return await read()
    } catch (error) {
      onTrouble('the folder of the backups could not be read', error)
      return NOTHING
    }
  }

  async function recall(seen: BackupTimes): Promise<RememberedBackup> {
    try {
      if (known === null || isNews(known, seen)) known = await remember(folder, seen)
    } catch (error) {
      onTrouble('what is known of the backups could not be read', error)
    }
    return known ?? { sinceMs: startedMs, newestMs: null, logMs: null }
  }

  return async () => {
    const seen = await look()
    const { sinceMs, newestMs, logMs } = await recall(seen)
    const age = (atMs: number) => Math.max(0, clock.nowMs() - atMs) / 1_000
    const hasLog = seen.keepsLog || logMs !== null
    return {
      backupAgeSeconds: age(seen.newestMs ?? newestMs ?? sinceMs),
      backupLogAgeSeconds: hasLog ? age(seen.logMs ?? logMs ?? sinceMs) : null,
    }
  }
}

function isNews(known: RememberedBackup, { newestMs, logMs, keepsLog }: BackupTimes): boolean {
  if (newestMs !== null && newestMs !== known.newestMs) return true
  if (logMs !== null && Math.abs(logMs - (known.logMs ?? 0)) >= NOTE_EVERY_MS) return true
  return isOther({ newestMs, logMs, keepsLog }) && known.logMs !== null
}

/** An empty folder is none of them: it may be where a disk is not mounted. */
export const isOther = ({ newestMs, keepsLog }: BackupTimes): boolean => newestMs !== null && !keepsLog
