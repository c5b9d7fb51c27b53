import { MESSAGE_MAX_BYTES } from '@counterfoil/protocol'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { count, enrolled, greet, type HubBed, link, newId, ORIGIN, openHubBed, openLive, signIn, until } from './hub-bed.ts'
import { deepJson, depths, wrongKinds } from './support/attack-bodies.ts'
import { MARKER, numberPayloads, textPayloads } from './support/attack-payloads.ts'
import { createTrace, readTables } from './support/attack-trace.ts'
import { openRawSocket } from './support/raw-socket.ts'

const trace = createTrace()
let bed: HubBed
let before: unknown
let cookie: string

beforeAll(async () => {
  bed = await openHubBed(undefined, trace.logTo)
  cookie = (await signIn(bed.base)).cookie
  before = await readTables(bed.base)
})
beforeEach(() => void trace.leaks())
afterAll(() => bed?.close())

/** Nothing broke, nothing of it was written into the log, and an honest agent and page are served as before. */
async function unharmed(secrets: readonly string[] = []): Promise<void> {
  expect(trace.leaks(secrets)).toEqual([])
  expect(trace.lines.filter((line) => /"level":(50|60)/.test(line))).toEqual([])
  expect(await readTables(bed.base)).toEqual(before)
  const agent = await enrolled(bed.base)
  const one = await greet(bed.url, agent)
  expect(await one.send(agent.script.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: true })
  one.close()
  const page = await openLive(bed.url, { origin: ORIGIN, cookie })
  expect(await page.watch({ kind: 'chain' })).toEqual({ ok: true })
  page.close()
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
const said = (name: string, payload: unknown, space = '/agents') => `42${space},7${JSON.stringify([name, payload])}`

/** Lines of the socket's own protocol that no honest peer sends, each after the connection was opened and nothing else. */
const lines: Readonly<Record<string, readonly string[]>> = {
  'a greeting before the namespace is joined': [said('hello', hello)],
  'a batch before the namespace is joined': [said('batch', { epoch: 1 })],
  'a watch before the namespace is joined': [said('watch', { kind: 'chain' }, '/live')],
  'words to the root': ['40', `42["hello",${JSON.stringify(hello)}]`],
  'a namespace nobody has': ['40/nothing,'],
  'a namespace named like a method': ['40/__proto__,', '40/constructor,', '40/adapter,'],
  'a joining that says who it is': [`40/agents,{"__proto__":{"agent":1},"token":"${MARKER}"}`],
  'a joining twice': ['40/agents,', '40/agents,'],
  nothing: ['4'],
  'an unknown kind': ['49/agents,[]', '4x'],
  'half a message': ['40/agents,', '42/agents,['],
  'an object for a list': ['40/agents,', '42/agents,{"0":"hello"}'],
  'an empty list': ['40/agents,', '42/agents,[]'],
  'a number for a name': ['40/agents,', '42/agents,[1,2]'],
  'a name of the library': ['40/agents,', '42/agents,["disconnect"]'],
  'a name of objects': ['40/agents,', '42/agents,["__proto__",{}]', '42/agents,["constructor",{}]', '42/agents,["toString",{}]'],
  'an endless number': ['40/agents,', `42/agents,${'9'.repeat(5_000)}["hello",{}]`],
  'a greeting that wants no answer': ['40/agents,', `42/agents,["hello",${JSON.stringify(hello)}]`],
  'an answer nobody asked for': ['40/agents,', '43/agents,7["x"]'],
  'bytes that never come': ['40/agents,', '451-/agents,["batch",{"_placeholder":true,"num":0}]'],
  'bytes that point elsewhere': ['40/agents,', '451-/agents,["batch",{"_placeholder":true,"num":99}]', 'bAAAA'],
  'very many bytes': ['45999999999-/agents,["batch"]'],
  'bytes for nobody': ['bAAAA'],
  'an upgrade': ['5', '2probe', '6'],
  'a second opening': ['0{"sid":"x"}'],
  'a goodbye and more': ['40/agents,', '1', said('hello', hello)],
  'a list with too much': ['40/agents,', `42/agents,7["hello",${JSON.stringify(hello)},{},{},"${MARKER}"]`],
}

describe('a peer that sends', () => {
  it.each(Object.entries(lines))('%s is not answered, and goes', async (_what, sent) => {
    const socket = await openRawSocket(bed.url)
    for (const line of sent) socket.send(line)
    await until(() => socket.closed || socket.heard.length > 0 || trace.lines.length > 0, 2_000).catch(() => {})
    expect(socket.heard.join('\n')).not.toMatch(/"ok":true|credit/)
    socket.close()
    await unharmed()
  })

  it.each(depths)('lists inside each other %i times is not heard', async (depth) => {
    for (const deep of deepJson(depth)) {
      const socket = await openRawSocket(bed.url)
      for (const line of [
        '40/agents,',
        `42/agents,7["hello",${deep}]`,
        `42/agents,8["batch",${deep}]`,
        `42/agents,9["rotate",${deep}]`,
      ])
        socket.send(line)
      await until(() => socket.closed || socket.heard.some((line) => line.startsWith('43/agents,9')), 10_000).catch(() => {})
      expect(socket.heard.join('\n')).not.toMatch(/"ok":true/)
      socket.close()
    }
    await unharmed()
  })

  it('more than fits is cut off at once', async () => {
    const socket = await openRawSocket(bed.url)
    socket.send('40/agents,')
    socket.send(`42/agents,7["hello","${MARKER}${'x'.repeat(MESSAGE_MAX_BYTES)}"]`)
    await until(() => socket.closed)
    await unharmed()
  })

  it('bytes where words belong is not heard', async () => {
    const socket = await openRawSocket(bed.url)
    socket.send('40/agents,')
    socket.send(new Uint8Array(1_000))
    socket.send('451-/agents,7["hello",{"_placeholder":true,"num":0}]')
    socket.send(new Uint8Array(10))
    await until(() => socket.closed || socket.heard.length > 2, 2_000).catch(() => {})
    expect(socket.heard.join('\n')).not.toMatch(/"ok":true/)
    socket.close()
    await unharmed()
  })

  it('the same greeting thousands of times at once is judged once', async () => {
    const socket = await openRawSocket(bed.url)
    socket.send('40/agents,')
    for (let index = 0; index < 3_000; index += 1) socket.send(`42/agents,${index}["hello",${JSON.stringify(hello)}]`)
    await until(() => socket.closed || socket.heard.length >= 3_000)
    const judged = socket.heard.filter((line) => line.includes('"ok":false') && !line.includes('challenge_expired'))
    expect(judged.length).toBeLessThanOrEqual(1)
    socket.close()
    await unharmed()
  })
})

describe('an agent that has not greeted', () => {
  it.each(['batch', 'rotate', 'pulse', 'joined', 'checkpoint', 'cosignature'])(
    'gets nothing by %s, whatever it says',
    async (name) => {
      const agent = await enrolled(bed.base)
      const inputs = [
        {},
        ...wrongKinds,
        ...Object.values(textPayloads),
        agent.script.batch(saleEvents({ id: newId() })),
        { join: 1 },
        { waiting: 0, oldestMs: 0, atMs: 0 },
      ]
      for (const input of inputs) {
        const one = await link(bed.url, agent)
        let answer: unknown = 'none'
        one.socket.emit(name, input, (given: unknown) => {
          answer = given
        })
        await until(() => answer !== 'none' || !one.socket.connected || name === 'joined', 20_000)
        // A pulse is answered, and the connection with it is over.
        if (name !== 'pulse') expect(answer).not.toMatchObject({ ok: true })
        else await until(() => !one.socket.connected)
        one.close()
      }
      expect(await count(bed.base, 'event', 'agent_id = $1', agent.id)).toBe(0)
      await unharmed()
    },
  )

  it('is refused whatever its greeting holds', async () => {
    const agent = await enrolled(bed.base)
    const changes = [
      ...Object.values(textPayloads).flatMap((payload) => Object.keys(hello).map((field) => ({ [field]: payload }))),
      ...[...numberPayloads, ...wrongKinds].flatMap((payload) =>
        ['epoch', 'lastSeq', 'join', 'protocol'].map((field) => ({ [field]: payload })),
      ),
    ]
    for (const [index, change] of changes.entries()) {
      // From an address of its own each time: the limit has tests of its own.
      const one = await link(bed.url, agent, { 'x-forwarded-for': `2001:db8:${index.toString(16)}::1` })
      const answer = await one.hello({ ...change, signature: hello.signature } as never)
      expect([change, answer.ok]).toEqual([change, false])
      one.close()
    }
    await unharmed([hello.signature])
  })
})

describe('an agent that has greeted', () => {
  it('cannot become another by greeting again, nor speak for it', async () => {
    const [mine, theirs] = [await enrolled(bed.base), await enrolled(bed.base)]
    const one = await greet(bed.url, mine)
    const again = await one.socket.timeout(5_000).emitWithAck('hello', { ...hello, agentId: theirs.uid })
    expect(again).toMatchObject({ ok: false, code: 'challenge_expired' })
    expect(await one.send(theirs.script.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: false, code: 'bad_signature' })
    expect(await count(bed.base, 'event', 'agent_id = $1', theirs.id)).toBe(0)
    one.close()
    await unharmed()
  })

  it('is answered, or sent away, whatever its batches hold', async () => {
    const agent = await enrolled(bed.base)
    const good = agent.script.batch(saleEvents({ id: newId() }))
    const changes = [
      ...Object.values(textPayloads).flatMap((payload) => Object.keys(good).map((field) => ({ [field]: payload }))),
      ...[...numberPayloads, ...wrongKinds].flatMap((payload) => Object.keys(good).map((field) => ({ [field]: payload }))),
      { extra: MARKER },
    ]
    let one = await greet(bed.url, agent)
    for (const change of changes) {
      if (!one.socket.connected) one = await greet(bed.url, agent)
      expect([change, (await one.send({ ...good, ...change })).ok]).toEqual([change, false])
    }
    for (const wrong of wrongKinds) {
      if (!one.socket.connected) one = await greet(bed.url, agent)
      expect([wrong, (await one.send(wrong)).ok]).toEqual([wrong, false])
    }
    one.close()
    expect(await count(bed.base, 'event', 'agent_id = $1', agent.id)).toBe(0)
    await unharmed([good.signature])
  })
})

describe('a live page', () => {
  it.each([
    ['of another site', { origin: 'https://evil.example' }],
    ['of no site', { origin: 'null' }],
    ['of a site that begins like ours', { origin: `${ORIGIN}.evil.example` }],
    ['that says nothing of its site', {}],
  ])('%s is not let in, signed in or not', async (_what, headers) => {
    await expect(openLive(bed.url, { ...headers, cookie })).rejects.toThrow()
    await unharmed()
  })

  it('may ask before it is let in, and hears nothing', async () => {
    for (const given of [{}, { cookie: 'counterfoil.session_token=x.y' }, { cookie }]) {
      const socket = await openRawSocket(bed.url, { origin: ORIGIN, ...given })
      socket.send('40/live,')
      for (let index = 0; index < 20; index += 1) socket.send(said('watch', { kind: 'chain' }, '/live'))
      await until(() => socket.closed || socket.heard.some((line) => line.includes('Sign in first')))
      expect(socket.heard.join('\n')).not.toMatch(/"ok":true|delta/)
      socket.close()
    }
    await unharmed()
  })

  it('watches only what is a part of the chain, whatever it asks', async () => {
    const page = await openLive(bed.url, { origin: ORIGIN, cookie })
    const kinds = ['country', 'region', 'store', 'chain']
    const asked = [
      ...Object.values(textPayloads).flatMap((payload) => [
        payload,
        { kind: payload },
        { kind: 'country', country: payload },
        { kind: 'chain', extra: payload },
        { kind: 'store', storeId: payload },
      ]),
      ...numberPayloads.filter((one) => one !== 0).flatMap((payload) => kinds.map((kind) => ({ kind, storeId: payload, x: 1 }))),
      ...wrongKinds,
      JSON.parse('{"__proto__":{"kind":"chain"}}'),
    ]
    for (const scope of asked) expect([scope, (await page.watch(scope)).ok]).toEqual([scope, false])
    // A region is any text, and is only ever compared.
    for (const region of Object.values(textPayloads)) {
      const answer = await page.watch({ kind: 'region', country: 'DE', region })
      expect([region.slice(0, 20), answer.ok]).toEqual([region.slice(0, 20), region.length <= 60])
    }
    page.close()
    await unharmed([cookie])
  })

  it.each(['hello', 'batch', 'delta', 'resync', 'error', 'watch2', '__proto__', 'join'])(
    'is sent away for saying %s',
    async (name) => {
      const page = await openLive(bed.url, { origin: ORIGIN, cookie })
      page.socket.emit(name, { kind: 'chain', storeId: MARKER })
      await until(() => !page.socket.connected)
      expect(page.events).not.toContain('delta')
      await unharmed([cookie])
    },
  )
})
