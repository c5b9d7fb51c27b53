import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { createKeyPair } from '@counterfoil/audit'
import { type Clock, findProtocol, type SimulatedPayment, systemClock } from '@counterfoil/terminals'
import { APPROVED_AT_ONCE, createRandom } from '@counterfoil/terminals/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Agent, createAgent } from '../src/agent.ts'
import { silentLog } from '../src/log.ts'
import { createIdSource } from '../src/new-id.ts'
import { openOutbox } from '../src/outbox/open-outbox.ts'
import type { Outbox } from '../src/outbox/outbox.ts'
import { createSimulatedTerminal, type SimulatedTerminal } from '../src/terminals/simulated-terminal.ts'
import { eventually } from './support/eventually.ts'
import { AGENT_ID, connectInMemory, createStubHub, HUB_ID } from './support/stub-hub.ts'
import { createTillClient } from './support/till-client.ts'

const zvt = findProtocol('zvt')
if (zvt === undefined) throw new Error('ZVT is not registered')
const parsed = zvt.parseSettings({ timers: { t3: 1_000, inquiryFirst: 500, inquiryMax: 1_000 }, inquiryTries: 2 })
const settings = 'settings' in parsed ? parsed.settings : undefined
const protocol = zvt

const TOKEN = 'till-one-token-0123456789-abcdef'
const OTHER_TOKEN = 'till-two-token-0123456789-abcdef'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A customer who presents the card when the test says so, however slow the machine is. */
const LOOKS_FOR_THE_CARD_MS = 90_000
let presentCard = () => {}
const customersClock: Clock = {
  ...systemClock,
  startTimer(delayMs, fire) {
    const timer = systemClock.startTimer(delayMs, fire)
    if (delayMs !== LOOKS_FOR_THE_CARD_MS) return timer
    presentCard = () => {
      timer.cancel()
      fire()
    }
    return timer
  },
}

let agent: Agent
let outbox: Outbox
let terminal: SimulatedTerminal
let planned: SimulatedPayment = APPROVED_AT_ONCE
let till: Awaited<ReturnType<typeof createTillClient>>

beforeAll(async () => {
  const keys = createKeyPair()
  const hub = createStubHub(keys.publicKey, systemClock.nowMs)
  outbox = openOutbox({ path: ':memory:', epoch: 1 })
  const random = createRandom(5)
  terminal = createSimulatedTerminal({
    protocol,
    simulator: { link: 'tcp', terminalId: '52500041', merchantNumber: '100437', currency: 'EUR', plan: () => planned },
    clock: customersClock,
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
        allowedHosts: ['backoffice.local'],
        allowedOrigins: ['https://till.example'],
        tills: [
          { name: 'till-1', tokenSha256: sha256(TOKEN) },
          { name: 'till-2', tokenSha256: sha256(OTHER_TOKEN), lanes: ['9'] },
        ],
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
    log: silentLog,
    platform: 'test',
  })
  await agent.start()
  till = await createTillClient(agent.tillApiUrl() ?? '', TOKEN)
})

afterAll(async () => {
  await agent.stop()
  terminal.close()
  outbox.close()
})

beforeEach(async () => {
  planned = APPROVED_AT_ONCE
  await eventually(
    'terminal ready',
    () => agent.status().terminals[0]?.condition === 'ready' && agent.status().terminals[0]?.openPayment === undefined,
  )
})

let keys = 0
const order = { lane: '1', kind: 'sale', amountMinor: 1_250, currency: 'EUR', basket: 'B-1', cashier: 'c7' }
function post(body: object | string = order, headers: Readonly<Record<string, string>> = {}, token = TOKEN) {
  keys += 1
  return till.ask({
    method: 'POST',
    path: '/v1/payments',
    body,
    headers: { 'Idempotency-Key': `key-${keys}`, ...headers },
    token,
  })
}
const get = (id: unknown, token = TOKEN) => till.ask({ path: `/v1/payments/${String(id)}`, token })
const prompted = (id: unknown) =>
  eventually('insert_card', async () => ((await get(id)).body.prompt as { code?: string } | null)?.code === 'insert_card')
