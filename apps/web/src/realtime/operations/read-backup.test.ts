import type { Clock } from '@counterfoil/services/clock'
import { describe, expect, it } from 'vitest'
import { type BackupTimes, createBackupReader, type RememberBackup, type RememberedBackup } from './read-backup.ts'

const HOUR_MS = 3_600_000
const HOUR_S = 3_600
const START_MS = Date.parse('2026-11-29T02:00:00Z')

/** A folder, a clock and a database, over which hubs start and end. */
function openPlace() {
  const place = { nowMs: START_MS, folder: null as BackupTimes | null, known: null as RememberedBackup | null, notes: 0 }
  const clock = { nowMs: () => place.nowMs } as Clock
  const remember: RememberBackup = async (_folder, { newestMs, logMs, keepsLog }) => {
    place.notes += 1
    const { known } = place
    const isOther = newestMs !== null && !keepsLog
    place.known = {
      sinceMs: known?.sinceMs ?? place.nowMs,
      newestMs: newestMs ?? known?.newestMs ?? null,
      logMs: isOther ? null : (logMs ?? known?.logMs ?? null),
    }
    return place.known
  }
  const read = async () => {
    if (place.folder === null) throw new Error('ENOENT')
    return place.folder
  }
  const trouble: string[] = []
  const hub = (into = remember) => createBackupReader({ folder: '/b', read }, clock, into, (what) => trouble.push(what))
  return { place, hub, trouble }
}
const own = (newestMs: number | null, logMs: number | null): BackupTimes => ({ newestMs, logMs, keepsLog: true })

describe('the age of backups and of their log', () => {
  it('is that of what lies there', async () => {
    const { place, hub } = openPlace()
    place.folder = own(START_MS - HOUR_MS, START_MS - 10_000)
    expect(await hub()()).toEqual({ backupAgeSeconds: HOUR_S, backupLogAgeSeconds: 10 })
  })

  it('grows over restarts of the hub where no backup was ever made', async () => {
    const { place, hub } = openPlace()
    place.folder = own(null, null)
    for (let day = 0; day < 3; day += 1) {
      const look = hub()
      expect(await look()).toEqual({ backupAgeSeconds: 24 * HOUR_S * day, backupLogAgeSeconds: 24 * HOUR_S * day })
      place.nowMs += 24 * HOUR_MS
    }
  })

  it('grows from what was seen last while the disk is not mounted, for a hub that starts then too', async () => {
    const { place, hub, trouble } = openPlace()
    place.folder = own(START_MS - 20 * HOUR_MS, START_MS)
    await hub()()
    for (const folder of [null, { newestMs: null, logMs: null, keepsLog: false }]) {
      place.folder = folder
      place.nowMs += 7 * HOUR_MS
      const hours = (place.nowMs - START_MS) / HOUR_MS
      expect(await hub()()).toEqual({ backupAgeSeconds: (20 + hours) * HOUR_S, backupLogAgeSeconds: hours * HOUR_S })
    }
    expect(trouble).toEqual(['the folder of the backups could not be read'])
  })

  it('tells of no log where another program’s backups lie, after those of counterfoil too', async () => {
    const { place, hub } = openPlace()
    const look = hub()
    place.folder = own(START_MS, START_MS)
    await look()
    place.folder = { newestMs: START_MS - HOUR_MS, logMs: null, keepsLog: false }
    expect(await look()).toEqual({ backupAgeSeconds: HOUR_S, backupLogAgeSeconds: null })
    expect(place.known?.logMs).toBeNull()
  })

  it('is known without the database too, and is noted once a minute at most', async () => {
    const { place, hub, trouble } = openPlace()
    place.folder = own(START_MS - HOUR_MS, null)
    const alone = hub(async () => {
      throw new Error('no database')
    })
    place.nowMs += 5_000
    expect(await alone()).toEqual({ backupAgeSeconds: HOUR_S + 5, backupLogAgeSeconds: 5 })
    expect(trouble).toEqual(['what is known of the backups could not be read'])

    const look = hub()
    for (let second = 0; second < 300; second += 10) {
      place.nowMs += 10_000
      place.folder = own(START_MS, place.nowMs)
      expect(await look()).toMatchObject({ backupLogAgeSeconds: 0 })
    }
    expect(place.notes).toBeLessThanOrEqual(6)
  })
})
