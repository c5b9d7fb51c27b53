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

/** What is still being written has a name that begins with a dot or ends with `.part`. */
async function findNewest(folder: string): Promise<number | null> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.') && !name.endsWith('.part'))
  const times = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mtimeMs))
  return times.length === 0 ? null : Math.max(...times)
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
