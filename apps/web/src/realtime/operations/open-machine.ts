import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { DiskPlace, Machine } from './read-machine.ts'

export interface MachineGiven {
  readonly places: Readonly<Record<DiskPlace, string | null>>
  /** The primary, and the replica that dashboards may read. */
  readonly pool: pg.Pool
  readonly replica: pg.Pool | null
}

/** The machine as it is: its disks, the folder of its backups, the replica it was told of. */
export function openMachine({ places, pool, replica }: MachineGiven): Machine {
  const backups = places.backups
  return {
    disks: Object.entries(places).flatMap(([place, path]) => (path === null ? [] : [{ place: place as DiskPlace, path }])),
    async readDisk(path) {
      const { bavail, blocks, bsize } = await statfs(path)
      return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize }
    },
    newestBackupMs: backups === null ? null : () => findNewest(backups),
    replicaLag: replica === null ? null : () => readReplicaLag(pool, replica),
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

/** Hubs write a sign of life every 5 s, by the primary's clock: what the replica has of it tells how far it is, whatever its own clock says. */
async function readReplicaLag(primary: pg.Pool, replica: pg.Pool): Promise<number> {
  // The replica first: what is written in between makes it look older, never younger.
  const shown = await newestBeat(replica)
  const written = await newestBeat(primary)
  if (shown === null || written === null) throw new Error('no hub has written a sign of life there yet')
  return Math.max(0, written - shown) / 1_000
}

async function newestBeat(pool: pg.Pool): Promise<number | null> {
  const { rows } = await pool.query<{ at: Date | null }>('select max(seen_at) as at from hub_node')
  return rows[0]?.at?.getTime() ?? null
}
