import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openMachine } from './open-machine.ts'

const nowhere = { database: null, archives: null, evidence: null, funds: null, backups: null }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterfoil-machine-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const machine = (backups: string | null) => openMachine({ places: { ...nowhere, backups }, replica: null })

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
  expect((await machine(own).backups?.read())?.newestMs).toBe(Date.parse('2026-11-27T02:00:00Z'))

  const fresh = join(folder, 'fresh')
  await put(join(fresh, 'counterfoil-backup.json'), '2026-11-27T02:00:00Z')
  expect((await machine(fresh).backups?.read())?.newestMs).toBeNull()

  const other = join(folder, 'other')
  await put(join(other, 'monday.dump'), '2026-11-23T02:00:00Z')
  await put(join(other, 'tuesday.dump.part'), '2026-11-24T02:00:00Z')
  await put(join(other, '.tmp'), '2026-11-25T02:00:00Z')
  expect((await machine(other).backups?.read())?.newestMs).toBe(Date.parse('2026-11-23T02:00:00Z'))

  await mkdir(join(folder, 'empty'))
  expect((await machine(join(folder, 'empty')).backups?.read())?.newestMs).toBeNull()
  expect(machine(null).backups).toBeNull()
})

it('tells up to when the log is there, of a folder of counterfoil alone', async () => {
  const own = join(folder, 'with-log')
  await put(join(own, 'counterfoil-backup.json'), '2026-11-01T02:00:00Z')
  await put(join(own, 'base/1/manifest.json'), '2026-11-26T02:00:00Z')
  const newestMs = Date.parse('2026-11-26T02:00:00Z')
  // As one that the program before wrote.
  expect(await machine(own).backups?.read()).toEqual({ newestMs, logMs: null, keepsLog: true })
  await put(join(own, 'counterfoil-log.json'), '2026-11-27T09:00:00Z')
  expect(await machine(own).backups?.read()).toEqual({ newestMs, logMs: Date.parse('2026-11-27T09:00:00Z'), keepsLog: true })

  const other = join(folder, 'dumps')
  await put(join(other, 'monday.dump'), '2026-11-23T02:00:00Z')
  expect(await machine(other).backups?.read()).toMatchObject({ logMs: null, keepsLog: false })
  await expect(machine(join(folder, 'not-there')).backups?.read()).rejects.toThrow('ENOENT')
})
