import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { createJoinCode } from '@counterfoil/services/agents'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, until } from '../../apps/web/tests/hub-bed.ts'
import { freePort, type HubProcess, startHubProcess } from '../../apps/web/tests/hub-process.ts'
import { buildPackages } from '../agent-package/build-packages.ts'
import { type Child, runToEnd, startChild } from '../stack/child.ts'
import { ROOT } from '../stack/root.ts'
import { type InstalledRoot, openRoot } from './support/installed-root.ts'

const TOKEN = 'a-till-token-for-tests-only-0123456789'
const SLOW = 90_000

let base: TestDatabase
let hub: HubProcess
let hubPort: number
let tillPort: number
let root: InstalledRoot
let packages: string
let cable: Child
let terminal: Child
let joinCode: string
const sold: string[] = []

const ends = () => ({ till: join(packages, 'tty-till'), terminal: join(packages, 'tty-terminal') })
const deb = (version: string) => join(packages, `counterfoil-agent_${version}_amd64.deb`)

beforeAll(async () => {
  packages = mkdtempSync(join(tmpdir(), 'agent-packages-'))
  const build = { root: ROOT, folder: packages, level: 0, platforms: ['linux-x64'], kinds: ['deb'] } as const
  await buildPackages({ ...build, version: '0.1.1' })
  await buildPackages({ ...build, version: '0.1.0' })
  base = await openTestDatabase()
  await createInstallation(base.db)
  const store = await createStore(base.db)
  const ctx = { db: base.db, pool: base.pool, actor: { kind: 'system', name: 'test' } as const, now: () => new Date(), newId }
  joinCode = (await createJoinCode(ctx, store.id)).code
  ;[hubPort, tillPort] = [await freePort(), await freePort()]
  hub = await startHubProcess({ databaseUrl: base.url, port: hubPort })
  cable = startChild('socat', ['-d', '-d', ...Object.values(ends()).map((end) => `pty,raw,echo=0,mode=666,link=${end}`)], {
    cwd: ROOT,
    env: {},
  })
  await cable.waitFor(/starting data transfer loop/)
  terminal = await switchOnTerminal(3)
  root = await openRoot(process.env.COUNTERFOIL_CLEAN_ROOT === '1')
}, 600_000)

afterAll(async () => {
  await root?.close()
  // Stopped where a test ended early.
  terminal?.process.kill('SIGCONT')
  await terminal?.stop('SIGTERM')
  await cable?.stop('SIGTERM')
  await hub?.kill('SIGKILL')
  await base?.close()
  if (packages !== undefined) rmSync(packages, { recursive: true, force: true })
})

async function switchOnTerminal(speed: number): Promise<Child> {
  const args = [
    'apps/cli/src/main.ts',
    'simulate',
    'zvt',
    '--serial',
    ends().terminal,
    '--ending',
    'approve',
    '--speed',
    String(speed),
  ]
  const child = startChild(process.execPath, args, { cwd: ROOT, env: {} })
  await child.waitFor(/answers on/)
  return child
}

async function ask(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${tillPort}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      ...(body && { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  return (await response.json()) as Record<string, unknown>
}

const ready = () =>
  until(async () => {
    const { terminals } = await ask('GET', '/v1/terminals').catch(() => ({ terminals: [] }))
    return (terminals as { condition: string }[])[0]?.condition === 'ready'
  }, SLOW)

async function startSale(): Promise<string> {
  const { id } = await ask('POST', '/v1/payments', { lane: '1', kind: 'sale', amountMinor: 1250, currency: 'EUR' })
  sold.push(String(id))
  return String(id)
}

const outcome = async (id: string) => (await ask('GET', `/v1/payments/${id}`).catch(() => ({ outcome: null })))?.outcome

async function sell(): Promise<string> {
  await ready()
  const id = await startSale()
  await until(async () => (await outcome(id)) === 'approved', SLOW)
  return id
}

const promptOf = async (id: string) => (await ask('GET', `/v1/payments/${id}`)).prompt

const atHub = async () =>
  (await base.pool.query('select id, outcome, final, recovered from payment order by id')).rows as {
    id: string
    outcome: string
    final: boolean
    recovered: boolean
  }[]

const runs = (version: string) =>
  until(async () => {
    const path = join(root.folder, 'var/lib/counterfoil-agent/launcher.json')
    return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).healthy === version
  }, SLOW)

/** The agent's own process: the launcher's only child with the bundle. */
function agentPid(): number {
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const words = existsSync(`/proc/${name}/cmdline`) ? readFileSync(`/proc/${name}/cmdline`, 'utf8') : ''
    if (
      words.includes('agent.mjs\0run') &&
      words.includes(root.kind === 'debootstrap' ? '/usr/lib/counterfoil-agent' : root.folder)
    )
      return Number(name)
  }
  return 0
}

function writeConfig(): void {
  const path = join(root.folder, 'etc/counterfoil-agent/agent.yaml')
  const data = join(root.kind === 'debootstrap' ? '/' : root.folder, 'var/lib/counterfoil-agent/data')
  const tokenSha256 = createHash('sha256').update(TOKEN).digest('hex')
  // The clean root has its own /tmp: the port is named as the kernel names it.
  const port = root.kind === 'debootstrap' ? readlinkSync(ends().till) : ends().till
  writeFileSync(
    path,
    JSON.stringify({
      name: 'packaged',
      hub: { url: hub.url },
      dataDir: data,
      terminals: [{ key: 'lane-1', lane: '1', protocol: 'zvt', serial: { path: port }, settings: { timers: { retry: 1_000 } } }],
      tillApi: { port: tillPort, tills: [{ name: 'till-1', tokenSha256 }] },
    }),
  )
}

