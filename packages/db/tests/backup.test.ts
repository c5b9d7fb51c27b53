import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  captureWal,
  chooseBase,
  createRepository,
  listBases,
  makeBackupKey,
  openAdmin,
  openRepository,
  pruneRepository,
  type Repository,
  readLine,
  readWal,
  recover,
  restoreCluster,
  takeBase,
  verifyRepository,
} from '../src/backup/index.ts'
import { type EmbeddedPostgres, findRunningCluster, startEmbeddedPostgres } from '../src/embedded/index.ts'
import { quickestFolder } from '../src/testing/quickest-folder.ts'

// Flushing is not what is tested, and slow on some disks.
const settings = { fsync: 'off', full_page_writes: 'on', shared_buffers: '32MB', min_wal_size: '32MB', max_wal_size: '256MB' }
const SECRET = 'the hub’s own secret, 32 bytes long'
const key = makeBackupKey()
const installation = { id: '0b9a4e62-9f2f-4a6c-9f0e-2f8f1d7b7a10', name: 'Chain', logOrigin: 'chain.example/log' }

let folder: string
let repository: Repository
let server: EmbeddedPostgres
let dataDir: string
const started: EmbeddedPostgres[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(await quickestFolder(), 'counterfoil-backup-'))
  await chmod(folder, 0o755)
  dataDir = join(folder, 'data')
  server = await startEmbeddedPostgres({ dataDir, settings })
  started.push(server)
  await ask(
    server.url,
    `create table installation (id uuid, name text, log_origin text);
     create table audit_checkpoint (note text, signed_at timestamptz, size bigint);
     create table sale (id int, at timestamptz default clock_timestamp());
     insert into installation values ('${installation.id}', '${installation.name}', '${installation.logOrigin}');
     insert into audit_checkpoint values ('a signed note', now(), 3)`,
  )
  await writeFile(join(dataDir, 'hub-key'), SECRET)
  await mkdir(join(dataDir, 'archives'))
  await writeFile(join(dataDir, 'archives', 'audit-2026-01.zip'), 'an old month')
  const path = join(folder, 'backups')
  await createRepository({ folder: path, installation, publicKey: key.publicKey, wrapped: undefined })
  repository = await openRepository(path)
})
afterAll(async () => {
  for (const each of started) await each.stop()
  await rm(folder, { recursive: true, force: true })
})

async function ask<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}
const sell = (from: number, to: number) => ask(server.url, `insert into sale select generate_series(${from}, ${to})`)
const momentOf = async () => {
  const [row] = await ask<{ at: Date }>(server.url, `select clock_timestamp() as at`)
  // The server tells microseconds, a date milliseconds: one that lies after all there was.
  const at = new Date((row?.at.getTime() ?? 0) + 1)
  await ask(server.url, `select pg_sleep(0.005)`)
  return at
}
const sold = async (url: string) => Number((await ask<{ n: string }>(url, 'select count(*) as n from sale'))[0]?.n)

async function withCluster<T>(work: (at: { admin: pg.Client; cluster: string; database: pg.Client }) => Promise<T>): Promise<T> {
  const running = await findRunningCluster(dataDir)
  if (running === undefined) throw new Error('the server does not run')
  const admin = await openAdmin(running.port, running.password)
  const database = new pg.Client({ connectionString: server.url })
  await database.connect()
  try {
    return await work({ admin, cluster: running.cluster, database })
  } finally {
    await admin.end()
    await database.end()
  }
}
const now = () => new Date()
const alone = <T>(work: () => Promise<T>) => work()
const base = (into = repository) => withCluster((at) => takeBase({ ...at, repository: into, dataDir, now }))
const capture = async () => {
  const line = (await readLine(dataDir, repository.folder)) ?? ''
  return withCluster((at) => captureWal({ ...at, repository, line, now }))
}

async function bringBack(name: string, at?: Date) {
  const into = join(folder, name)
  const chosen = await chooseBase(repository, at)
  await restoreCluster({ repository, chosen, privateKey: key.privateKey, dataDir: into })
  const recovered = await recover({ dataDir: into, at, settings })
  started.push(recovered.server)
  return { into, ...recovered }
}

