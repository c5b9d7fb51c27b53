import { createKeyPair, signText } from '@counterfoil/audit'
import { createStore } from '@counterfoil/db/testing'
import { BATCH_MAX_BYTES, type EnrolRequest, enrolmentText, PROTOCOL_VERSION } from '@counterfoil/protocol'
import { createJoinCode, revokeAgent } from '@counterfoil/services/agents'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AT_ONCE_MS, count, enrolled, greet, type HubBed, link, newId, openHubBed, until } from './hub-bed.ts'

let bed: HubBed

beforeAll(async () => {
  bed = await openHubBed()
})
afterAll(() => bed?.close())

const services = () => ({
  pool: bed.base.pool,
  db: bed.base.db,
  now: () => new Date(),
  newId,
  actor: { kind: 'system', name: 'test' } as const,
})

describe('an agent on the wire', () => {
  it('is challenged, greets, delivers, and is acknowledged after the commit', async () => {
    const agent = await enrolled(bed.base)
    const one = await greet(bed.url, agent)
    const id = newId()
    const answer = await one.send(agent.script.batch(saleEvents({ id })))
    expect(answer).toEqual({ ok: true, highWater: 3, head: agent.script.head })
    expect(await count(bed.base, 'event', 'agent_id = $1', agent.id)).toBe(3)
    expect(await count(bed.base, 'payment', `id = $1 and outcome = 'approved'`, id)).toBe(1)
    await until(
      async () => (await count(bed.base, 'agent_presence', 'agent_id = $1 and connected and until is null', agent.id)) === 1,
    )
    one.socket.emit('pulse', { waiting: 12, oldestMs: 500, atMs: Date.now() }, () => {})
    await until(async () => (await count(bed.base, 'agent_presence', 'agent_id = $1 and waiting = 12', agent.id)) === 1)
    one.close()
    await until(
      async () => (await count(bed.base, 'agent_presence', 'agent_id = $1 and not connected and until is null', agent.id)) === 1,
    )

    const two = await link(bed.url, agent)
    expect(await two.hello()).toMatchObject({ ok: true, highWater: 3, head: agent.script.head })
    two.close()
  })

  it('may not deliver before it has greeted, and a challenge serves one greeting', async () => {
    const agent = await enrolled(bed.base)
    const one = await link(bed.url, agent)
    expect(await one.send(agent.script.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: false, code: 'not_greeted' })
    expect(await one.hello({ signature: agent.sign('something else').toString('base64') })).toMatchObject({
      ok: false,
      code: 'bad_signature',
    })
    expect(await one.hello()).toMatchObject({ ok: false, code: 'challenge_expired' })
    one.close()
    expect(await count(bed.base, 'event', 'agent_id = $1', agent.id)).toBe(0)
  })

  it.each([
    ['another version too old', { protocol: 0 }, 'agent_too_old'],
    ['another version too new', { protocol: PROTOCOL_VERSION + 1 }, 'agent_too_new'],
    ['an unknown agent', { agentId: '00000000-0000-7000-8000-000000000000' }, 'unknown_agent'],
    ['another epoch', { epoch: 2 }, 'wrong_epoch'],
    ['nonsense', { head: 'x' }, 'malformed'],
  ])('is refused with %s', async (_what, changed, code) => {
    const agent = await enrolled(bed.base)
    const one = await link(bed.url, agent)
    expect(await one.hello(changed)).toMatchObject({ ok: false, code })
    one.close()
  })

  it('cannot use the answer to another challenge', async () => {
    const agent = await enrolled(bed.base)
    const [one, two] = [await link(bed.url, agent), await link(bed.url, agent)]
    expect(one.challenge.nonce).not.toBe(two.challenge.nonce)
    expect(await two.hello({}, (text) => agent.sign(text.replace(two.challenge.nonce, one.challenge.nonce)))).toMatchObject({
      ok: false,
      code: 'bad_signature',
    })
    expect(await one.hello()).toMatchObject({ ok: true })
    one.close()
    two.close()
  })

  it('has one socket: the newer replaces the older, and stays counted as connected', async () => {
    const agent = await enrolled(bed.base)
    const older = await greet(bed.url, agent)
    const newer = await greet(bed.url, agent)
    await until(() => older.socket.disconnected)
    expect((await newer.send(agent.script.batch(saleEvents({ id: newId() })))).ok).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await count(bed.base, 'agent_presence', 'agent_id = $1 and connected and until is null', agent.id)).toBe(1)
    newer.close()
  })

  it('is told what is wrong with a batch, which changes nothing; the next right one goes through', async () => {
    const agent = await enrolled(bed.base)
    const one = await greet(bed.url, agent)
    const good = agent.script.batch(saleEvents({ id: newId() }))
    const { signature: _, ...plain } = good
    const other = { ...plain, bodies: plain.bodies.replace('EUR', 'USD') }
    expect(await one.send({ ...good, signature: agent.sign('x').toString('base64') })).toMatchObject({
      ok: false,
      code: 'bad_signature',
    })
    expect(await one.send({ ...good, firstSeq: 2 })).toMatchObject({ ok: false, code: 'bad_signature' })
    expect(await one.send({ ...good, bodies: other.bodies })).toMatchObject({ ok: false, code: 'broken_chain' })
    expect(await one.send(agent.script.sign({ ...plain, count: 2 }))).toMatchObject({ ok: false, code: 'malformed' })
    expect(await one.send(agent.script.sign({ ...plain, epoch: 7 }))).toMatchObject({ ok: false, code: 'wrong_epoch' })
    expect(await one.send(agent.script.sign({ ...plain, firstSeq: 5 }))).toMatchObject({ ok: false, code: 'gap', resendFrom: 1 })
    expect(await one.send({ hello: 'world' })).toMatchObject({ ok: false, code: 'malformed' })
    expect(await one.send(null)).toMatchObject({ ok: false, code: 'malformed' })
    expect(await one.send({ ...good, count: 300 })).toMatchObject({ ok: false, code: 'too_large' })
    const long = Array.from({ length: 3 }, () => JSON.stringify('x'.repeat(BATCH_MAX_BYTES / 2)))
    const tooLarge = { ...plain, count: 3, bodies: long.join('\n') }
    expect(await one.send(agent.script.sign(tooLarge))).toMatchObject({ ok: false, code: 'too_large' })
    expect(await count(bed.base, 'event', 'agent_id = $1', agent.id)).toBe(0)
    expect(await one.send(good)).toMatchObject({ ok: true, highWater: 3 })
    await until(async () => (await count(bed.base, 'hub_event', `agent_id = $1 and kind = 'batch.refused'`, agent.id)) === 1)
    one.close()
  })

  it('that sends more than a message may hold loses its connection, nobody else does', async () => {
    const [agent, neighbour] = [await enrolled(bed.base), await enrolled(bed.base)]
    const [one, two] = [await greet(bed.url, agent), await greet(bed.url, neighbour)]
    one.socket.emit('batch', { bodies: 'x'.repeat(400_000) })
    await until(() => one.socket.disconnected)
    expect((await two.send(neighbour.script.batch(saleEvents({ id: newId() })))).ok).toBe(true)
    two.close()
  })

  it('that was revoked is cut off at once; what it still sends is kept aside and counted nowhere', async () => {
    const agent = await enrolled(bed.base)
    const one = await greet(bed.url, agent)
    await one.send(agent.script.batch(saleEvents({ id: newId() })))
    await revokeAgent(services(), agent.id)
    await until(() => one.socket.disconnected, AT_ONCE_MS)
    const again = await greet(bed.url, agent)
    const batch = agent.script.batch(saleEvents({ id: newId() }))
    const answer = await again.send(batch)
    expect(answer).toEqual({ ok: true, highWater: 6, head: agent.script.head, quarantined: true })
    expect(await again.send(batch)).toEqual(answer)
    expect(await count(bed.base, 'quarantined_batch', 'agent_id = $1', agent.id)).toBe(1)
    expect(await count(bed.base, 'event', 'agent_id = $1', agent.id)).toBe(3)
    expect(await count(bed.base, 'sales_day', 'store_id = $1 and approved = 1', agent.storeId)).toBe(1)
    again.close()
    const third = await link(bed.url, agent)
    expect(await third.hello()).toMatchObject({ ok: true, highWater: 6 })
    third.close()
  })
})