const final = (id: unknown) => eventually('final', async () => ((await get(id)).body.state === 'final' ? get(id) : undefined))

describe('a payment', () => {
  it('is started, followed and found again', async () => {
    const started = await post()
    expect(started).toMatchObject({
      status: 202,
      body: { state: 'open', outcome: null, lane: '1', basket: 'B-1', cashier: 'c7', amountMinor: 1_250 },
    })
    expect(started.headers.location).toBe(`/v1/payments/${String(started.body.id)}`)
    const ended = await final(started.body.id)
    expect(ended.body).toMatchObject({ outcome: 'approved', recovered: false, prompt: null, result: { card: { last4: '0119' } } })
  })

  it('is the same for the same key and body, and refused for another body', async () => {
    const headers = { 'Idempotency-Key': 'same' }
    const first = await post(order, headers)
    const again = await post(order, headers)
    expect([first.status, again.status]).toEqual([202, 200])
    expect(again.body.id).toBe(first.body.id)
    expect(await post({ ...order, amountMinor: 1_251 }, headers)).toMatchObject({
      status: 409,
      body: { error: { code: 'idempotency_conflict' } },
    })
    await final(first.body.id)
    expect(terminal.simulator.ledger.filter(({ amountMinor }) => amountMinor === 1_251)).toEqual([])
  })

  it('waits its turn: a busy terminal says so', async () => {
    planned = { ...APPROVED_AT_ONCE, presentMs: LOOKS_FOR_THE_CARD_MS }
    const first = await post()
    expect(await post()).toMatchObject({ status: 409, body: { error: { code: 'busy' } } })
    await prompted(first.body.id)
    presentCard()
    await final(first.body.id)
  })

  it('can be asked to cancel, and its own outcome decides', async () => {
    planned = { ...APPROVED_AT_ONCE, presentMs: LOOKS_FOR_THE_CARD_MS }
    const started = await post()
    await prompted(started.body.id)
    const path = `/v1/payments/${String(started.body.id)}`
    expect(await till.ask({ method: 'DELETE', path })).toMatchObject({ status: 202, body: { cancellation: 'asked' } })
    expect((await final(started.body.id)).body).toMatchObject({ outcome: 'cancelled', reason: 'till_cancelled' })
    expect(await till.ask({ method: 'DELETE', path })).toMatchObject({ status: 409, body: { error: { code: 'too_late' } } })
  })

  it('is told live: prompts, states, and the end', async () => {
    planned = { ...APPROVED_AT_ONCE, presentMs: LOOKS_FOR_THE_CARD_MS }
    const started = await post()
    const stream = await till.ask({
      path: `/v1/payments/${String(started.body.id)}/events`,
      whenBegun: () => void prompted(started.body.id).then(() => presentCard()),
    })
    expect(stream.headers['content-type']).toBe('text/event-stream')
    const events = [...stream.text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, event, data]) => ({
      event,
      data: JSON.parse(data ?? ''),
    }))
    expect(events[0]).toMatchObject({ event: 'state', data: { state: 'open' } })
    // What the terminal asked before the till looked stands in the first state.
    const prompts = events.map(({ event, data }) => (event === 'prompt' ? data : data.prompt)?.code)
    expect(prompts).toContain('insert_card')
    expect(prompts).toContain('processing')
    expect(events.at(-1)).toMatchObject({ event: 'final', data: { state: 'final', outcome: 'approved' } })
    expect(events.filter(({ event }) => event === 'final')).toHaveLength(1)
  })

  it('can be reversed, whole and once', async () => {
    const sale = await post()
    await final(sale.body.id)
    const reversal = { lane: '1', kind: 'reversal', amountMinor: 1_250, currency: 'EUR', parent: sale.body.id }
    expect(await post({ ...reversal, parent: undefined })).toMatchObject({
      status: 400,
      body: { error: { code: 'parent_needed' } },
    })
    expect(await post({ ...reversal, parent: '018f0000-0000-7000-8000-000000000009' })).toMatchObject({
      status: 404,
      body: { error: { code: 'parent_unknown' } },
    })
    expect(await post({ ...reversal, amountMinor: 5 })).toMatchObject({ status: 409 })
    const started = await post(reversal)
    expect((await final(started.body.id)).body).toMatchObject({ kind: 'reversal', outcome: 'approved', parent: sale.body.id })
  })

  it('whose answer was lost is asked about, not decided by hand', async () => {
    planned = { ...APPROVED_AT_ONCE, ending: 'unplug_before_result' }
    const started = await post()
    const path = `/v1/payments/${String(started.body.id)}/decision`
    expect(await till.ask({ method: 'POST', path, body: { outcome: 'approved' } })).toMatchObject({
      status: 409,
      body: { error: { code: 'not_undecided' } },
    })
    expect((await final(started.body.id)).body).toMatchObject({ outcome: 'approved', recovered: true })
    expect(await till.ask({ method: 'POST', path, body: { outcome: 'lost' } })).toMatchObject({ status: 400 })
  })
})

