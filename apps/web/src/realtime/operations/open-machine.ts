import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadReplica } from '@counterfoil/db/connections'
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
    newestBackupMs: backups === null ? null : () => findNewest(backups),
    replica: replica === null ? null : replica.state,
  }
}

/**
 * A folder of `counterfoil backup` has its copies in `base`, each whole once its manifest is there. In any other one each name is a
 * backup, but those still being written, which begin with a dot or end with `.part`.
 */
async function findNewest(folder: string): Promise<number | null> {
  const names = await readdir(folder)
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
    return (await stat(path)).mtimeMs
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
