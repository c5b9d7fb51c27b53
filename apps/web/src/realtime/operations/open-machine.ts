import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadReplica } from '@counterfoil/db/connections'
import type { BackupTimes } from './read-backup.ts'
import type { DiskPlace, Machine } from './read-machine.ts'

export interface MachineGiven {
  readonly places: Readonly<Record<DiskPlace, string | null>>
  /** The one that dashboards may read. */
  readonly replica: Pick<ReadReplica, 'state'> | null
}

/** The machine as it is: its disks, the folder of its backups, the replica it was told of. */
export function openMachine({ places, replica }: MachineGiven): Machine {
  const backups = places.backups
  return {
    disks: Object.entries(places).flatMap(([place, path]) => (path === null ? [] : [{ place: place as DiskPlace, path }])),
    async readDisk(path) {
      const { bavail, blocks, bsize } = await statfs(path)
      return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize }
    },
    backups: backups === null ? null : { folder: backups, read: () => readTimes(backups) },
    replica: replica === null ? null : replica.state,
  }
}

async function readTimes(folder: string): Promise<BackupTimes> {
  const names = await readdir(folder)
  const keepsLog = names.includes('counterfoil-backup.json')
  return {
    newestMs: await findNewest(folder, names),
    // `counterfoil backup` renews it each time it has brought the log; who may not read in the folder sees its time.
    logMs: keepsLog ? await changedMs(join(folder, 'counterfoil-log.json')) : null,
    keepsLog,
  }
}

/**
 * A folder of `counterfoil backup` has its copies in `base`, each whole once its manifest is there. In any other one each name is a
 * backup, but those still being written, which begin with a dot or end with `.part`.
 */
async function findNewest(folder: string, names: readonly string[]): Promise<number | null> {
  // Set up, and no copy was made yet: what says so is none.
  if (names.includes('counterfoil-backup.json') && !names.includes('base')) return null
  const files = names.includes('base')
    ? (await readdir(join(folder, 'base'))).map((name) => join(folder, 'base', name, 'manifest.json'))
    : names.filter((name) => !name.startsWith('.') && !name.endsWith('.part')).map((name) => join(folder, name))
  const times = await Promise.all(files.map(changedMs))
  return times.reduce<number | null>((newest, at) => (at === null ? newest : Math.max(newest ?? at, at)), null)
}

/** Null for what is not there, or not any more. */
async function changedMs(path: string): Promise<number | null> {
  try {
    // A database keeps whole milliseconds.
    return Math.floor((await stat(path)).mtimeMs)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
