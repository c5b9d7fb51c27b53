import { randomBytes, randomUUID } from 'node:crypto'
import {
  connectPath,
  createHubLink,
  createHubPaths,
  createIdSource,
  describePaths,
  type Identity,
  openOutbox,
  type PathTiming,
  silentLog,
} from '@counterfoil/agent'
import { createAgent, createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { revokeAgent } from '@counterfoil/services/agents'
import { systemClock } from '@counterfoil/terminals'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AT_ONCE_MS, count, until } from '../../apps/web/tests/hub-bed.ts'
import { freePort, type HubProcess, startHubProcess } from '../../apps/web/tests/hub-process.ts'
import { startFussyProxy } from './support/fussy-proxy.ts'

let base: TestDatabase
let first: HubProcess
let second: HubProcess

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  first = await startHubProcess({ databaseUrl: base.url, port: await freePort() })
  second = await startHubProcess({ databaseUrl: base.url, port: await freePort() })
})
afterAll(async () => {
  await first?.kill('SIGKILL')
  await second?.kill('SIGKILL')
  await base?.close()
})

/** As in a store, but minutes are seconds. */
const TIMING: Partial<PathTiming> = { holdMs: 1_500, probeEveryMs: 300, steadyMs: 1_000, quietMs: 200, probeTimeoutMs: 2_000 }

/** The real link over a real outbox and real sockets; what is recorded is as small as an event may be. */
async function startStore(addresses: readonly string[]) {
  const { agent, sign } = await createAgent(base.db)
  const { rows } = await base.pool.query<{ hubId: string }>('select hub_id as "hubId" from installation')
  const hubId = rows[0]?.hubId ?? ''
  const identity: Identity = {
    agentId: agent.uid,
    hubId,
    hubUrl: addresses[0] ?? '',
    store: { code: 'S', name: 'Store' },
    epoch: 1,
    publicKey: '',
    privateKey: '',
  }
  const outbox = openOutbox({ path: ':memory:', epoch: 1 })
  const boot = createIdSource(Date.now, randomBytes)()
  const paths = createHubPaths({
    addresses,
    hubId,
    clock: systemClock,
    connectPath: (path) => connectPath(path, systemClock),
    log: silentLog,
    onChange() {},
    timing: TIMING,
  })
  const link = createHubLink({
    identity,
    version: '0.1.0',
    boot,
    outbox,
    clock: systemClock,
    random: () => 0,
    connectHub: paths.connectHub,
    log: silentLog,
    keys: { current: { publicKey: '', sign: (text) => sign(text).toString('base64') }, next: noNewKey, adopt() {}, swap() {} },
  })
  let made = 0
  const record = (events: number) => {
    const facts = Array.from({ length: events }, () => ({
      v: 1,
      at: Date.now(),
      mono: 0,
      boot,
      kind: 'terminal.condition',
      terminal: 'lane-1',
      condition: made++ % 2 === 0 ? 'ready' : 'busy',
    }))
    outbox.append(facts)
    link.wake()
  }
  link.start()
  return {
    agent,
    link,
    record,
    used: () => {
      const { current, paths: all } = paths.status()
      return `${all[current]?.way} ${all[current]?.address}`
    },
    sentence: () => describePaths(paths.status(), Date.now()),
    delivered: () => outbox.waiting(Date.now()).events === 0,
    /** One row per number, none missing, none of another agent's making. */
    async expectExactlyOnce() {
      const { rows: found } = await base.pool.query(
        'select count(*)::int as n, count(distinct seq)::int as different, max(seq)::int as last from event where agent_id = $1',
        [agent.id],
      )
      expect(found).toEqual([{ n: made, different: made, last: made }])
    },
    stop() {
      link.stop()
      outbox.close()
    },
  }
}

describe('an agent behind a proxy that blocks WebSocket', () => {
  it.each(['swallow', 'refuse'] as const)(
    'delivers by POST where the proxy lets upgrades %s, and goes back to WebSocket when they pass, without loss or double',
    async (how) => {
      const proxy = await startFussyProxy(first.url)
      proxy.setUpgrades(how)
      const store = await startStore([proxy.url])
      try {
        store.record(700)
        await until(() => store.delivered(), 60_000)
        expect(store.used()).toBe(`https ${proxy.url}`)
        expect(store.sentence()).toMatch(/^WebSocket is blocked at .+ since .+; batches go by HTTPS POST\./)
        expect(proxy.passed.upgrades).toBe(0)
        await store.expectExactlyOnce()

        proxy.setUpgrades('pass')
        store.record(300)
        await until(() => store.used() === `websocket ${proxy.url}` && store.link.status().connected, 30_000)
        store.record(300)
        await until(() => store.delivered(), 30_000)
        await store.expectExactlyOnce()
        expect(proxy.passed.upgrades).toBeGreaterThan(0)

        proxy.setUpgrades(how)
        proxy.cut()
        store.record(300)
        await until(() => store.delivered() && store.used() === `https ${proxy.url}`, 60_000)
        await store.expectExactlyOnce()
      } finally {
        store.stop()
        await proxy.close()
      }
    },
    180_000,
  )

  it('is cut off within a second when it is revoked; what it sends then is kept aside', async () => {
    const proxy = await startFussyProxy(first.url)
    proxy.setUpgrades('refuse')
    const store = await startStore([proxy.url])
    try {
      store.record(5)
      await until(() => store.delivered(), 30_000)
      await revokeAgent(
        {
          pool: base.pool,
          db: base.db,
          actor: { kind: 'system', name: 'test' },
          now: () => new Date(),
          newId: () => randomUUID(),
        },
        store.agent.id,
      )
      await until(() => !store.link.status().connected, AT_ONCE_MS)
      store.record(5)
      await until(() => store.link.status().code === 'quarantined', 30_000)
      expect(await count(base, 'event', 'agent_id = $1', store.agent.id)).toBe(5)
      expect(await count(base, 'quarantined_batch', 'agent_id = $1', store.agent.id)).toBe(1)
    } finally {
      store.stop()
      await proxy.close()
    }
  })
})

describe('an agent with two addresses', () => {
  it('goes to the second while the first hub is dead, and back when it has lived for a while: every event once', async () => {
    const store = await startStore([first.url, second.url])
    try {
      store.record(200)
      await until(() => store.delivered(), 30_000)
      expect(store.used()).toBe(`websocket ${first.url}`)

      store.record(2_000)
      await first.kill('SIGKILL')
      await until(() => store.delivered(), 60_000)
      expect(store.used()).toBe(`websocket ${second.url}`)
      expect(store.sentence()).toMatch(
        new RegExp(`^${first.url} does not serve since .+; batches go to ${second.url} by WebSocket`),
      )
      await store.expectExactlyOnce()

      first = await startHubProcess({ databaseUrl: base.url, port: first.port })
      await until(() => store.used() === `websocket ${first.url}` && store.link.status().connected, 60_000)
      store.record(500)
      await until(() => store.delivered(), 30_000)
      await store.expectExactlyOnce()
    } finally {
      store.stop()
    }
  }, 360_000)
})

function noNewKey(): never {
  throw new Error('nobody asks for a new key here')
}
