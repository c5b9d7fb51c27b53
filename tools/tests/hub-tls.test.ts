import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { get as getHttp } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { connect } from 'node:tls'
import { connectPath, createHubTransport, enrol, postJson, type TransportSettings } from '@counterfoil/agent'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { realClock } from '@counterfoil/services/testing'
import { createVirtualClock, systemClock } from '@counterfoil/terminals'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../apps/web/src/realtime/log.ts'
import { createMetrics } from '../../apps/web/src/realtime/metrics.ts'
import { type CertificateReports, createCertificateReports } from '../../apps/web/src/realtime/tls/certificate-reports.ts'
import { createHubServer, type HubListener } from '../../apps/web/src/realtime/tls/create-hub-server.ts'
import { type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { type ConnectProxy, startConnectProxy } from './support/connect-proxy.ts'
import { createAuthority } from './support/make-certificates.ts'

const NAMES = 'IP:127.0.0.1,DNS:hub.test'
const authority = createAuthority()
const { ca } = authority
const first = authority.issue('first', NAMES)
const second = authority.issue('second', NAMES)
const clock = createVirtualClock()
const metrics = createMetrics()
const said: string[] = []

let base: TestDatabase
let listener: HubListener
let reports: CertificateReports
let hub: StartedHub
let proxy: ConnectProxy
let port: number

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  reports = createCertificateReports(
    { pool: base.pool, clock: realClock, log: createLog('silent') },
    { host: 'test', port: 4000 },
  )
  const note = (...words: unknown[]) => said.push(words.map((word) => JSON.stringify(word)).join(' '))
  const certificate = {
    files: { cert: first.certFile, key: first.keyFile },
    readFile: (path: string) => readFileSync(path, 'utf8'),
    clock,
    log: { info: note, warn: note },
    onShown: reports.shown,
  }
  listener = createHubServer({}, certificate)
  hub = await startHub(base, { server: listener.server, metrics })
  port = Number(new URL(hub.url).port)
  proxy = await startConnectProxy()
})
afterAll(async () => {
  await proxy?.close()
  listener?.close()
  await reports?.close()
  await hub?.close()
  await base?.close()
})

/** `connected`, or why not, by each of an agent's ways. */
async function tryAll(address: string, settings: TransportSettings) {
  const transport = createHubTransport(settings)
  const tryPath = (way: 'websocket' | 'https') =>
    new Promise<string>((resolve) => {
      const socket = connectPath(
        { address, way },
        systemClock,
        transport,
      )({
        challenge() {
          socket.close()
          resolve('connected')
        },
        credit() {},
        closed: (why) => resolve(why),
      })
    })
  const asked = await enrol({
    hubUrls: [address],
    code: 'ABCDEFGHJK',
    name: 'Test',
    dataDir: authority.folder,
    host: { hostname: 'test', platform: 'test', version: '0' },
    afterEpoch: 0,
    again: false,
    postJson: (url, body) => postJson(url, body, transport),
  })
  const enrolment = 'code' in asked && asked.code !== 'unreachable' ? `asked: ${asked.code}` : JSON.stringify(asked)
  return { websocket: await tryPath('websocket'), https: await tryPath('https'), enrolment }
}

const CONNECTED = { websocket: 'connected', https: 'connected', enrolment: 'asked: wrong_code' }

describe('an agent connects over TLS', () => {
  it('with the chain’s own authority, by WebSocket, POST and at enrolment', async () => {
    expect(await tryAll(hub.url, { ca })).toEqual(CONNECTED)
  })

  it('with the pin of the hub’s key', async () => {
    expect(await tryAll(hub.url, { ca, pin: first.pin })).toEqual(CONNECTED)
    expect((await tryAll(hub.url, { ca, pin: second.pin })).websocket).toContain(first.pin)
  })

  it('through a proxy that alone knows the hub’s name, and checks that name all the same', async () => {
    const settings = { ca, proxy: { url: proxy.url } }
    expect(await tryAll(`https://hub.test:${port}`, settings)).toEqual(CONNECTED)
    expect(new Set(proxy.asked)).toEqual(new Set([`hub.test:${port}`]))
    for (const words of Object.values(await tryAll(`https://else.test:${port}`, settings)))
      expect(words).toMatch(/certificate is for another name \(127\.0\.0\.1, hub\.test\)/)
  })

  it('or says what the proxy does', async () => {
    const settings = { ca, proxy: { url: proxy.url } }
    proxy.refuseWith(407)
    for (const words of Object.values(await tryAll(`https://hub.test:${port}`, settings)))
      expect(words).toContain(`the proxy ${proxy.host} wants a sign-in: write hub.proxy as`)
    proxy.refuseWith(403)
    for (const words of Object.values(await tryAll(`https://hub.test:${port}`, settings)))
      expect(words).toMatch(/lets nothing through to it \(status 403\)/)
    proxy.refuseWith(0)
    for (const words of Object.values(await tryAll('https://hub.test', { proxy: { url: 'http://127.0.0.1:9' } })))
      expect(words).toContain('the proxy 127.0.0.1:9 cannot be reached (ECONNREFUSED)')
  })

  it('directly where the proxy is not for that host', async () => {
    const before = proxy.asked.length
    const settings = { ca, proxy: { url: proxy.url, except: 'hub.test' } }
    expect((await tryAll(`https://hub.test:${port}`, settings)).https).toMatch(/the name is not known \(DNS\)/)
    expect(await tryAll(hub.url, settings)).toEqual(CONNECTED)
    expect(proxy.asked).toHaveLength(before)
  })
})

