import type { Reading } from '@counterfoil/services/operations'
import type { MachineFigures } from './read-machine.ts'

export interface OwnFigures {
  /** How long each commit since the last look took. */
  readonly commitsMs: readonly number[]
  readonly waitingEvents: number
  readonly jobFailures: ReadonlyMap<string, number>
}

/** What the rules read of one hub and its machine; `hub` names it in what they raise. */
export function hubReadings(hub: string, own: OwnFigures, machine: MachineFigures | null): Reading[] {
  const readings: Reading[] = [{ rule: 'ingest_backlog', subject: hub, value: own.waitingEvents }]
  const sorted = own.commitsMs.toSorted((a, b) => a - b)
  const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1]
  if (p99 !== undefined) readings.push({ rule: 'commit_latency', subject: hub, value: p99 / 1_000 })
  for (const [job, failures] of own.jobFailures)
    readings.push({ rule: 'job_failures', subject: `${hub} ${job}`, value: failures })
  if (machine === null) return readings
  for (const { place, freeBytes, sizeBytes, fullInSeconds } of machine.disks) {
    const subject = `${hub} ${place}`
    if (sizeBytes > 0) readings.push({ rule: 'disk_free', subject, value: freeBytes / sizeBytes })
    // A disk that does not fill will not be full: the best of values, not none.
    readings.push({ rule: 'disk_forecast', subject, value: fullInSeconds ?? Number.MAX_SAFE_INTEGER })
  }
  if (machine.backupAgeSeconds !== null) readings.push({ rule: 'backup_age', subject: hub, value: machine.backupAgeSeconds })
  if (machine.backupLogAgeSeconds !== null)
    readings.push({ rule: 'backup_log', subject: hub, value: machine.backupLogAgeSeconds })
  if (machine.replica !== null) {
    readings.push({ rule: 'replica_away', subject: hub, value: machine.replica.lagSeconds === null ? 1 : 0 })
    if (machine.replica.lagSeconds !== null)
      readings.push({ rule: 'replica_lag', subject: hub, value: machine.replica.lagSeconds })
  }
  return readings
}
