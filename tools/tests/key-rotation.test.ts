import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  connectPath,
  createHubLink,
  createIdSource,
  enrol,
  type Outbox,
  openIdentityKeys,
  openOutbox,
  postJson,
  readIdentity,
  silentLog,
} from '@counterfoil/agent'
import { createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { createJoinCode, requestNewKey } from '@counterfoil/services/agents'
import { systemClock } from '@counterfoil/terminals'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { count, newId, until } from '../../apps/web/tests/hub-bed.ts'
import { freePort, type HubProcess, startHubProcess } from '../../apps/web/tests/hub-process.ts'

let base: TestDatabase
let hub: HubProcess
const dataDir = mkdtempSync(join(tmpdir(), 'counterfoil-keys-'))

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  hub = await startHubProcess({ databaseUrl: base.url, port: await freePort() })
})
afterAll(async () => {
  await hub?.kill('SIGKILL')
  await base?.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const services = () => ({
  pool: base.pool,
  db: base.db,
  now: () => new Date(),
  newId,
  actor: { kind: 'system', name: 'test' } as const,
})

/** The real link with the identity and the keys of the folder, as the agent's program has them. */
function startLink(outbox: Outbox) {
  const identity = readIdentity(dataDir)
  if (identity === undefined) throw new Error('not enrolled')
  const boot = createIdSource(Date.now, randomBytes)()
  const link = createHubLink({
    identity,
    keys: openIdentityKeys(dataDir, identity),
    version: '0.1.0',
    boot,
    outbox,
    clock: systemClock,
    random: () => 0,
    connectHub: connectPath({ address: hub.url, way: 'websocket' }, systemClock),
    log: silentLog,
  })
  link.start()
  const record = () => {
    const fact = { v: 1, at: Date.now(), mono: 0, boot, kind: 'terminal.condition', terminal: 'lane-1', condition: 'ready' }
    outbox.append([fact])
    link.wake()
  }
  return { link, record }
}

it('renews an agent’s key on demand, delivers on, and starts again with the new one', async () => {
  const store = await createStore(base.db)
  const { code } = await createJoinCode(services(), store.id)
  const host = { hostname: 'pc', platform: 'linux-x64', version: '0.1.0' }
  const enrolled = await enrol({
    hubUrls: [hub.url],
    code,
    name: 'back office',
    dataDir,
    host,
    afterEpoch: 0,
    again: false,
    postJson,
  })
  expect(enrolled).toMatchObject({ enrolled: true })
  const before = readIdentity(dataDir)
  const outbox = openOutbox({ path: join(dataDir, 'outbox.db'), epoch: 1 })
  const delivered = (events: number) => until(async () => (await count(base, 'event', 'store_id = $1', store.id)) === events)
  const first = startLink(outbox)
  first.record()
  await delivered(1)

  const { rows } = await base.pool.query<{ id: number }>('select id from agent where store_id = $1', [store.id])
  const agentId = rows[0]?.id ?? 0
  await requestNewKey(services(), agentId)
  await until(async () => (await count(base, 'agent_key', 'agent_id = $1', agentId)) === 2)
  first.record()
  await delivered(2)
  first.link.stop()

  const after = readIdentity(dataDir)
  expect(after?.publicKey).not.toBe(before?.publicKey)
  expect(after?.previous?.publicKey).toBe(before?.publicKey)
  expect(statSync(join(dataDir, 'identity.json')).mode & 0o777).toBe(0o600)
  const second = startLink(outbox)
  second.record()
  await delivered(3)

  // A database brought back from a backup knows the old key only: the agent still has it.
  await base.pool.query('update agent set public_key = $2 where id = $1', [
    agentId,
    Buffer.from(before?.publicKey ?? '', 'base64'),
  ])
  second.link.stop()
  const third = startLink(outbox)
  third.record()
  await until(async () => (await count(base, 'event', 'store_id = $1', store.id)) === 4, 60_000)
  third.link.stop()
  outbox.close()
}, 240_000)