describe('a bad request', () => {
  it.each([
    ['no key', order, { 'Idempotency-Key': '' }, 400, 'idempotency_key_missing'],
    ['fractions of a cent', { ...order, amountMinor: 12.5 }, {}, 400, 'invalid_request'],
    ['nothing to pay', { ...order, amountMinor: 0 }, {}, 400, 'invalid_request'],
    ['an unknown field', { ...order, cardNumber: '1' }, {}, 400, 'invalid_request'],
    [
      'half a surrogate pair',
      '{"lane":"1","kind":"sale","amountMinor":1,"currency":"EUR","basket":"\\ud800"}',
      {},
      400,
      'invalid_request',
    ],
    ['no JSON', '{', {}, 400, 'invalid_request'],
    ['a form', 'lane=1', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, 'not_json'],
    ['17 KB', JSON.stringify({ ...order, basket: 'x'.repeat(17_000) }), {}, 413, 'too_large'],
    ['another lane', { ...order, lane: '7' }, {}, 404, 'unknown_lane'],
  ] as const)('with %s is refused with a sentence', async (_name, body, headers, status, code) => {
    const answer = await post(body, headers)
    expect(answer).toMatchObject({ status, body: { error: { code } } })
    expect((answer.body.error as { message: string }).message.length).toBeGreaterThan(20)
  })

  it('says what is wrong with an amount in words for people', async () => {
    expect((await post({ ...order, amountMinor: 12.5 })).body).toEqual({
      error: { code: 'invalid_request', message: 'amountMinor must be a whole number of minor units, e.g. 1250 for 12.50.' },
    })
  })

  it('finds nothing behind unknown paths and wrong methods', async () => {
    expect((await till.ask({ path: '/v1/nothing' })).status).toBe(404)
    expect((await till.ask({ method: 'PUT', path: '/v1/terminals' })).status).toBe(405)
    expect((await get('018f0000-0000-7000-8000-000000000009')).status).toBe(404)
  })
})

describe('a card number from a till', () => {
  const recorded = () => {
    const bodies: string[] = []
    for (let batch = outbox.readBatch(0); batch !== undefined; batch = outbox.readBatch(bodies.length))
      bodies.push(...batch.bodies.split('\n'))
    return bodies
  }

  it.each([
    ['basket', { ...order, basket: 'Kunde 5555 5555 5555 4444' }, {}],
    ['cashier', { ...order, cashier: '５５５５555555554444' }, {}],
    ['idempotencyKey', order, { 'Idempotency-Key': '5555-5555-5555-4444' }],
  ] as const)('in %s is refused before anything is written, and the hub is told', async (field, body, headers) => {
    const before = recorded().length
    const asked = terminal.simulator.ledger.length
    const answer = await post(body, headers)
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'card_number' } } })
    const { message } = answer.body.error as { message: string }
    expect(message).toMatch(/holds a card number, the one that ends in 4444\. Card numbers belong into the terminal only/)
    const [told, ...more] = recorded().slice(before)
    expect(more).toEqual([])
    expect(JSON.parse(told ?? '{}')).toMatchObject({
      kind: 'agent.card_number',
      place: `till.${field}`,
      till: 'till-1',
      count: 1,
      numbers: ['555555******4444'],
    })
    expect(terminal.simulator.ledger.length).toBe(asked)
    expect(recorded().join('\n').normalize('NFKC').replaceAll(/[ -]/g, '')).not.toContain('5555555555554444')
    expect(outbox.findTillRequest('till-1', '5555-5555-5555-4444')).toBeUndefined()
  })
})

