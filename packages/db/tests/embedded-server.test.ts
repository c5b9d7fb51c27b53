import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres, stopEmbeddedPostgres, throwawaySettings } from '../src/embedded/index.ts'
import { quickestFolder } from '../src/testing/quickest-folder.ts'

// Making a cluster takes a second: one is made, and copied for the tests that are about something else.
let made: string
let dataDir: string
beforeAll(async () => {
  made = await emptyFolder()
  const first = await startEmbeddedPostgres({ dataDir: made, settings: throwawaySettings })
  await first.stop()
})
afterAll(() => rm(made, { recursive: true, force: true }))
beforeEach(async () => {
  dataDir = join(await emptyFolder(), 'data', 'postgres')
})
afterEach(async () => {
  await stopEmbeddedPostgres({ dataDir })
  await rm(join(dataDir, '..', '..'), { recursive: true, force: true })
})

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(await quickestFolder(), 'counterfoil-embedded-'))
  await chmod(folder, 0o755)
  return folder
}

async function useMadeCluster(): Promise<void> {
  await mkdir(join(dataDir, '..'))
  // With owners: the cluster belongs to the server's user.
  execFileSync('cp', ['-a', made, dataDir])
}

const start = () => startEmbeddedPostgres({ dataDir, settings: throwawaySettings })

async function ask<T extends object>(url: string, sql: string): Promise<T | undefined> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows[0]
  } finally {
    await client.end()
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function launch(): Promise<{ child: ChildProcess; pid: number; port: number; adopted: boolean }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'launcher.main.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout as NodeJS.ReadableStream), 'line')) as [string]
  return { child, ...(JSON.parse(line) as { pid: number; port: number; adopted: boolean }) }
}

test('it starts with our locale, an owner that is no superuser, and a password only we can read; it stops for good', async () => {
  const server = await start()
  expect(server.adopted).toBe(false)
  const facts = await ask(
    server.url,
    `select current_setting('server_version_num')::int4 / 10000 as version, datlocprovider::text as provider, datlocale as locale,
            pg_encoding_to_char(encoding) as encoding, rolsuper as super, current_setting('listen_addresses') as listens
       from pg_database, pg_roles where datname = current_database() and rolname = current_user`,
  )
  expect(facts).toEqual({ version: 18, provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8', super: false, listens: '127.0.0.1' })
  expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600)
  const wrong = server.url.replace(/:[^:@]+@/, ':guess@')
  await expect(ask(wrong, 'select 1')).rejects.toThrow('password authentication failed')
  await server.stop()
  await server.stop()
  // Our own runtime has yet to wait for its dead child.
  await expect.poll(() => isAlive(server.pid)).toBe(false)
  await expect(ask(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('no other address of this machine reaches it', async () => {
  await useMadeCluster()
  await using server = await start()
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)
  const host = outside?.address ?? '127.0.0.2'
  await expect(ask(server.url.replace('127.0.0.1', host), 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('data and port are there again after a stop', async () => {
  await useMadeCluster()
  const first = await start()
  await ask(first.url, 'create table kept as select 1 as one')
  await first.stop()
  await using second = await start()
  expect(second.port).toBe(first.port)
  expect(await ask(second.url, 'select one from kept')).toEqual({ one: 1 })
})

test('another port is taken when somebody sits on the old one', async () => {
  await useMadeCluster()
  const first = await start()
  await first.stop()
  const squatter = createServer().listen(first.port, '127.0.0.1')
  await once(squatter, 'listening')
  await using second = await start()
  expect(second.port).not.toBe(first.port)
  expect(await ask(second.url, 'select 1 as one')).toEqual({ one: 1 })
  squatter.close()
})

test('a server left over by a killed launcher runs on and is adopted', async () => {
  await useMadeCluster()
  const killed = await launch()
  killed.child.kill('SIGKILL')
  await once(killed.child, 'exit')
  expect(isAlive(killed.pid)).toBe(true)
  const next = await start()
  expect({ pid: next.pid, port: next.port, adopted: next.adopted }).toEqual({ pid: killed.pid, port: killed.port, adopted: true })
  expect(await ask(next.url, 'select 1 as one')).toEqual({ one: 1 })
  await next.stop()
  await expect(ask(next.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('Ctrl-C in the launcher’s terminal does not reach the server', async () => {
  await useMadeCluster()
  const launcher = await launch()
  const group = async (pid: number) => (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ')[2]
  expect(await group(launcher.pid)).toBe(String(launcher.pid))
  launcher.child.kill('SIGINT')
  await once(launcher.child, 'exit')
  expect(isAlive(launcher.pid)).toBe(true)
})

test('several launchers at once share one server', async () => {
  await useMadeCluster()
  const servers = await Promise.all([start(), start(), start()])
  expect(new Set(servers.map((server) => server.pid)).size).toBe(1)
  expect(servers.filter((server) => !server.adopted)).toHaveLength(1)
})

test('a server killed outright comes back with what was committed', async () => {
  await useMadeCluster()
  const first: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir })
  await ask(first.url, 'create table kept as select 1 as one')
  process.kill(first.pid, 'SIGKILL')
  await using second = await startEmbeddedPostgres({ dataDir })
  expect(second.adopted).toBe(false)
  expect(await ask(second.url, 'select one from kept')).toEqual({ one: 1 })
})

test('a process number in the server’s file that is somebody else’s now is no obstacle', async () => {
  await useMadeCluster()
  const first = await start()
  await first.stop()
  await writeFile(
    join(dataDir, 'cluster', 'postmaster.pid'),
    `${process.pid}\n${join(dataDir, 'cluster')}\n0\n${first.port}\n\n127.0.0.1\n\nready\n`,
  )
  await using second = await start()
  expect(second.adopted).toBe(false)
})

test('below a folder that only its owner may enter it works too, and finds its data again', async () => {
  await chmod(join(dataDir, '..', '..'), 0o700)
  const first = await start()
  await ask(first.url, 'create table kept as select 1 as one')
  await first.stop()
  await chmod(join(dataDir, '..', '..'), 0o755)
  const second = await start()
  expect(await ask(second.url, 'select one from kept')).toEqual({ one: 1 })
  await second.stop()
  const elsewhere = await readFile(join(dataDir, 'place.json'), 'utf8').catch(() => undefined)
  // Only root needs another user for the server, who then may not enter.
  expect(elsewhere !== undefined).toBe(process.getuid?.() === 0)
  if (elsewhere) await rm((JSON.parse(elsewhere) as { home: string }).home, { recursive: true })
})

test('a half-made cluster is made anew', async () => {
  await mkdir(join(dataDir, 'cluster.unfinished', 'base'), { recursive: true })
  await using server = await start()
  expect(await ask(server.url, 'select 1 as one')).toEqual({ one: 1 })
})

test('a server that cannot start says what its log says', async () => {
  await useMadeCluster()
  const wrong = startEmbeddedPostgres({ dataDir, settings: { ...throwawaySettings, shared_buffers: 'plenty' } })
  await expect(wrong).rejects.toThrow(/PostgreSQL did not start[\s\S]*invalid value for parameter "shared_buffers"/)
})