describe('the hub', () => {
  const noted = async (kind: string) =>
    (await base.pool.query<{ detail: object }>('select detail from hub_event where kind = $1', [kind])).rows
  const counted = async (reason: string) =>
    (await metrics.tlsFailed.get()).values.find(({ labels }) => labels.reason === reason)?.value ?? 0

  it('refuses TLS 1.1 and writes it down', async () => {
    const code = await new Promise((resolve) => {
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...old }, () => resolve('connected'))
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    })
    expect(code).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
    await until(async () => (await noted('tls.old_version')).length === 1)
    expect((await noted('tls.old_version'))[0]?.detail).toMatchObject({ from: '127.0.0.1' })
    expect(await counted('old_version')).toBe(1)
  })

  it('refuses plain HTTP, counts each, and writes down one a minute', async () => {
    const ask = () => new Promise((resolve) => getHttp(`http://127.0.0.1:${port}/healthz`, resolve).on('error', resolve))
    expect(await ask()).toMatchObject({ code: 'ECONNRESET' })
    await ask()
    await ask()
    expect(await counted('plain_http')).toBe(3)
    await until(async () => (await noted('tls.plain_http')).length > 0)
    expect(await noted('tls.plain_http')).toHaveLength(1)
  })

  it('notices agents that refuse its certificate', async () => {
    const earlier = await noted('tls.gave_up')
    expect(earlier[0]?.detail).toMatchObject({ from: '127.0.0.1' })
    const before = await counted('gave_up')
    await tryAll(hub.url, {})
    await until(async () => (await counted('gave_up')) === before + 3)
  })

  it('does not mind who only looks whether the port is open', async () => {
    const before = await metrics.tlsFailed.get()
    let failed = 0
    listener.server.on('tlsClientError', () => (failed += 1))
    const probe = connectTcp({ host: '127.0.0.1', port }, () => probe.end())
    await until(() => failed === 1)
    expect(await metrics.tlsFailed.get()).toEqual(before)
  })

  it('takes a new certificate without a restart, and keeps the old one while the files are broken', async () => {
    const stays = connect({ host: '127.0.0.1', port, ca })
    await new Promise((resolve) => stays.once('secureConnect', resolve))
    const serves = async (pin: string) => (await tryAll(hub.url, { ca, pin })).https
    const reported = async ({ cert }: { cert: string }) => {
      const fingerprint = new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase()
      return (await base.pool.query('select from hub_certificate where fingerprint = $1', [fingerprint])).rowCount === 1
    }
    await until(() => reported(first))
    said.length = 0

    writeFileSync(first.certFile, second.cert)
    clock.advance(10_000)
    clock.advance(10_000)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(/is not the key of the certificate .+ goes on with the certificate it has/)
    expect(await serves(first.pin)).toBe('connected')

    writeFileSync(first.keyFile, second.key)
    clock.advance(10_000)
    expect(said.join('\n')).toMatch(/in order again.*\n.*uses the new certificate from now on/)
    expect(await serves(second.pin)).toBe('connected')
    expect(await serves(first.pin)).toContain('not the one that hub.pin names')
    await until(() => reported(second))

    writeFileSync(first.certFile, 'nothing')
    clock.advance(10_000)
    expect(said.at(-1)).toMatch(/holds no certificate/)
    expect(await serves(second.pin)).toBe('connected')
    expect(stays.readyState).toBe('open')
    stays.destroy()
  })
})