describe('plain routes', () => {
  it('tell how the hub is, in JSON and in metrics', async () => {
    const health = await fetch(`${bed.url}/healthz`)
    expect(health.status).toBe(200)
    expect(await health.json()).toMatchObject({ status: 'ok', database: 'up', problems: [] })
    const metrics = await (await fetch(`${bed.url}/metrics`)).text()
    expect(metrics).toMatch(/counterfoil_database_up 1/)
    expect(metrics).toMatch(/counterfoil_ingest_events_total \d+/)
    expect((await fetch(`${bed.url}/nothing`)).status).toBe(404)
  })

  it('enrol an agent, which then may greet; five wrong codes and the code is dead', async () => {
    const store = await createStore(bed.base.db)
    const post = async (body: unknown) => {
      const response = await fetch(`${bed.url}/v1/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    }
    const request = (code: string): EnrolRequest => {
      const pair = createKeyPair()
      const plain = {
        code,
        publicKey: pair.publicKey,
        name: 'lane 1',
        host: { hostname: 'pc', platform: 'linux-x64', version: '0.1.0' },
      }
      return { ...plain, signature: signText(pair.privateKey, enrolmentText(plain)) }
    }
    const { code } = await createJoinCode(services(), store.id)
    expect(await post(request(code))).toMatchObject({ status: 200, body: { ok: true, store: { code: store.code }, epoch: 1 } })
    const dead = (await createJoinCode(services(), store.id)).code
    const wrong = dead.slice(0, 4) + (dead.endsWith('222222') ? '333333' : '222222')
    for (let tries = 0; tries < 5; tries += 1)
      expect(await post(request(wrong))).toMatchObject({ status: 400, body: { code: 'wrong_code' } })
    expect(await post(request(dead))).toMatchObject({ status: 400, body: { code: 'code_locked' } })
    expect(await post('{')).toMatchObject({ status: 400, body: { code: 'malformed' } })
    expect(await post({ ...request(code), name: 'x'.repeat(10_000) })).toMatchObject({ status: 413, body: { code: 'malformed' } })
    const answers = await Promise.all(Array.from({ length: 40 }, () => post('{')))
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(10)
  })
})
