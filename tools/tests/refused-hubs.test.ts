import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import {
  connectPath,
  createHubTransport,
  openOutboxForReading,
  postJson,
  type TransportSettings,
  writeIdentity,
} from '@counterfoil/agent'
import { createKeyPair } from '@counterfoil/audit'
import { systemClock } from '@counterfoil/terminals'
import { afterAll, describe, expect, it } from 'vitest'
import { createAgentFolder, end } from '../../apps/agent/tests/support/agent-process.ts'
import { until } from '../../apps/web/tests/hub-bed.ts'
import { createAuthority } from './support/make-certificates.ts'

const authority = createAuthority()
const good = authority.issue('good', 'IP:127.0.0.1')
const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close().closeAllConnections()
})

/** A server on this machine that would take whatever an agent says; `reached` counts what got that far. */
async function serve(tls: ServerOptions | null) {
  let reached = 0
  const server = tls === null ? createServer() : createTlsServer(tls)
  server.on('request', (_request, response) => {
    reached += 1
    response.end('{}')
  })
  server.on('upgrade', (_request, socket) => {
    reached += 1
    socket.destroy()
  })
  servers.push(server as Server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, reached: () => reached }
}

/** What an agent says that tries this address in each of its ways. */
async function tryAll(address: string, settings: TransportSettings) {
  const transport = createHubTransport(settings)
  const tryPath = (way: 'websocket' | 'https') =>
    new Promise<string>((resolve) => {
      connectPath(
        { address, way },
        systemClock,
        transport,
      )({ challenge: () => resolve('connected'), credit() {}, closed: (why, failure) => resolve(`${failure}: ${why}`) })
    })
  const enrolment = postJson(`${address}/v1/enrol`, {}, transport).then(
    () => 'connected',
    (error: Error) => error.message,
  )
  return { websocket: await tryPath('websocket'), https: await tryPath('https'), enrolment: await enrolment }
}

const { ca } = authority
const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const

describe('an agent refuses a hub', () => {
  it.each<[string, ServerOptions | null, TransportSettings, RegExp]>([
    ['whose certificate has expired', authority.issue('expired', 'IP:127.0.0.1', -1), { ca }, /certificate has expired/],
    ['with a self-signed certificate', authority.selfSigned('self', 'IP:127.0.0.1'), { ca }, /certificate is self-signed/],
    ['of an authority it does not know', good, {}, /from an authority this machine does not know: .*hub\.caFile/],
    [
      'whose certificate is for another name',
      authority.issue('other', 'DNS:other.test'),
      { ca },
      /for another name \(other\.test\)/,
    ],
    ['that speaks TLS 1.1', { ...good, ...old }, { ca }, /it speaks only TLS 1\.1 or older/],
    ['that speaks plain HTTP on the port', null, { ca }, /it answers without TLS: plain HTTP is spoken on that port/],
    [
      'with another key than the pinned one',
      good,
      { ca, pin: `sha256/${'A'.repeat(43)}=` },
      /its key is sha256\/.+ not the one that hub\.pin names/,
    ],
  ])('%s, by all its ways', async (_, tls, settings, sentence) => {
    const { port, reached } = await serve(tls && { cert: tls.cert, key: tls.key, ...('maxVersion' in tls ? old : {}) })
    const said = await tryAll(`https://127.0.0.1:${port}`, settings)
    expect(said.websocket).toMatch(sentence)
    expect(said.websocket).toMatch(/^unreachable: https:\/\/127\.0\.0\.1:\d+: /)
    expect(said.https).toMatch(sentence)
    expect(said.enrolment).toMatch(sentence)
    expect(reached()).toBe(0)
  })

  it('by plain HTTP, wherever the address comes from, but for one on this machine', async () => {
    const said = await tryAll('http://hub.example:4000', {})
    for (const words of Object.values(said))
      expect(words).toMatch(/plain HTTP, which anybody on the way can read and change; .+ write https:\/\/hub\.example:4000$/)
    const { port, reached } = await serve(null)
    await tryAll(`http://localhost:${port}`, {})
    expect(reached()).toBe(3)
  })

  it('that speaks TLS where the address says http, and says what the address must begin with', async () => {
    const { port, reached } = await serve({ cert: good.cert, key: good.key })
    const said = await tryAll(`http://127.0.0.1:${port}`, {})
    for (const words of Object.values(said)) expect(words).toMatch(/must begin with https:\/\//)
    expect(reached()).toBe(0)
  })
})

it('says so in the log, in `status`, in `doctor` and at `enrol`, and keeps it for the hub it will trust', async () => {
  const { port } = await serve(authority.issue('past', 'IP:127.0.0.1', -1))
  const address = `https://127.0.0.1:${port}`
  const agent = await createAgentFolder(
    address,
    { kind: 'tcp', host: '127.0.0.1', port: 1 },
    { hub: { url: address, caFile: authority.caFile }, log: { level: 'info' } },
  )
  expect(await agent.call('enrol', '--code', 'ABCDEFGHJK')).toMatchObject({
    code: 1,
    err: expect.stringContaining('its certificate has expired'),
  })
  writeIdentity(`${agent.folder}/agent-data`, testIdentity(address))
  const running = await agent.start()
  let log = ''
  running.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()))
  try {
    await until(async () => (await agent.call('status')).out.includes('its certificate has expired'))
    const doctor = await agent.call('doctor')
    expect(doctor).toMatchObject({ code: 1, out: expect.stringMatching(/^BAD .*its certificate has expired/m) })
    await until(() => log.includes('its certificate has expired'))
  } finally {
    await end(running, 'SIGTERM')
  }
  const outbox = openOutboxForReading(`${agent.folder}/agent-data/outbox.db`)
  const events = (outbox.readBatch(0)?.bodies ?? '').split('\n').map((body) => JSON.parse(body) as Record<string, unknown>)
  outbox.close()
  expect(events.filter(({ kind }) => kind === 'agent.refused_hub')[0]).toMatchObject({ cause: 'certificate_expired', address })
})

function testIdentity(hubUrl: string) {
  const pair = createKeyPair()
  const id = '018f0000-0000-7000-8000-000000000001'
  const store = { code: 'S', name: 'Store' }
  return { agentId: id, hubId: id, hubUrl, store, epoch: 1, publicKey: pair.publicKey, privateKey: pair.privateKey }
}
