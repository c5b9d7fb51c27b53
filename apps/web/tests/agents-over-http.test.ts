import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { AGENT_SESSION_PATH, type Hello, helloText, PROTOCOL_VERSION } from '@counterfoil/protocol'
import { revokeAgent } from '@counterfoil/services/agents'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  AT_ONCE_MS,
  count,
  enrolled,
  greet,
  type HubBed,
  newId,
  openHubBed,
  startHub,
  type TestEnrolled,
  until,
} from './hub-bed.ts'

let bed: HubBed

beforeAll(async () => {
  bed = await openHubBed()
})
afterAll(() => bed?.close())

interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

async function post(url: string, step: string, session: string, body: unknown, headers = {}): Promise<Answer> {
  const response = await fetch(`${url}${AGENT_SESSION_PATH}${step}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function open(url: string, agent: TestEnrolled) {
  const opened = (await post(url, '', '', {})).body as { session: string; challenge: { hubId: string; nonce: string } }
  const say = async (step: string, body: unknown) => (await post(url, step, opened.session, body)).body
  return {
    ...opened,
    say,
    hello(changed: Partial<Hello> = {}) {
      const { lastSeq, head } = agent.script
      const fixed = { protocol: PROTOCOL_VERSION, version: '0.1.0', boot: randomUUID(), epoch: 1 }
      const plain = { agentId: agent.uid, ...fixed, lastSeq, head, join: 0, ...changed }
      return say('/hello', { ...plain, signature: agent.sign(helloText(plain, opened.challenge)).toString('base64') })
    },
  }
}

/** A hub over the bed's database that tells when it has read a question for messages to its end: it is open from then on. */
async function startWatchedHub() {
  const server = createServer()
  let asked = 0
  server.on('request', (request) => {
    if (request.url?.endsWith('/messages')) request.on('end', () => (asked += 1))
  })
  const hub = await startHub(bed.base, { server })
  await until(async () => (await fetch(`${hub.url}/healthz`)).status === 200)
  return { ...hub, questionOpen: () => until(() => asked > 0) }
}

describe('an agent whose network blocks WebSocket', () => {
  it('is challenged, greets, delivers and is acknowledged after the commit, all by POST', async () => {
    const agent = await enrolled(bed.base)
    const one = await open(bed.url, agent)
    const batch = agent.script.batch(saleEvents({ id: newId() }))
    expect(await one.say('/batch', batch)).toMatchObject({ ok: false, code: 'not_greeted' })
    expect(await one.hello({ lastSeq: 0, head: '0'.repeat(64) })).toMatchObject({ ok: true, highWater: 0 })
    expect(await one.say('/batch', batch)).toEqual({ ok: true, highWater: 3, head: agent.script.head })
    expect(await count(bed.base, 'event', 'agent_id = $1', agent.id)).toBe(3)
    expect(await one.say('/pulse', { waiting: 7, oldestMs: 500, atMs: Date.now() })).toEqual({ ok: true })
    await until(async () => (await count(bed.base, 'agent_presence', 'agent_id = $1 and waiting = 7', agent.id)) === 1)
    expect(await (await fetch(`${bed.url}/metrics`)).text()).toMatch(/counterfoil_agent_http_sessions [1-9]/)
    expect(await one.say('/end', {})).toEqual({ ok: true })
    await until(
      async () => (await count(bed.base, 'agent_presence', 'agent_id = $1 and not connected and until is null', agent.id)) === 1,
    )
    expect(await one.say('/batch', batch)).toMatchObject({ ok: false, code: 'unknown_session' })
  })

  it('ends in the same insert as over the socket: the same batch by both ways counts once', async () => {
    const agent = await enrolled(bed.base)
    const batch = agent.script.batch(saleEvents({ id: newId() }))
    const socket = await greet(bed.url, agent)
    const bySocket = await socket.send(batch)
    const one = await open(bed.url, agent)
    expect(await one.hello()).toMatchObject({ ok: true, highWater: 3 })
    await until(() => socket.socket.disconnected)
    expect(await one.say('/batch', batch)).toEqual(bySocket)
    const other = agent.script.batch(saleEvents({ id: newId() }))
    const byPost = await one.say('/batch', other)
    const back = await greet(bed.url, agent)
    expect(await back.send(other)).toEqual(byPost)
    expect(await one.say('/batch', other)).toMatchObject({ ok: false, code: 'unknown_session' })
    back.close()
    expect(await count(bed.base, 'event', 'agent_id = $1', agent.id)).toBe(6)
    expect(await count(bed.base, 'sales_day', 'store_id = $1 and approved = 2', agent.storeId)).toBe(1)
  })

  it('that is revoked hears it at once from the question it has open, and its next request is refused', async () => {
    const agent = await enrolled(bed.base)
    const hub = await startWatchedHub()
    const one = await open(hub.url, agent)
    await one.hello()
    const waiting = one.say('/messages', { after: 0, waitMs: 25_000 })
    await hub.questionOpen()
    const startedMs = Date.now()
    const actor = { kind: 'system', name: 'test' } as const
    await revokeAgent({ pool: bed.base.pool, db: bed.base.db, actor, now: () => new Date(), newId }, agent.id)
    expect(await waiting).toMatchObject({ ok: false, code: 'closed' })
    const batch = agent.script.batch(saleEvents({ id: newId() }))
    expect(await one.say('/batch', batch)).toMatchObject({ ok: false, code: 'unknown_session' })
    // The question would have waited for 25 s.
    expect(Date.now() - startedMs).toBeLessThan(AT_ONCE_MS)
    const again = await open(hub.url, agent)
    await again.hello()
    expect(await again.say('/batch', batch)).toMatchObject({ ok: true, quarantined: true })
    expect(await count(bed.base, 'event', 'agent_id = $1', agent.id)).toBe(0)
    await hub.close()
  })

  it('is unknown to another hub node and connects there anew', async () => {
    const agent = await enrolled(bed.base)
    const other = await startHub(bed.base)
    try {
      await until(async () => (await fetch(`${other.url}/healthz`)).status === 200)
      const one = await open(bed.url, agent)
      await one.hello()
      expect(await post(other.url, '/pulse', one.session, {})).toMatchObject({ status: 404, body: { code: 'unknown_session' } })
      const two = await open(other.url, agent)
      expect(await two.hello()).toMatchObject({ ok: true })
    } finally {
      await other.close()
    }
  })

  it('answers an open question when it stops', async () => {
    const agent = await enrolled(bed.base)
    const hub = await startWatchedHub()
    const one = await open(hub.url, agent)
    await one.hello()
    const waiting = one.say('/messages', { after: 0, waitMs: 25_000 })
    await hub.questionOpen()
    await hub.close()
    expect(await waiting).toMatchObject({ ok: false, code: 'closed' })
  })

  it('is told what is wrong with a request, and no web page may act as one', async () => {
    const agent = await enrolled(bed.base)
    const one = await open(bed.url, agent)
    await one.hello()
    const ask = (step: string, body: unknown, headers = {}) => post(bed.url, step, one.session, body, headers)
    expect(await ask('/batch', '{')).toMatchObject({ status: 400, body: { code: 'malformed' } })
    expect(await ask('/batch', { bodies: 'x'.repeat(300_000) })).toMatchObject({ status: 413, body: { code: 'too_large' } })
    expect(await ask('/pulse', 'x'.repeat(9_000))).toMatchObject({ status: 413 })
    expect(await ask('/messages', { after: 0, waitMs: 60_000 })).toMatchObject({ status: 400 })
    expect(await ask('/nothing', {})).toMatchObject({ status: 404 })
    expect(await ask('/batch', {}, { origin: 'http://dashboard.test' })).toMatchObject({ status: 403 })
    expect(await post(bed.url, '/batch', 'short', {})).toMatchObject({ status: 404, body: { code: 'unknown_session' } })
    expect(await one.say('/messages', { after: 0, waitMs: 10 })).toEqual({ ok: true, messages: [] })
    await ask('/pulse', { waiting: -1 })
    expect(await one.say('/messages', { after: 0, waitMs: 10 })).toMatchObject({ ok: false, code: 'unknown_session' })
  })

  it('may open sessions at a rate only', async () => {
    const answers = await Promise.all(Array.from({ length: 600 }, () => post(bed.url, '', '', {})))
    const held = answers.filter(({ status }) => status === 429)
    expect(held.length).toBeGreaterThan(10)
    expect(held[0]?.body).toMatchObject({ ok: false, code: 'busy', retryAfterMs: 5_000 })
  })
})
