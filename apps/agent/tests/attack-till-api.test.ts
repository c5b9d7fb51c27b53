import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { createKeyPair } from '@counterfoil/audit'
import { findProtocol, systemClock } from '@counterfoil/terminals'
import { APPROVED_AT_ONCE, createRandom } from '@counterfoil/terminals/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Agent, createAgent } from '../src/agent.ts'
import type { Log } from '../src/log.ts'
import { createIdSource } from '../src/new-id.ts'
import { openOutbox } from '../src/outbox/open-outbox.ts'
import type { Outbox } from '../src/outbox/outbox.ts'
import { createSimulatedTerminal, type SimulatedTerminal } from '../src/terminals/simulated-terminal.ts'
import { eventually } from './support/eventually.ts'
import { AGENT_ID, connectInMemory, createStubHub, HUB_ID } from './support/stub-hub.ts'

const TOKEN = 'till-one-token-0123456789-abcdef'
const MARKER = 'zq7payloadzq7'
const protocol = findProtocol('zvt')
if (protocol === undefined) throw new Error('ZVT is not registered')
const parsed = protocol.parseSettings({})
const settings = 'settings' in parsed ? parsed.settings : undefined

const said: string[] = []
const write = (facts: object, message: string) => void said.push(JSON.stringify({ ...facts, message }))
const log: Log = { debug: write, info: write, warn: write, error: write }

let agent: Agent
let outbox: Outbox
let terminal: SimulatedTerminal
let url: URL

beforeAll(async () => {
  const keys = createKeyPair()
  const hub = createStubHub(keys.publicKey, systemClock.nowMs)
  outbox = openOutbox({ path: ':memory:', epoch: 1 })
  const random = createRandom(5)
  terminal = createSimulatedTerminal({
    protocol,
    simulator: { link: 'tcp', terminalId: '52500041', merchantNumber: '100437', currency: 'EUR', plan: () => APPROVED_AT_ONCE },
    clock: systemClock,
    random,
  })
  agent = createAgent({
    config: {
      name: 'Test',
      dataDir: '/nowhere',
      logLevel: 'silent',
      terminals: [{ key: 'lane-1', lane: '1', protocol, link: { kind: 'tcp', host: 'simulated', port: 1 }, settings }],
      tillApi: {
        host: '127.0.0.1',
        port: 0,
        allowedHosts: [],
        allowedOrigins: ['https://till.example'],
        tills: [{ name: 'till-1', tokenSha256: createHash('sha256').update(TOKEN).digest('hex') }],
      },
    },
    identity: {
      agentId: AGENT_ID,
      hubId: HUB_ID,
      hubUrl: 'http://127.0.0.1',
      store: { code: 'B', name: 'B' },
      epoch: 1,
      ...keys,
    },
    clock: systemClock,
    random,
    newId: createIdSource(systemClock.nowMs, randomBytes),
    outbox,
    openLink: (_address, handlers) => terminal.open(handlers),
    connectHub: connectInMemory(hub, systemClock).connectHub,
    log,
    platform: 'test',
  })
  await agent.start()
  url = new URL(agent.tillApiUrl() ?? '')
  await eventually('terminal ready', () => agent.status().terminals[0]?.condition === 'ready')
})
afterAll(async () => {
  await agent.stop()
  terminal.close()
  outbox.close()
})

const order = { lane: '1', terminal: 'lane-1', kind: 'sale', amountMinor: 1_250, currency: 'EUR', basket: 'B-1', cashier: 'c7' }
let keys = 0

async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<number> {
  keys += 1
  const answer = await fetch(new URL(path, url), {
    method: 'POST',
    body,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'idempotency-key': `key-${keys}`,
      ...headers,
    },
  })
  await answer.text()
  return answer.status
}

/** Lines as they go over the wire, for what no HTTP client sends. */
async function raw(request: string): Promise<string> {
  const socket = connect(Number(url.port), '127.0.0.1')
  socket.on('error', () => {})
  socket.end(request)
  return text(socket).catch(() => '')
}

