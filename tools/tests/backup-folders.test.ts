import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensurePartitions } from '@counterfoil/db'
import { readBackupState } from '@counterfoil/db/backup'
import { applyMigrations } from '@counterfoil/db/migrate'
import { createInstallation } from '@counterfoil/db/testing'
import type { Finding } from '@counterfoil/services/doctor'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { backup } from '../../apps/cli/src/verbs/backup.ts'
import { examineBackup } from '../../apps/cli/src/verbs/doctor/examine-machine.ts'
import { doctor } from '../../apps/cli/src/verbs/doctor.ts'
import { until } from '../../apps/web/tests/hub-bed.ts'
import { commandLine, type HubMachine, placeForMachines, startMachine } from './support/recovery-bed.ts'

const place = await placeForMachines()
const [dataDir, passphraseFile] = [join(place.path, 'data'), join(place.path, 'passphrase')]
const [first, second] = [join(place.path, 'first'), join(place.path, 'second')]
const counterfoil = commandLine(dataDir, passphraseFile)
let machine: HubMachine

beforeAll(async () => {
  writeFileSync(passphraseFile, 'correct horse battery\n', { mode: 0o600 })
  machine = await startMachine(dataDir)
  await applyMigrations({ url: machine.base.url })
  await ensurePartitions(machine.base.owner)
  await createInstallation(machine.base.db)
})
afterAll(async () => {
  await machine?.stop()
  place.end()
})

const ofBackup = async (env: Readonly<Record<string, string>> = {}) => {
  const { out } = await commandLine(dataDir, passphraseFile, env)(doctor, '--json')
  return (JSON.parse(out) as { findings: Finding[] }).findings.find(({ about }) => about === 'backup')
}

it('a backup that runs waits for a folder that is not there yet, as one on a disk that is mounted late, and begins when it is', async () => {
  const ending = new AbortController()
  const running = commandLine(dataDir, passphraseFile, {}, ending.signal)(backup, 'run', first)
  expect(await counterfoil(backup, 'init', first)).toMatchObject({ code: 0 })
  const listed = await counterfoil(backup, 'list', first)
  expect(listed).toMatchObject({ code: 1, out: expect.stringContaining('nothing to bring back') })
  await until(async () => (await readBackupState(dataDir))?.newest !== undefined, 60_000)
  ending.abort()
  expect(await running).toMatchObject({ code: 0, err: expect.stringContaining('holds no backups') })
  expect(await ofBackup()).toMatchObject({ verdict: 'good' })
})

it('doctor calls it bad, with the reason, when the log has not been backed up for a quarter of an hour, however young the base is', async () => {
  const examine = (minutes: number) =>
    examineBackup(dataDir, { ownServer: false, nowMs: Date.now() + minutes * 60_000, archives: [] })
  expect(await examine(10)).toMatchObject({ verdict: 'good' })
  expect(await examine(16)).toMatchObject({ verdict: 'bad', message: expect.stringContaining('the log is not backed up') })
})

it('archives outside of the data folder are backed up, and what the record names and the backup lacks is said', async () => {
  const archives = join(place.path, 'old-months')
  mkdirSync(archives)
  writeFileSync(join(archives, 'events-2025-10.zip'), 'a month')
  await machine.base.owner.query(
    `insert into event_archive (month, events, digest, file, sha256, bytes, made_at, verified_at)
     values ('2025-10', 1, sha256('d'), 'events-2025-10.zip', sha256('f'), 7, now(), now())`,
  )
  const without = await counterfoil(backup, 'now', first)
  expect(without).toMatchObject({ code: 0, out: expect.stringContaining('events-2025-10.zip') })
  expect(await ofBackup()).toMatchObject({ verdict: 'warn', message: expect.stringContaining('events-2025-10.zip') })
  const elsewhere = commandLine(dataDir, passphraseFile, { ARCHIVE_DIR: archives })
  const within = await elsewhere(backup, 'now', first)
  expect(within.code).toBe(0)
  expect(within.out).not.toContain('events-2025-10.zip')
  expect(await ofBackup({ ARCHIVE_DIR: archives })).toMatchObject({ verdict: 'good' })
})

it('a second folder is said to take the place of the first, and the first says so too', async () => {
  expect((await counterfoil(backup, 'init', second)).out).toContain(`is backed up into ${first} now`)
  expect(await counterfoil(backup, 'log', first)).toMatchObject({ code: 0 })
  expect(await counterfoil(backup, 'now', second)).toMatchObject({ code: 0 })
  expect(await counterfoil(backup, 'log', first)).toMatchObject({
    code: 1,
    err: expect.stringContaining(`is backed up into ${second} now`),
  })
  // One that still runs waits, instead of taking the log back and being taken from in turn.
  const ending = new AbortController()
  const errors: string[] = []
  const running = commandLine(
    dataDir,
    passphraseFile,
    {},
    ending.signal,
  )(backup, 'run', first).then(({ err }) => errors.push(err))
  expect(await counterfoil(backup, 'log', second)).toMatchObject({ code: 0 })
  ending.abort()
  await running
  expect(errors[0]).toContain(`is backed up into ${second} now`)
  expect((await readBackupState(dataDir))?.folder).toBe(second)
})