test('a base backup and the log after it bring back any moment, with the secrets, and none of it lies there in clear', async () => {
  await sell(1, 1_000)
  await ask(
    server.url,
    'create table till (id int primary key, sum int not null); insert into till select n, 0 from generate_series(1, 500) n',
  )
  // The copy is made while rows change under it; what is in it is nobody's moment until the log has been replayed.
  let writing = true
  const traded = (async () => {
    let rounds = 0
    for (; writing; rounds += 1) await ask(server.url, 'update till set sum = sum + 1')
    return rounds
  })()
  const made = await base()
  writing = false
  const rounds = await traded
  expect(made).toMatchObject({ installation, checkpoint: 'a signed note', secrets: ['hub-key'] })
  await sell(1_001, 5_000)
  const moment = await momentOf()
  // Over the end of a segment, as a day's log is.
  await sell(5_001, 200_000)
  await withCluster(({ admin }) => admin.query('select pg_switch_wal()'))
  await sell(200_001, 200_010)
  const idle = await momentOf()
  await capture()

  const then = await bringBack('then', moment)
  expect(await sold(then.server.url)).toBe(5_000)
  expect(rounds).toBeGreaterThan(0)
  expect(await ask(then.server.url, 'select min(sum), max(sum), count(*)::int4 as n from till')).toEqual([
    { min: rounds, max: rounds, n: 500 },
  ])
  expect(await readFile(join(then.into, 'hub-key'), 'utf8')).toBe(SECRET)
  expect(await readFile(join(then.into, 'archives', 'audit-2026-01.zip'), 'utf8')).toBe('an old month')
  // It takes writes, on a history of its own.
  await ask(then.server.url, 'insert into sale values (0)')
  expect(await sold(then.server.url)).toBe(5_001)
  expect(await readLine(then.into, repository.folder)).toBeUndefined()
  await then.server.stop()

  // After the last commit, before the backup's end: nothing was committed there that could be stopped at.
  const quiet = await bringBack('quiet', idle)
  expect(await sold(quiet.server.url)).toBe(200_010)
  expect(quiet.lastCommitAt).not.toBeNull()
  await quiet.server.stop()

  const names = await readdir(repository.folder, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  expect(files.length).toBeGreaterThan(4)
  for (const file of files) {
    const held = await readFile(file)
    for (const clear of [SECRET, 'an old month', 'PG_VERSION']) expect(held.includes(clear), file).toBe(false)
    expect((await stat(file)).mode & 0o077, file).toBe(0)
  }
  expect(await verifyRepository(repository, { privateKey: key.privateKey })).toMatchObject({ faults: [], opened: true })
})

test('folders that lie outside of the data folder are backed up as if they lay in it, and come back in it', async () => {
  const [archives, evidence] = [join(folder, 'other-disk', 'old-months'), join(folder, 'packages')]
  await mkdir(join(archives, 'deep'), { recursive: true })
  await writeFile(join(archives, 'audit-2025-12.zip'), 'a month that lies there alone')
  await writeFile(join(archives, 'deep', 'events-2025-11.zip'), 'events')
  await mkdir(evidence)
  await writeFile(join(evidence, 'one.zip'), 'a package')
  expect((await base()).archives).toEqual(['audit-2026-01.zip'])
  const made = await withCluster((at) => takeBase({ ...at, repository, dataDir, now, elsewhere: { archives, evidence } }))
  expect(made.archives?.toSorted()).toEqual(['audit-2025-12.zip', 'deep/events-2025-11.zip'])
  const into = join(folder, 'with-others')
  const chosen = await chooseBase(repository, undefined)
  await restoreCluster({ repository, chosen, privateKey: key.privateKey, dataDir: into })
  expect(await readFile(join(into, 'archives', 'audit-2025-12.zip'), 'utf8')).toBe('a month that lies there alone')
  expect(await readFile(join(into, 'archives', 'deep', 'events-2025-11.zip'), 'utf8')).toBe('events')
  expect(await readFile(join(into, 'evidence', 'one.zip'), 'utf8')).toBe('a package')
})

test('while a base backup is made the log goes on being brought, and a sign tells up to when', async () => {
  const sign = async () => JSON.parse(await readFile(join(repository.folder, 'counterfoil-log.json'), 'utf8')) as { at: string }
  // A clock that is a second on each time it is asked: a copy that takes long.
  const startMs = Date.now() - 86_400_000
  let asked = 0
  const slow = () => new Date(startMs + 1_000 * asked++)
  const seen = new Set<string>()
  const watching = { done: false }
  const looking = (async () => {
    while (!watching.done) {
      seen.add((await sign()).at)
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  const made = await withCluster((at) => takeBase({ ...at, repository, dataDir, now: slow }))
  watching.done = true
  await looking
  const during = [...seen].filter((at) => at > made.startedAt && at < made.finishedAt)
  expect(during.length).toBeGreaterThan(1)
  expect((await sign()).at).toBe(made.finishedAt)
  expect((await verifyRepository(repository, { privateKey: key.privateKey })).faults).toEqual([])
  // It was made by a clock of yesterday; what is younger by the others must still be there to go on with.
  await capture()
  expect(Date.parse((await sign()).at)).toBeGreaterThan(Date.parse(made.finishedAt))
})

test('a second base backup goes on with the log of the first, but not after a hole in it', async () => {
  const made = await base()
  const again = await base()
  expect(again.line).toBe(made.line)
  expect((await chooseBase(repository, undefined)).base.name).toBe(again.name)
  expect((await chooseBase(repository, new Date(made.finishedAt))).base.name).toBe(made.name)
  // Without the slot the server may have thrown some of the log away: nothing goes on from before.
  await withCluster(({ admin }) => admin.query('select pg_drop_replication_slot($1)', ['counterfoil_backup']))
  const anew = await base()
  expect(anew.line).not.toBe(made.line)
  expect((await chooseBase(repository, undefined)).segments[0]?.name).toContain(anew.line)
})

test('what no moment of the last days needs goes, the rest comes back, and a call that was cut off is gone on with', async () => {
  const path = join(folder, 'pruned')
  await base()
  await sell(300_001, 300_010)
  await capture()
  await cp(repository.folder, path, { recursive: true })
  const copy = await openRepository(path)
  const before = await listBases(copy)
  expect(before.length).toBeGreaterThanOrEqual(3)
  const kept = before.slice(-2).map(({ name, line }) => ({ name, line }))
  const inDays = (days: number) => () => new Date(Date.now() + days * 86_400_000)
  const nothing = { bases: [], segments: 0 }
  expect(await pruneRepository(copy, { keepDays: 7, now: inDays(0), alone })).toMatchObject(nothing)
  // A clock far ahead makes nothing old that was made a moment ago.
  expect(await pruneRepository(copy, { keepDays: 35, now: inDays(60), alone })).toMatchObject(nothing)
  expect(await listBases(copy)).toHaveLength(before.length)
  // As if a day had lain between each of them and the next, and one and a half since the last but one.
  const daysAgo = (nth: number) => (nth === before.length - 1 ? 0 : before.length - 2 - nth + 1.5)
  for (const [nth, base] of before.entries()) await finishedAt(path, base, new Date(Date.now() - daysAgo(nth) * 86_400_000))

  // As a call leaves it that is killed after the manifest, and a base that was broken off.
  const [oldest] = before
  await rm(join(path, 'base', oldest?.name ?? '', 'manifest.json'))
  await mkdir(join(path, 'base', '20200101T000000Z-0000'))
  const pruned = await pruneRepository(copy, { keepDays: 1, now: inDays(0), alone })
  const left = await listBases(copy)
  expect(pruned).toMatchObject({ bases: before.slice(1, -2).map(({ name }) => name), from: left[0]?.finishedAt })
  expect((await readdir(join(path, 'base'))).toSorted()).toEqual(kept.map(({ name }) => name).toSorted())
  expect((await readdir(join(path, 'wal'))).toSorted()).toEqual([...new Set(kept.map(({ line }) => line))].toSorted())
  expect(await pruneRepository(copy, { keepDays: 1, now: inDays(0), alone })).toMatchObject(nothing)

  expect(await verifyRepository(copy, { privateKey: key.privateKey })).toMatchObject({ faults: [], opened: true })
  const files = (at: string) => readdir(at, { recursive: true, withFileTypes: true })
  const listed = new Set((await listBases(copy)).flatMap(({ files: own }) => own.map(({ name }) => name)))
  for (const line of new Set(kept.map(({ line: each }) => each))) {
    const { whole, partial } = await readWal(path, line)
    for (const { name } of partial ? [...whole, partial] : whole) listed.add(name)
  }
  const there = (await files(path)).filter((each) => each.isFile() && /cluster|data|^[0-9A-F]{24}/.test(each.name))
  expect(there.map((each) => join(each.parentPath, each.name).slice(path.length + 1)).toSorted()).toEqual([...listed].toSorted())
  const chosen = await chooseBase(copy, undefined)
  const into = join(folder, 'from-pruned')
  await restoreCluster({ repository: copy, chosen, privateKey: key.privateKey, dataDir: into })
  const recovered = await recover({ dataDir: into, at: undefined, settings })
  started.push(recovered.server)
  expect(await ask(recovered.server.url, 'select count(*)::int4 as n from sale where id > 300000')).toEqual([{ n: 10 }])
  await expect(chooseBase(copy, new Date(Date.parse(left[0]?.finishedAt ?? '') - 1))).rejects.toThrow('nothing before it')
})

/** Its manifest says another time. */
async function finishedAt(path: string, { name }: { name: string }, at: Date): Promise<void> {
  const file = join(path, 'base', name, 'manifest.json')
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), finishedAt: at.toISOString() }))
}

