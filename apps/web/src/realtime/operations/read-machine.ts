import type { ReplicaState } from '@counterfoil/db/connections'
import type { Clock } from '@counterfoil/services/clock'
import { addSample, type FreeSample, forecastFull } from './forecast-full.ts'

/** Folders whose disks are watched. A closed list: it becomes a label. */
export const diskPlaces = ['database', 'archives', 'evidence', 'funds', 'backups'] as const
export type DiskPlace = (typeof diskPlaces)[number]

/** What the composition root lets the hub see of its machine. */
export interface Machine {
  readonly disks: readonly { readonly place: DiskPlace; readonly path: string }[]
  readonly readDisk: (path: string) => Promise<{ readonly freeBytes: number; readonly sizeBytes: number }>
  /** When the newest backup was made, ms since 1970, null while there is none; null for a hub that is not told where they lie. */
  readonly newestBackupMs: (() => Promise<number | null>) | null
  /** How the replica stands, by the same measure that decides whether dashboards read it; null for a hub without one. */
  readonly replica: (() => ReplicaState) | null
}

export interface DiskFigures {
  readonly place: DiskPlace
  readonly freeBytes: number
  readonly sizeBytes: number
  readonly fullInSeconds: number | null
}

export interface MachineFigures {
  readonly disks: readonly DiskFigures[]
  readonly backupAgeSeconds: number | null
  /** Null without a replica; its lag null while it does not answer. */
  readonly replica: { readonly lagSeconds: number | null } | null
}

/** Reads the figures of this machine; what cannot be read is left out, and told to `onTrouble`. */
export function createMachineReader(
  machine: Machine,
  clock: Clock,
  onTrouble: (what: string, error: unknown) => void,
): () => Promise<MachineFigures> {
  const startedMs = clock.nowMs()
  let courses = new Map<DiskPlace, readonly FreeSample[]>()

  async function readDisks(): Promise<DiskFigures[]> {
    const next = new Map<DiskPlace, readonly FreeSample[]>()
    const disks: DiskFigures[] = []
    for (const { place, path } of machine.disks) {
      try {
        const { freeBytes, sizeBytes } = await machine.readDisk(path)
        const samples = addSample(courses.get(place) ?? [], { atMs: clock.monotonicMs(), freeBytes })
        next.set(place, samples)
        disks.push({ place, freeBytes, sizeBytes, fullInSeconds: forecastFull(samples) })
      } catch (error) {
        onTrouble(`the disk of the ${place} could not be read`, error)
      }
    }
    courses = next
    return disks
  }

  async function readBackup(): Promise<number | null> {
    if (machine.newestBackupMs === null) return null
    try {
      // Where none was ever made, the hub's own start is the last moment at which all was well.
      return Math.max(0, clock.nowMs() - ((await machine.newestBackupMs()) ?? startedMs)) / 1_000
    } catch (error) {
      onTrouble('the folder of the backups could not be read', error)
      return Math.max(0, clock.nowMs() - startedMs) / 1_000
    }
  }

  function readReplica(): MachineFigures['replica'] {
    const found = machine.replica?.()
    if (found === undefined) return null
    return { lagSeconds: found.lagMs === null ? null : found.lagMs / 1_000 }
  }

  return async () => ({ disks: await readDisks(), backupAgeSeconds: await readBackup(), replica: readReplica() })
}