describe('a packaged agent, installed with dpkg', () => {
  it('is installed before it is enrolled, waits, and sells as soon as it is', async () => {
    expect(root.dpkg('-i', deb('0.1.0'))).toContain('Counterfoil agent 0.1.0 for linux-x64 is complete and works on this machine')
    writeConfig()
    await root.startService()
    await until(() => /STATUS=Agent 0\.1\.0: waits to be enrolled/.test(root.told()), SLOW)
    expect(root.told()).toContain('READY=1')
    expect(await root.call('enrol', joinCode)).toMatchObject({ code: 0 })
    await sell()
    await runs('0.1.0')
    await until(() => /STATUS=Agent 0\.1\.0: connected to the hub/.test(root.told()), SLOW)
    await until(() => (root.told().match(/WATCHDOG=1/g) ?? []).length >= 2, SLOW)
    const log = statSync(join(root.folder, 'var/lib/counterfoil-agent/logs/agent.log'))
    expect(log.mode & 0o777).toBe(0o600)
    if (root.kind === 'debootstrap') expect(log.uid).not.toBe(0)
  })

  it('is started again after kill -9 of the agent, and of the launcher above it, and loses nothing', async () => {
    await ready()
    await startSale()
    process.kill(agentPid(), 'SIGKILL')
    await until(async () => (await atHub()).filter(({ final }) => final).length === 2, SLOW)
    const starts = root.starts()
    root.killLauncher()
    await until(() => root.starts() === starts + 1, SLOW)
    await sell()
  })

  it('is upgraded while a payment runs, and lets it end', async () => {
    root.dpkg('--unpack', deb('0.1.1'))
    await ready()
    const id = await startSale()
    await until(async () => (await promptOf(id)) !== null, SLOW)
    // The customer looks for the card.
    terminal.process.kill('SIGSTOP')
    const running = agentPid()
    const heard = root.told().length
    root.dpkg('--configure', 'counterfoil-agent')
    await until(() => root.told().slice(heard).includes('1 payment under way'), SLOW)
    expect([agentPid(), await outcome(id)]).toEqual([running, null])
    terminal.process.kill('SIGCONT')
    await until(async () => (await outcome(id)) === 'approved', SLOW)
    await runs('0.1.1')
    expect((await atHub()).find((payment) => payment.id === id)).toMatchObject({ outcome: 'approved', recovered: false })
    expect((await base.pool.query('select version from agent')).rows).toEqual([{ version: '0.1.1' }])
    await sell()
  })

  it('goes back from a version that does not start', async () => {
    const lib = join(root.folder, 'usr/lib/counterfoil-agent')
    await runToEnd('cp', ['-al', join(lib, 'versions/0.1.1'), join(lib, 'versions/0.1.2')], { cwd: ROOT, env: {} })
    rmSync(join(lib, 'versions/0.1.2/agent.mjs'))
    writeFileSync(join(lib, 'versions/0.1.2/agent.mjs'), 'process.exit(3)\n')
    writeFileSync(join(lib, 'wanted'), '0.1.2 now\n')
    await until(() => /Agent 0\.1\.2 ended 3 times \(exit code 3\); back to 0\.1\.1/.test(root.log()), SLOW)
    await sell()
  })

  it('is put back by one version', async () => {
    root.dpkg('-i', '--force-downgrade', deb('0.1.0'))
    await runs('0.1.0')
    await sell()
    expect((await base.pool.query('select version from agent')).rows).toEqual([{ version: '0.1.0' }])
  })

  it('is removed with events the hub has not got: it says so, and another machine delivers them', async () => {
    await hub.kill('SIGKILL')
    await sell()
    await root.stopService()
    expect(root.dpkg('--remove', 'counterfoil-agent')).toMatch(/\d+ recorded events have not reached the hub/)
    const state = join(root.folder, 'var/lib/counterfoil-agent')
    const exported = readdirSync(state).find((name) => name.endsWith('.counterfoil')) ?? ''
    expect(statSync(join(state, exported)).mode & 0o777).toBe(0o600)
    expect(existsSync(join(root.folder, 'usr/lib/counterfoil-agent/versions'))).toBe(false)
    expect(root.dpkg('--purge', 'counterfoil-agent')).toContain('events were never delivered: they are kept in')
    const [kept = ''] = readdirSync(join(root.folder, 'var/lib')).filter((name) => name.startsWith('counterfoil-agent.unsent-'))
    expect(existsSync(join(root.folder, 'var/lib', kept, 'data/outbox.db'))).toBe(true)

    hub = await startHubProcess({ databaseUrl: base.url, port: hubPort })
    const file = join(root.folder, 'var/lib', kept, exported)
    const said = await runToEnd(
      process.execPath,
      ['apps/agent/src/main.ts', 'deliver', file, '--code-file', `${file}.code`, '--hub', hub.url, '--json'],
      { cwd: ROOT, env: {} },
    )
    expect(JSON.parse(said)).toMatchObject({ left: 0, delivered: expect.any(Number) })
    await until(async () => (await atHub()).length === sold.length, SLOW)
    const payments = await atHub()
    expect(payments.map(({ id }) => id)).toEqual(sold.toSorted())
    expect(payments.every(({ final }) => final)).toBe(true)
    expect(payments.filter((payment) => payment.outcome === 'approved').length).toBeGreaterThanOrEqual(sold.length - 1)
  })
})
