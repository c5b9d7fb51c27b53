import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openConfigurationFile, openFolderDisk } from '@counterfoil/agent'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import { listCommands } from '@counterfoil/services/commands'
import {
  type ConfigurationsOfAgent,
  listConfigurations,
  previewConfiguration,
  sendConfiguration,
} from '@counterfoil/services/configurations'
import { type SettingName, type SettingValue, setSetting } from '@counterfoil/services/device-settings'
import { terminalProtocols } from '@counterfoil/terminals/registry'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPtyPair, type PtyPair } from '../../apps/agent/tests/support/pty-pair.ts'
import { newId, type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { openRateTerminal, type RateTerminal } from '../stack/rate-terminal.ts'
import { openStoreInProcess, type StoreInProcess } from './support/store-in-process.ts'

let base: TestDatabase
let hub: StartedHub
let cable: PtyPair
let terminal: RateTerminal
let store: StoreInProcess
const folder = mkdtempSync(join(tmpdir(), 'configurations-'))

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  await base.owner.query(
    `insert into "user" (id, name, email, email_verified, created_at, updated_at, role, reach)
     values ('ops', 'Maria Vogel', 'm@chain.example', true, now(), now(), 'operations', 'chain')`,
  )
  hub = await startHub(base, { secrets: [new Uint8Array(32).fill(1)] })
  cable = createPtyPair()
  await cable.plugIn()
  terminal = await openRateTerminal({ path: cable.terminalEnd, tillEnd: cable.tillEnd })
  store = await openStoreInProcess(base, {
    hubUrl: () => hub.url,
    line: { kind: 'serial', path: cable.tillEnd, baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 2 },
    configuration: openConfigurationFile(openFolderDisk(folder)),
  })
}, 60_000)
afterAll(async () => {
  await store?.end()
  await terminal?.stop()
  await cable?.unplug()
  await hub?.close()
  await base?.close()
})

function ctx(): ServiceContext {
  const reach = { kind: 'chain' } as const
  const actor = { kind: 'user', id: 'ops', sessionId: 's', reach, factors: ['password', 'totp'] } as const
  return { db: base.db, pool: base.pool, actor, now: () => new Date(), newId }
}
const place = () => ({ kind: 'store', storeId: store.storeId }) as const
const say = (setting: SettingName, value: SettingValue, before: SettingValue | null = null) =>
  setSetting(ctx(), { place: place(), setting, value, before })
const list = () => listConfigurations(ctx(), { agentId: store.agentId })
async function send(reason: string, window: string | null = null) {
  const { token, listed } = await previewConfiguration(ctx(), terminalProtocols, { place: place() })
  await sendConfiguration(ctx(), terminalProtocols, {
    place: place(),
    token,
    reason,
    window,
    trialSeconds: 15,
    atOnce: 50,
    perMinute: null,
  })
  return listed
}
async function settled(number: number): Promise<ConfigurationsOfAgent> {
  await until(
    async () =>
      (await list()).versions.some((one) => one.number === number && one.command.state === 'ended' && one.state !== 'sent'),
    40_000,
  )
  return list()
}
const conditionNow = () => store.agent.status().terminals[0]?.condition

it('is looked at, sent, tried by the store, and in force', async () => {
  await say('zvt.t3', 4_000)
  await say('inspection.days', 30)
  expect(await send('slow terminals')).toMatchObject([
    { agentId: store.agentId, obstacle: null, changes: [{ terminal: 'lane-1', setting: 'zvt.t3', from: null, to: 4_000 }] },
  ])
  const { inForce, drift, sets, versions } = await settled(1)
  expect({ inForce, drift }).toEqual({ inForce: 1, drift: [] })
  expect(sets).toEqual([{ terminal: 'lane-1', setting: 'zvt.t3', from: null, to: 4_000 }])
  expect(versions).toMatchObject([{ number: 1, state: 'in_force', why: 'slow terminals', madeBy: 'Maria Vogel' }])
  expect(conditionNow()).toBe('ready')
}, 60_000)

it('with a wrong rate comes back by itself, and the hub shows why', async () => {
  await say('link.baudRate', 19_200)
  expect((await list()).drift).toEqual([{ terminal: 'lane-1', setting: 'link.baudRate', from: null, to: 19_200 }])
  await send('a new model')
  await until(() => terminal.heardRate === 19_200, 20_000)
  const { inForce, drift, versions } = await settled(2)
  expect(inForce).toBe(1)
  expect(versions[0]).toMatchObject({ number: 2, state: 'returned', cause: 'terminal_not_ready' })
  expect(versions[0]?.detail).toContain('Not ready within 15 s: lane-1')
  expect(versions[0]?.command).toMatchObject({ outcome: 'failed', code: 'terminal_not_ready' })
  expect(versions[1]).toMatchObject({ number: 1, state: 'in_force' })
  // What is said is still not what is in force, and the page says so.
  expect(drift).toHaveLength(1)
  await until(() => conditionNow() === 'ready', 20_000)
  expect(terminal.heardRate).toBe(9_600)
  const { rows } = await base.pool.query<{ action: string; reason: string | null }>(
    `select action, reason from audit_entry where target_type = 'agent' and target_id = $1 and action like 'configuration.%' order by id`,
    [String(store.agentId)],
  )
  expect(rows.map(({ action, reason }) => [action, reason])).toEqual([
    ['configuration.sent', null],
    ['configuration.noted', null],
    ['configuration.sent', null],
    ['configuration.noted', 'terminal_not_ready'],
  ])
}, 90_000)

it('waits for its hour without holding up what is asked meanwhile', async () => {
  await say('link.baudRate', 9_600, 19_200)
  const { rows } = await base.pool.query<{ from: string; until: string }>(
    `select to_char((now() + interval '2 hours') at time zone h.time_zone, 'HH24:MI') as "from",
            to_char((now() + interval '3 hours') at time zone h.time_zone, 'HH24:MI') as until from store_hours h where store_id = $1`,
    [store.storeId],
  )
  await send('tonight', `${rows[0]?.from}-${rows[0]?.until}`)
  const [planned] = (await list()).versions
  expect(planned).toMatchObject({ number: 3, state: 'sent', command: { state: 'planned' } })
  const waitMs = (planned?.notBeforeMs ?? 0) - Date.now()
  expect(waitMs).toBeGreaterThan(1.9 * 3_600_000)
  expect(waitMs).toBeLessThan(2.1 * 3_600_000)
  // Nothing more goes to this agent until that is over.
  expect((await previewConfiguration(ctx(), terminalProtocols, { place: place() })).listed).toMatchObject([
    { obstacle: 'under_way' },
  ])
  // Its hour comes.
  await base.owner.query(`update agent_command set not_before = requested_at where state = 'planned' and agent_id = $1`, [
    store.agentId,
  ])
  expect((await settled(3)).versions[0]).toMatchObject({ state: 'in_force' })
  const { commands } = await listCommands(ctx(), { agentId: store.agentId })
  expect(commands.map(({ outcome }) => outcome)).toEqual(['done', 'failed', 'done'])
}, 60_000)

it('is not sent when something changed since it was looked at', async () => {
  await say('zvt.t3', 6_000, 4_000)
  const looked = await previewConfiguration(ctx(), terminalProtocols, { place: place() })
  await say('zvt.t3', 7_000, 6_000)
  const sent = sendConfiguration(ctx(), terminalProtocols, {
    ...{ place: place(), token: looked.token, reason: 'x', window: null, trialSeconds: 15, atOnce: 50, perMinute: null },
  })
  await expect(sent).rejects.toMatchObject({ code: 'conflict' })
})
