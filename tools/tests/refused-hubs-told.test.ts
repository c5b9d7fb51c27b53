import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import {
  type Agent,
  connectPath,
  createAgent,
  createHubPaths,
  createHubTransport,
  createIdSource,
  notingRefusals,
  openOutbox,
  silentLog,
} from '@counterfoil/agent'
import { createInstallation, createAgent as enrolAgent, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { systemClock } from '@counterfoil/terminals'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createHubServer, type HubListener } from '../../apps/web/src/realtime/tls/create-hub-server.ts'
import { type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { createAuthority } from './support/make-certificates.ts'

const authority = createAuthority()
const good = authority.issue('good', 'IP:127.0.0.1')
const { ca } = authority
const servers: Server[] = []
let base: TestDatabase
let listener: HubListener
let hub: StartedHub

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  const log = { info() {}, warn() {} }
  const files = { cert: good.certFile, key: good.keyFile }
  listener = createHubServer(
    {},
    { files, readFile: (path) => (path === good.certFile ? good.cert : good.key), clock: systemClock, log },
  )
  hub = await startHub(base, { server: listener.server })
})
afterAll(async () => {
  for (const server of servers) server.close().closeAllConnections()
  listener?.close()
  await hub?.close()
  await base?.close()
})

async function serve(tls: ServerOptions | null): Promise<string> {
  const server = tls === null ? createServer() : createTlsServer(tls)
  servers.push(server as Server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A whole agent as it runs in a store, with these addresses of its hub; a path is left after its first failure. */
async function startAgent(addresses: readonly string[]): Promise<{ agent: Agent; agentId: number; end(): Promise<void> }> {
  const { agent: row, sign } = await enrolAgent(base.db)
  const { rows } = await base.pool.query<{ hubId: string }>('select hub_id as "hubId" from installation')
  const hubId = rows[0]?.hubId ?? ''
  const outbox = openOutbox({ path: ':memory:', epoch: 1 })
  const transport = createHubTransport({ ca })
  const paths = createHubPaths({
    addresses,
    hubId,
    clock: systemClock,
    connectPath: (path) =>
      notingRefusals(path.address, connectPath(path, systemClock, transport), (refusal) => agent.noteRefusal(refusal)),
    log: silentLog,
    onChange() {},
    timing: { failures: 1 },
  })
  const noNewKey = () => {
    throw new Error('no new key is asked for here')
  }
  const agent = createAgent({
    config: { name: 'Test', dataDir: '/nowhere', logLevel: 'silent', terminals: [] },
    identity: {
      agentId: row.uid,
      hubId,
      hubUrl: '',
      store: { code: 'S', name: 'Store' },
      epoch: 1,
      publicKey: '',
      privateKey: '',
    },
    keys: { current: { publicKey: '', sign: (text) => sign(text).toString('base64') }, next: noNewKey, adopt() {}, swap() {} },
    clock: systemClock,
    random: () => 0,
    newId: createIdSource(Date.now, randomBytes),
    outbox,
    openLink: () => {
      throw new Error('there is no terminal')
    },
    connectHub: paths.connectHub,
    log: silentLog,
    platform: 'test',
  })
  await agent.start()
  return {
    agent,
    agentId: row.id,
    async end() {
      await agent.stop()
      outbox.close()
    },
  }
}

it('tells the hub it trusts of each it did not: whose certificate, name, key or TLS was wrong, and who spoke in clear', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const
  const of = ({ cert, key }: { cert: string; key: string }) => ({ cert, key })
  const refused = {
    certificate_expired: await serve(of(authority.issue('expired', 'IP:127.0.0.1', -1))),
    certificate_self_signed: await serve(of(authority.selfSigned('self', 'IP:127.0.0.1'))),
    authority_unknown: await serve(of(createAuthority().issue('foreign', 'IP:127.0.0.1'))),
    certificate_for_other_name: await serve(of(authority.issue('other', 'DNS:other.test'))),
    old_tls: await serve({ ...of(good), ...old }),
    no_tls: await serve(null),
    plain_http: 'http://hub.example:4000',
  }
  const { agent, agentId, end } = await startAgent([...Object.values(refused), hub.url])
  await until(() => agent.status().hub.connected, 60_000)
  const told = async () => {
    const { rows } = await base.pool.query<{ body: Buffer }>(
      `select body from event where agent_id = $1 and kind = 'agent.refused_hub' order by seq`,
      [agentId],
    )
    return rows.map(({ body }) => JSON.parse(body.toString('utf8')) as Record<string, unknown>)
  }
  await until(async () => (await told()).length >= 7)
  const facts = await told()
  expect(Object.fromEntries(facts.map(({ cause, address }) => [cause, address]))).toEqual(refused)
  expect(facts).toHaveLength(7)
  for (const { address, detail, count } of facts) {
    expect(detail).toEqual(expect.stringContaining(String(address)))
    expect(count).toBe(1)
  }

  const noted = async () =>
    (
      await base.pool.query<{ detail: { refused: { cause: string; address: string }[] } }>(
        `select detail from hub_event where kind = 'agent.refused_hub' and agent_id = $1`,
        [agentId],
      )
    ).rows.flatMap(({ detail }) => detail.refused)
  await until(async () => (await noted()).length >= 7)
  expect(Object.fromEntries((await noted()).map(({ cause, address }) => [cause, address]))).toEqual(refused)
  await end()
})
