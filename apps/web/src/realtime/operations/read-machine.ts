import type { ReplicaState } from '@counterfoil/db/connections'
import type { Clock } from '@counterfoil/services/clock'
import { addSample, type FreeSample, forecastFull } from './forecast-full.ts'
import { type BackupFigures, type BackupFolder, createBackupReader, type RememberBackup } from './read-backup.ts'

/** Folders whose disks are watched. A closed list: it becomes a label. */
export const diskPlaces = ['database', 'archives', 'evidence', 'funds', 'backups'] as const
export type DiskPlace = (typeof diskPlaces)[number]

/** What the composition root lets the hub see of its machine. */
export interface Machine {
  readonly disks: readonly { readonly place: DiskPlace; readonly path: string }[]
  readonly readDisk: (path: string) => Promise<{ readonly freeBytes: number; readonly sizeBytes: number }>
  /** Null for a hub that is not told where backups lie. */
  readonly backups: BackupFolder | null
  /** How the replica stands, by the same measure that decides whether dashboards read it; null for a hub without one. */
  readonly replica: (() => ReplicaState) | null
}

export interface DiskFigures {
  readonly place: DiskPlace
  readonly freeBytes: number
  readonly sizeBytes: number
  readonly fullInSeconds: number | null
}

export interface MachineFigures extends BackupFigures {
  readonly disks: readonly DiskFigures[]
  /** Null without a replica and before the first look at it; its lag null while it does not answer. */
  readonly replica: { readonly lagSeconds: number | null } | null
}

/** Reads the figures of this machine; what cannot be read is left out, and told to `onTrouble`. */
export function createMachineReader(
  machine: Machine,
  clock: Clock,
  remember: RememberBackup,
  onTrouble: (what: string, error: unknown) => void,
): () => Promise<MachineFigures> {
  const readBackup = machine.backups && createBackupReader(machine.backups, clock, remember, onTrouble)
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

  function readReplica(): MachineFigures['replica'] {
    const found = machine.replica?.()
    if (found === undefined) return null
    if (found.state === 'away') return { lagSeconds: null }
    return found.lagMs === null ? null : { lagSeconds: found.lagMs / 1_000 }
  }

  return async () => ({
    disks: await readDisks(),
    ...((await readBackup?.()) ?? { backupAgeSeconds: null, backupLogAgeSeconds: null }),
    replica: readReplica(),
  })
}