describe('strangers', () => {
  it('need a token, and see nothing of another till', async () => {
    const started = await post()
    for (const token of ['', 'wrong', `${TOKEN}x`]) expect((await get(started.body.id, token)).status).toBe(401)
    expect((await get(started.body.id, OTHER_TOKEN)).status).toBe(404)
    expect(await post(order, {}, OTHER_TOKEN)).toMatchObject({ status: 403, body: { error: { code: 'lane_not_allowed' } } })
    expect((await till.ask({ path: '/v1/terminals', token: OTHER_TOKEN })).body).toEqual({ terminals: [] })
    await final(started.body.id)
  })

  it('are refused under another name (DNS rebinding) and from pages not listed', async () => {
    expect(await till.ask({ path: '/v1/terminals', headers: { Host: 'evil.example' } })).toMatchObject({
      status: 403,
      body: { error: { code: 'host_not_allowed' } },
    })
    expect((await till.ask({ path: '/v1/terminals', headers: { Host: 'backoffice.local:7400' } })).status).toBe(200)
    expect(await till.ask({ path: '/v1/terminals', headers: { Origin: 'https://evil.example' } })).toMatchObject({
      status: 403,
      body: { error: { code: 'origin_not_allowed' } },
    })
    expect((await till.ask({ path: '/v1/terminals', headers: { Origin: 'null' } })).status).toBe(403)
    const allowed = await till.ask({ path: '/v1/terminals', headers: { Origin: 'https://till.example' } })
    expect(allowed).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': 'https://till.example' } })
    expect(
      (await till.ask({ method: 'OPTIONS', path: '/v1/payments', headers: { Origin: 'https://till.example' } })).status,
    ).toBe(204)
  })

  it('cannot keep it busy with a half-sent request', async () => {
    const { hostname, port } = new URL(agent.tillApiUrl() ?? '')
    const socket = connect(Number(port), hostname)
    socket.write('POST /v1/payments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{')
    expect((await till.ask({ path: '/healthz', token: '' })).status).toBe(200)
    socket.destroy()
  })
})

describe('an operation', () => {
  const operate = (operation: string, key = 'lane-1', token = TOKEN) =>
    till.ask({ method: 'POST', path: `/v1/terminals/${key}/operations`, body: { operation }, token })

  it('runs at the terminal and says how it ended', async () => {
    expect(await operate('status_enquiry')).toMatchObject({ status: 200, body: { done: true } })
    expect(await operate('end_of_day')).toMatchObject({ status: 200, body: { done: true, code: null } })
    const totals = outbox.readBatch(0)?.bodies.split('\n') ?? []
    expect(totals.some((body) => body.includes('"kind":"terminal.totals"'))).toBe(true)
  })

  it('is refused for what is not known, and for other tills’ terminals', async () => {
    expect(await operate('reboot')).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } })
    expect(await operate('end_of_day', 'lane-7')).toMatchObject({ status: 404 })
    expect(await operate('end_of_day', 'lane-1', OTHER_TOKEN)).toMatchObject({ status: 404 })
  })
})

describe('the description', () => {
  it('names every route once and was kept by every answer of this file', async () => {
    expect((await till.ask({ path: '/healthz', token: '' })).body).toMatchObject({ ok: true, hubConnected: true })
    expect((await till.ask({ path: '/v1/record', token: '' })).body).toMatchObject({ state: 'unseen', last: null, refused: [] })
    const operations = Object.entries(till.described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(till.described).toMatchObject({
      openapi: '3.1.0',
      components: { securitySchemes: { till: { type: 'http', scheme: 'bearer' } } },
    })
    const answered = new Set([...till.seen].map((line) => line.split(' ').slice(0, 2).join(' ')))
    expect(operations.filter((operation) => !answered.has(operation) && operation !== 'GET /openapi.json')).toEqual([])
  })
})