test('pruning leaves the newest base that is whole, whatever the clock said when it was made, and nothing goes when none is', async () => {
  const path = join(folder, 'guarded')
  const [older, whole, damaged] = [await base(), await base(), await base()]
  await cp(repository.folder, path, { recursive: true })
  const copy = await openRepository(path)
  const bases = await listBases(copy)
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
  for (const [nth, each] of bases.entries()) await finishedAt(path, each, daysAgo(2 * (bases.length - nth)))
  // Once more, and it is as it was.
  const breakFile = async ({ name }: { name: string }) => {
    const file = join(path, 'base', name, 'data')
    const bytes = await readFile(file)
    await writeFile(file, bytes.with(0, (bytes[0] ?? 0) ^ 1))
  }
  await breakFile(damaged)
  // Made while the clock stood at the year it was bought with: by the times it is the oldest of all.
  await finishedAt(path, whole, new Date(0))
  const prune = () => pruneRepository(copy, { keepDays: 1, now, alone })
  expect((await prune()).bases).toEqual([])
  expect(await listBases(copy)).toHaveLength(bases.length)

  const others = bases.filter(({ name }) => name !== damaged.name)
  for (const each of others) await breakFile(each)
  await expect(prune()).rejects.toThrow('is whole')
  expect(await listBases(copy)).toHaveLength(bases.length)

  await breakFile(older)
  expect((await prune()).bases).toHaveLength(bases.length - 2)
  expect((await listBases(copy)).map(({ name }) => name)).toEqual([older.name, damaged.name])
})

