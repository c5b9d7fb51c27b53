import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAdmin } from '../src/backup/index.ts'
import { type EmbeddedPostgres, findRunningCluster, startEmbeddedPostgres } from '../src/embedded/index.ts'
import { createPool } from '../src/pool.ts'
import { createReadReplica, type ReadReplica } from '../src/read-replica.ts'
import { copyForStandby } from '../src/testing/copy-for-standby.ts'
import { quickestFolder } from '../src/testing/quickest-folder.ts'

// Two servers that stream are what is tested, their disks are not.
const settings = { fsync: 'off', shared_buffers: '32MB', min_wal_size: '32MB', max_wal_size: '256MB' }
const installation = { id: '0b9a4e62-9f2f-4a6c-9f0e-2f8f1d7b7a10', name: 'Chain', logOrigin: 'chain.example/log' }

let folder: string
let primary: EmbeddedPostgres
let standby: EmbeddedPostgres
let owner: pg.Pool
let replica: ReadReplica
let startStandby: () => Promise<EmbeddedPostgres>
let nowMs = 0

beforeAll(async () => {
  folder = await mkdtemp(join(await quickestFolder(), 'counterfoil-replica-'))
  await chmod(folder, 0o755)
  const dataDir = join(folder, 'primary')
  primary = await startEmbeddedPostgres({ dataDir, settings })
  owner = createPool({ url: primary.url, role: 'owner' })
  await owner.query(
    `create table installation (id uuid, name text, log_origin text);
     create table audit_checkpoint (note text, signed_at timestamptz, size bigint);
     create table sale (id int);
     create role counterfoil_app; grant counterfoil_app to counterfoil; grant select on sale to counterfoil_app;
     insert into installation values ('${installation.id}', '${installation.name}', '${installation.logOrigin}')`,
  )
  const into = join(folder, 'standby')
  const following = await copyForStandby({
    dataDir,
    url: primary.url,
    port: primary.port,
    into,
    backups: join(folder, 'backups'),
  })
  startStandby = () => startEmbeddedPostgres({ dataDir: into, settings: { ...settings, ...following } })
  standby = await startStandby()
  replica = createReadReplica({ url: standby.url, primary: owner, nowMs: () => nowMs })
})
afterAll(async () => {
  await replica?.close()
  await owner?.end()
  await standby?.stop()
  await primary?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function until(state: 'good' | 'late' | 'away'): Promise<void> {
  const deadline = performance.now() + 60_000
  while ((await replica.measure()).state !== state) {
    if (performance.now() > deadline) throw new Error(`the replica is ${replica.state().state}, not ${state}`)
    await sleep(20)
  }
}
const sold = async (pool: pg.Pool | undefined) =>
  (await pool?.query<{ n: number }>('select count(*)::int4 as n from sale'))?.rows[0]?.n

test('a replica is read while it is less than a second behind, and left alone while it is late or away', async () => {
  expect(replica.usable()).toBeUndefined()
  await owner.query('insert into sale values (1)')
  await until('good')
  await expect.poll(() => sold(replica.usable()), { timeout: 60_000 }).toBe(1)
  await expect(replica.usable()?.query('insert into sale values (2)')).rejects.toThrow(/read-only|permission/)

  // It stops replaying and does not know better than to be up to date; the primary's log tells.
  const running = await findRunningCluster(join(folder, 'standby'))
  const admin = await openAdmin(running?.port ?? 0, running?.password ?? '')
  await admin.query('select pg_wal_replay_pause()')
  await owner.query('insert into sale values (2)')
  expect(await replica.measure()).toMatchObject({ state: 'good', lagMs: 0 })
  nowMs += 1_500
  expect(await replica.measure()).toEqual({ state: 'late', lagMs: 1_500 })
  expect(replica.usable()).toBeUndefined()
  await admin.query('select pg_wal_replay_resume()')
  await admin.end()
  await until('good')
  expect(await sold(replica.usable())).toBe(2)

  // A measurement of long ago says nothing.
  nowMs += 60_000
  expect(replica.usable()).toBeUndefined()

  await standby.stop()
  expect(await replica.measure()).toEqual({ state: 'away', lagMs: null })
  await owner.query('insert into sale values (3)')
  standby = await startStandby()
  await until('good')
  expect(await sold(replica.usable())).toBe(3)
  replica.failed()
  expect(replica.usable()).toBeUndefined()
})

test('a server that is no replica is never read', async () => {
  const mistaken = createReadReplica({ url: primary.url, primary: owner, nowMs: () => nowMs })
  expect(await mistaken.measure()).toEqual({ state: 'away', lagMs: null })
  await mistaken.close()
})
