import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openMachine } from './open-machine.ts'

const nowhere = { database: null, archives: null, evidence: null, funds: null, backups: null }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterfoil-machine-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A database of which only the newest sign of life of a hub is known. */
const database = (at: string | null) => ({ query: async () => ({ rows: [{ at: at && new Date(at) }] }) }) as unknown as pg.Pool
const machine = (backups: string | null, replica: pg.Pool | null = null) =>
  openMachine({ places: { ...nowhere, backups }, pool: database('2026-11-28T12:00:30Z'), replica })

async function put(path: string, at: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, 'x')
  await utimes(path, new Date(at), new Date(at))
}

it('reads the disk of a folder', async () => {
  const { disks, readDisk } = machine(folder)
  expect(disks).toEqual([{ place: 'backups', path: folder }])
  const { freeBytes, sizeBytes } = await readDisk(folder)
  expect(freeBytes).toBeGreaterThan(0)
  expect(sizeBytes).toBeGreaterThanOrEqual(freeBytes)
  await expect(readDisk(join(folder, 'gone'))).rejects.toThrow('ENOENT')
})

it('finds the newest whole backup, of counterfoil or of anything else', async () => {
  const own = join(folder, 'own')
  await put(join(own, 'base/1/manifest.json'), '2026-11-26T02:00:00Z')
  await put(join(own, 'base/2/manifest.json'), '2026-11-27T02:00:00Z')
  await put(join(own, 'base/3/data.part'), '2026-11-28T02:00:00Z')
  await put(join(own, 'wal/7'), '2026-11-28T03:00:00Z')
  expect(await machine(own).newestBackupMs?.()).toBe(Date.parse('2026-11-27T02:00:00Z'))

  const fresh = join(folder, 'fresh')
  await put(join(fresh, 'counterfoil-backup.json'), '2026-11-27T02:00:00Z')
  expect(await machine(fresh).newestBackupMs?.()).toBeNull()

  const other = join(folder, 'other')
  await put(join(other, 'monday.dump'), '2026-11-23T02:00:00Z')
  await put(join(other, 'tuesday.dump.part'), '2026-11-24T02:00:00Z')
  await put(join(other, '.tmp'), '2026-11-25T02:00:00Z')
  expect(await machine(other).newestBackupMs?.()).toBe(Date.parse('2026-11-23T02:00:00Z'))

  await mkdir(join(folder, 'empty'))
  expect(await machine(join(folder, 'empty')).newestBackupMs?.()).toBeNull()
  expect(machine(null).newestBackupMs).toBeNull()
})

it('tells how old a replica is by the primary’s own clock, and that it does not know', async () => {
  expect(await machine(null, database('2026-11-28T12:00:10Z')).replicaLag?.()).toBe(20)
  // Between two looks the primary has lost a hub: nothing is younger than new.
  expect(await machine(null, database('2026-11-28T12:00:35Z')).replicaLag?.()).toBe(0)
  await expect(machine(null, database(null)).replicaLag?.()).rejects.toThrow('no hub')
  expect(machine(null).replicaLag).toBeNull()
})