test('refused with words: a folder that is used, a moment nobody kept, another installation, a changed or missing file', async () => {
  const made = await base()
  const used = join(folder, 'used')
  await mkdir(used)
  await writeFile(join(used, 'something'), '')
  const chosen = await chooseBase(repository, undefined)
  const { privateKey } = key
  await expect(restoreCluster({ repository, chosen, privateKey, dataDir: used })).rejects.toThrow('is not empty')
  await expect(chooseBase(repository, new Date(0))).rejects.toThrow('The oldest base backup was finished at')
  await expect(chooseBase(repository, new Date(Date.now() + 3_600_000))).rejects.toThrow('The backup reaches to')
  const others = join(folder, 'others')
  const stranger = { ...installation, id: '6a7c1e0a-2b06-4b4e-8b07-4a3b1e4d9c55', name: 'Stranger' }
  await createRepository({ folder: others, installation: stranger, publicKey: key.publicKey, wrapped: undefined })
  const strange = await openRepository(others)
  await expect(base(strange)).rejects.toThrow('is for Stranger')
  await cp(join(repository.folder, 'base', made.name), join(others, 'base', made.name), { recursive: true })
  await expect(chooseBase(strange, undefined)).rejects.toThrow('is a backup of another installation')
  await expect(createRepository({ ...repository })).rejects.toThrow('already')
  await expect(openRepository(used)).rejects.toThrow('holds no backups')

  const file = join(repository.folder, 'base', made.name, 'cluster')
  const whole = await readFile(file)
  const changed = Buffer.from(whole)
  changed[whole.length >> 1] = (changed[whole.length >> 1] ?? 0) ^ 1
  await writeFile(file, changed)
  const fresh = join(folder, 'fresh')
  await expect(restoreCluster({ repository, chosen, privateKey, dataDir: fresh })).rejects.toThrow(
    `base/${made.name}/cluster was changed`,
  )
  expect((await verifyRepository(repository, {})).faults).toEqual([expect.stringContaining('was changed')])
  await rm(file)
  expect((await verifyRepository(repository, { privateKey })).faults).toEqual([expect.stringContaining('is missing')])
  await writeFile(file, whole)
  expect((await verifyRepository(repository, {})).faults).toEqual([])
})
