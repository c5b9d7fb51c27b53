import { createKeyPair, signText } from '@counterfoil/audit'
import { AGENT_SESSION_PATH, enrolmentText, MESSAGE_MAX_BYTES } from '@counterfoil/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { count, enrolled, greet, type HubBed, openHubBed } from './hub-bed.ts'
import { contentTypes, deepJson, depths, wrongKinds } from './support/attack-bodies.ts'
import { numberPayloads, textPayloads } from './support/attack-payloads.ts'
import { createTrace, readTables } from './support/attack-trace.ts'
import { withEach } from './support/input-samples.ts'

const trace = createTrace()
const CODE = 'ABCDEFGHJK'
let bed: HubBed
let before: unknown

beforeAll(async () => {
  bed = await openHubBed(undefined, trace.logTo)
  before = await readTables(bed.base)
})
afterAll(() => bed?.close())

let addresses = 0
/** From an address of its own each time, as a proxy on this machine tells it. */
async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  addresses += 1
  const answer = await fetch(`${bed.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `2001:db8:${addresses.toString(16)}::1`, ...headers },
  })
  return { status: answer.status, text: await answer.text() }
}

async function openSession(): Promise<Record<string, string>> {
  const { session } = JSON.parse((await post(AGENT_SESSION_PATH, '{}')).text) as { session: string }
  return { authorization: `Bearer ${session}` }
}

function enrolment(): Record<string, unknown> {
  const { publicKey, privateKey } = createKeyPair()
  const unsigned = { code: CODE, publicKey, name: 'back office', afterEpoch: 1 }
  return {
    ...unsigned,
    host: { hostname: 'pc', platform: 'linux', version: '1' },
    signature: signText(privateKey, enrolmentText(unsigned)),
  }
}

const hello = {
  agentId: '018f0000-0000-7000-8000-000000000001',
  protocol: 1,
  version: '1',
  boot: '018f0000-0000-7000-8000-000000000002',
  epoch: 1,
  lastSeq: 0,
  head: '0'.repeat(64),
  join: 0,
  signature: `${'A'.repeat(86)}==`,
}
const steps: Readonly<Record<string, Record<string, unknown>>> = {
  '/hello': hello,
  '/batch': {
    epoch: 1,
    firstSeq: 1,
    count: 1,
    prevHead: '0'.repeat(64),
    head: '0'.repeat(64),
    bodies: '{}',
    signature: hello.signature,
  },
  '/rotate': { publicKey: `${'A'.repeat(43)}=`, oldSignature: hello.signature, newSignature: hello.signature },
  '/joined': { join: 1 },
  '/pulse': { waiting: 0, oldestMs: 0, atMs: 0 },
  '/messages': { after: 0, waitMs: 0 },
  '/end': {},
}

/** Nothing broke, nothing was written, nobody came in, and honest agents still do. */
async function unharmed(): Promise<void> {
  expect(trace.leaks([CODE, hello.signature])).toEqual([])
  expect(trace.lines.filter((line) => /"level":(50|60)/.test(line))).toEqual([])
  expect(await readTables(bed.base)).toEqual(before)
  expect(await count(bed.base, 'event', 'true')).toBe(0)
  expect((await fetch(`${bed.url}/healthz`)).status).toBe(200)
}

const answered = (status: number) => status < 500

describe('an enrolment', () => {
  it('is refused whatever stands in its fields', async () => {
    const changed = [
      ...Object.values(textPayloads).flatMap((payload) => withEach(enrolment(), 'string', payload)),
      ...numberPayloads.flatMap((payload) => withEach(enrolment(), 'number', payload)),
      ...wrongKinds.flatMap((payload) => [...withEach(enrolment(), 'string', payload), { ...enrolment(), host: payload }]),
      { ...enrolment(), extra: 1 },
    ]
    for (const body of changed) {
      const { status, text } = await post('/v1/enrol', JSON.stringify(body))
      expect([status, text, answered(status)]).toEqual([status, expect.stringContaining('"ok":false'), true])
    }
    await unharmed()
  })

  it('is refused as no JSON, too deep, or too large', async () => {
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '7',
      '"x"',
      `{"__proto__":{"ok":true}}`,
      ...depths.flatMap(deepJson),
      'x'.repeat(1_000_000),
    ]
    for (const body of bodies) expect([400, 413]).toContain((await post('/v1/enrol', body)).status)
    await unharmed()
  })

  it('takes no word of a page, of whatever site', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://dashboard.test'])
      expect((await post('/v1/enrol', JSON.stringify(enrolment()), { origin })).status).toBe(403)
    for (const type of contentTypes)
      expect((await post('/v1/enrol', JSON.stringify(enrolment()), { 'content-type': type ?? '' })).status).toBe(415)
    await unharmed()
  })
})

describe.each(Object.entries(steps))('%s of a session', (step, body) => {
  it('is refused whatever stands in its fields, and before the greeting', async () => {
    const changed = [
      body,
      ...Object.values(textPayloads).flatMap((payload) => withEach(body, 'string', payload)),
      ...[...numberPayloads, ...wrongKinds].flatMap((payload) => withEach(body, 'number', payload)),
      ...wrongKinds,
    ]
    for (const each of changed) {
      const { status, text } = await post(AGENT_SESSION_PATH + step, JSON.stringify(each ?? null), await openSession())
      expect([status, text.slice(0, 200), answered(status)]).toEqual([status, text.slice(0, 200), true])
    }
    await unharmed()
  })

  it('is refused as no JSON, too deep, or too large', async () => {
    for (const each of ['', '{', ...depths.flatMap(deepJson), 'x'.repeat(MESSAGE_MAX_BYTES + 1)]) {
      const { status } = await post(AGENT_SESSION_PATH + step, each, await openSession())
      expect([each.slice(0, 10), each.length, answered(status)]).toEqual([each.slice(0, 10), each.length, true])
    }
    await unharmed()
  })

  it('knows nobody by another key than its session’s', async () => {
    const { authorization = '' } = await openSession()
    const keys = [
      '',
      'Bearer ',
      authorization.toUpperCase(),
      `${authorization}0`,
      authorization.replace('Bearer', 'Basic'),
      `Bearer ${'0'.repeat(64)}`,
      'Bearer ../../x',
    ]
    for (const key of keys)
      expect([key, (await post(AGENT_SESSION_PATH + step, '{}', { authorization: key })).status]).toEqual([key, 404])
    expect((await post(AGENT_SESSION_PATH + step, '{}', { authorization, origin: 'https://evil.example' })).status).toBe(403)
    await unharmed()
  })
})

describe('a notice of a provider', () => {
  it('is told to nobody where there is no such pull, and by no page', async () => {
    const names = ['bank', '', '../v1/enrol', '__proto__', '%2e%2e', "a'--", 'x'.repeat(41)]
    for (const name of names) {
      const { status } = await post(`/v1/notices/${name}`, '{"notificationItems":[]}')
      expect([name, [400, 404].includes(status)]).toEqual([name, true])
    }
    expect((await post('/v1/notices/bank', '{}', { origin: 'https://evil.example' })).status).toBe(403)
    expect((await post('/v1/notices/bank', 'x'.repeat(300_000))).status).toBe(413)
    expect((await fetch(`${bed.url}/v1/notices/bank`)).status).toBe(405)
    await unharmed()
  })
})

describe('any other request', () => {
  it.each([
    '/v1/enrol/',
    '/v1/enrol/../../etc/passwd',
    '/v1/agents/session/%2e%2e/x',
    '//v1/enrol',
    '/metrics/x',
    '/%00',
    '/v1/agents/session/__proto__',
  ])('%s leads nowhere', async (path) => {
    const { status } = await post(path, JSON.stringify(enrolment()), await openSession())
    expect([400, 404]).toContain(status)
    await unharmed()
  })

  it('has no other method', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      for (const path of ['/v1/enrol', AGENT_SESSION_PATH, `${AGENT_SESSION_PATH}/hello`]) {
        const answer = await fetch(`${bed.url}${path}`, { method, headers: { 'x-http-method-override': 'POST' } })
        expect([method, path, [403, 404].includes(answer.status)]).toEqual([method, path, true])
      }
    await unharmed()
  })
})

it('still welcomes an honest agent', async () => {
  const one = await greet(bed.url, await enrolled(bed.base))
  one.close()
})