/** No fault, no token and no payload in the log; the till is served as before. */
async function unharmed(): Promise<void> {
  expect(said.filter((line) => line.includes(TOKEN) || line.includes(MARKER) || line.includes('A till request failed'))).toEqual(
    [],
  )
  expect((await fetch(new URL('/v1/terminals', url), { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200)
}

const texts = [
  `${MARKER}'; drop table event; --`,
  `"><script>${MARKER}</script>`,
  `=cmd|' /C calc'!A0 ${MARKER}`,
  `x\r\nSet-Cookie: ${MARKER}=1`,
  `../../etc/passwd ${MARKER}`,
  `${MARKER}\u0000`,
  `${MARKER}\ud800`,
  `\u202e${MARKER}`,
  '__proto__',
  `${MARKER}${'A'.repeat(5_000)}`,
  '',
]
const wrong = [null, true, [], {}, [MARKER], -1, 1.5, 1e308, 999_999_999_999_999]

describe('a till’s payment', () => {
  it('is refused, or takes what stands in its fields for text', async () => {
    for (const field of [...Object.keys(order), 'parent', 'extra', '__proto__']) {
      for (const value of [...texts, ...wrong]) {
        const body = `${JSON.stringify({ ...order, [field]: undefined }).slice(0, -1)},${JSON.stringify(field)}:${JSON.stringify(value)}}`
        const status = await post('/v1/payments', body)
        expect([field, value, status]).toEqual([field, value, expect.toSatisfy((one) => (one as number) < 500)])
        if (status === 202) await eventually('ready again', () => agent.status().terminals[0]?.openPayment === undefined)
      }
    }
    await unharmed()
  })

  it('is read as JSON in UTF-8 and nothing else', async () => {
    const body = JSON.stringify(order)
    for (const type of [
      '',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/jsonp',
    ])
      expect([type, await post('/v1/payments', body, { 'content-type': type })]).toEqual([type, 415])
    for (const each of ['', '{', 'null', '[]', '7', `[${body}]`, '\ufeff', '"x"'])
      expect(await post('/v1/payments', each)).toBe(400)
    for (const depth of [10, 1_000, 8_000])
      expect(await post('/v1/payments', `${'['.repeat(depth)}${']'.repeat(depth)}`)).toBe(400)
    expect(await post('/v1/payments', '['.repeat(100_000))).toBe(413)
    await unharmed()
  })

  it('is one, whatever key it carries', async () => {
    for (const key of ['', ' ', 'a b', 'x'.repeat(101), 'ü']) {
      const sent = new Headers({ 'idempotency-key': key }).get('idempotency-key') ?? ''
      expect([key, await post('/v1/payments', JSON.stringify(order), { 'idempotency-key': sent })]).toEqual([key, 400])
    }
    await unharmed()
  })
})

describe('somebody who is no till', () => {
  it.each([
    ['without a token', { authorization: '' }, 401],
    ['with another token', { authorization: `Bearer ${TOKEN}x` }, 401],
    ['with the token in another form', { authorization: `Basic ${TOKEN}` }, 401],
    ['with a page of another site', { origin: 'https://evil.example' }, 403],
    ['with a page without origin', { origin: 'null' }, 403],
    ['with a page that begins like the till’s', { origin: 'https://till.example.evil.example' }, 403],
    ['with another method in a header', { authorization: '', 'x-http-method-override': 'GET' }, 401],
  ])('%s gets nothing', async (_what, headers, status) => {
    expect(await post('/v1/payments', JSON.stringify(order), headers)).toBe(status)
    await unharmed()
  })

  it.each([
    ['GET // HTTP/1.1', /^HTTP\/1\.1 4\d\d/],
    ['GET //[ HTTP/1.1', /^HTTP\/1\.1 4\d\d/],
    ['GET http://[::1:x/ HTTP/1.1', /^HTTP\/1\.1 4\d\d/],
    ['GET \\\\evil\\x HTTP/1.1', /^HTTP\/1\.1 4\d\d/],
    ['GET /v1/payments/%00 HTTP/1.1', /^HTTP\/1\.1 4\d\d/],
    ['GET /v1/payments/..%2f..%2fetc HTTP/1.1', /^HTTP\/1\.1 4\d\d/],
    ['GET /v1/payments/__proto__ HTTP/1.1', /^HTTP\/1\.1 4\d\d/],
    ['GET /v1/terminals/../../etc/passwd HTTP/1.1', /^HTTP\/1\.1 4\d\d/],
    ['TRACE /v1/terminals HTTP/1.1', /^HTTP\/1\.1 4\d\d/],
    ['OPTIONS * HTTP/1.1', /^HTTP\/1\.1 4\d\d/],
  ])('asks %s and gets a refusal', async (line, answer) => {
    const sent = `${line}\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${TOKEN}\r\nConnection: close\r\n\r\n`
    expect(await raw(sent)).toMatch(answer)
    await unharmed()
  })

  it('hides no second request in the first', async () => {
    const body = JSON.stringify(order)
    const head = `POST /v1/payments HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\nIdempotency-Key: k\r\n`
    const smuggled = `POST /v1/payments HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`
    for (const lengths of [
      `Content-Length: 5\r\nContent-Length: ${body.length}`,
      'Content-Length: 5\r\nTransfer-Encoding: chunked',
      'Transfer-Encoding: xchunked',
    ])
      expect(await raw(`${head}${lengths}\r\n\r\n0\r\n\r\n${smuggled}`)).not.toMatch(/HTTP\/1\.1 2/)
    await unharmed()
  })
})

describe('a terminal’s operation', () => {
  it('is one of those there are, at a terminal there is', async () => {
    for (const id of ['lane-1', 'nothing', '__proto__', '..%2flane-1', 'lane-1%00'])
      for (const operation of [...texts, ...wrong])
        expect(await post(`/v1/terminals/${id}/operations`, JSON.stringify({ operation }))).toBeLessThan(500)
    await unharmed()
  })
})
