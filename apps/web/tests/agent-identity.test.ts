import { randomUUID } from 'node:crypto'
import { createKeyPair, publicKeyText, signText } from '@counterfoil/audit'
import { Credit, type RotateAnswer, RotateKey, rotationText } from '@counterfoil/protocol'
import { findAgent, requestNewKey, unlockAgent } from '@counterfoil/services/agents'
import { saleEvents } from '@counterfoil/services/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentLink, count, enrolled, type HubBed, link, newId, openHubBed, type TestEnrolled, until } from './hub-bed.ts'

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

/** A PC: the join number on its disk, and a process that holds one connection. */
class Machine {
  join = 0
  boot = randomUUID()
  connection: AgentLink | undefined
  readonly agent: TestEnrolled

  constructor(agent: TestEnrolled, join = 0) {
    this.agent = agent
    this.join = join
  }

  restart(): void {
    this.connection?.close()
    this.boot = randomUUID()
  }

  async greet() {
    const connection = await link(bed.url, this.agent)
    const answer = await connection.hello({ join: this.join, boot: this.boot })
    if (answer.ok) {
      this.connection = connection
      this.join = answer.offer
      connection.socket.emit('joined', { join: this.join })
      await until(async () => (await numbers(this.agent)).confirmed === this.join)
    } else {
      connection.close()
    }
    return answer
  }
}

async function numbers({ uid }: TestEnrolled) {
  const agent = await findAgent(bed.base, uid)
  if (agent === null) throw new Error('the agent has gone')
  return agent.join
}

const stateOf = async ({ uid }: TestEnrolled) => (await findAgent(bed.base, uid))?.state

describe('one identity on two machines', () => {
  it('locks both once the copy has spoken up and the original has shown that it lives', async () => {
    const agent = await enrolled(bed.base)
    const original = new Machine(agent)
    await original.greet()
    const copy = new Machine(agent, original.join)
    await original.connection?.close()
    expect(await original.greet()).toMatchObject({ ok: true })
    expect(await copy.greet()).toMatchObject({ ok: false, code: 'disk_reset' })
    await until(() => original.connection?.socket.disconnected === true)
    expect(await original.greet()).toMatchObject({ ok: false, code: 'cloned' })
    expect(await copy.greet()).toMatchObject({ ok: false, code: 'cloned' })
    expect(await stateOf(agent)).toBe('locked')
    expect(await count(bed.base, 'hub_event', `agent_id = $1 and kind = 'agent.cloned'`, agent.id)).toBe(1)
    await unlockAgent(services(), agent.id)
    expect(await original.greet()).toMatchObject({ ok: true })
    expect(await stateOf(agent)).toBe('active')
    original.connection?.close()
  })

  it('locks at once when a thief was quicker than the shop', async () => {
    const agent = await enrolled(bed.base)
    const shop = new Machine(agent)
    await shop.greet()
    const thief = new Machine(agent, shop.join)
    expect(await thief.greet()).toMatchObject({ ok: true })
    await until(() => shop.connection?.socket.disconnected === true)
    expect(await shop.greet()).toMatchObject({ ok: false, code: 'cloned' })
    await until(() => thief.connection?.socket.disconnected === true)
    expect(await thief.greet()).toMatchObject({ ok: false, code: 'cloned' })
  })
})

describe('one machine', () => {
  it('whose disk resets at each boot is told so and never locked', async () => {
    const agent = await enrolled(bed.base)
    const pc = new Machine(agent)
    await pc.greet()
    const image = pc.join
    pc.restart()
    await pc.greet()
    for (const times of [1, 2, 3]) {
      pc.join = image
      pc.restart()
      const answer = await pc.greet()
      expect(answer).toMatchObject({ ok: false, code: 'disk_reset' })
      if (times > 1) expect(answer).toHaveProperty('message', expect.stringContaining(`happened ${times} times`))
    }
    expect(await stateOf(agent)).toBe('active')
    expect(await count(bed.base, 'hub_event', `agent_id = $1 and kind = 'agent.disk_reset'`, agent.id)).toBe(1)
  })

  it('that crashed before it could say that it has the new number is let in with either', async () => {
    const agent = await enrolled(bed.base)
    for (const stored of [true, false, true, true, false]) {
      const pc = new Machine(agent, (await numbers(agent)).confirmed)
      const connection = await link(bed.url, agent)
      const answer = await connection.hello({ join: pc.join, boot: pc.boot })
      if (!answer.ok) throw new Error(answer.message)
      connection.close()
      pc.restart()
      if (stored) pc.join = answer.offer
      expect(await pc.greet()).toMatchObject({ ok: true })
      pc.restart()
    }
  })
})

describe('a new key', () => {
  async function greetWithKey() {
    const pair = createKeyPair()
    const agent = await enrolled(bed.base)
    return { agent, pair }
  }

  async function vouched(agent: TestEnrolled, next: ReturnType<typeof createKeyPair>): Promise<RotateKey> {
    const found = await findAgent(bed.base, agent.uid)
    if (found === null) throw new Error('the agent has gone')
    const text = rotationText(agent.uid, publicKeyText(found.key), next.publicKey)
    return {
      publicKey: next.publicKey,
      oldSignature: agent.sign(text).toString('base64'),
      newSignature: signText(next.privateKey, text),
    }
  }

  const send = (connection: AgentLink, key: unknown): Promise<RotateAnswer> =>
    connection.socket.timeout(10_000).emitWithAck('rotate', key)

  it('is asked for, counts from the first greeting it signs, and ends the old one', async () => {
    const { agent, pair } = await greetWithKey()
    const pc = new Machine(agent)
    await pc.greet()
    await requestNewKey(services(), agent.id)
    await until(() => pc.connection?.socket.disconnected === true)
    expect(await pc.greet()).toMatchObject({ ok: true, rotateKey: true })
    if (pc.connection === undefined) throw new Error('not connected')
    const key = RotateKey.parse(await vouched(agent, pair))
    expect(await send(pc.connection, key)).toEqual({ ok: true })
    expect(await send(pc.connection, key)).toEqual({ ok: true })
    // Its batches go on under the old key, and a crash here leaves the old key good.
    expect(await pc.connection.send(agent.script.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: true, highWater: 3 })
    pc.restart()
    expect(await pc.greet()).toMatchObject({ ok: true, rotateKey: true })
    pc.connection?.close()
    const renewed = await link(bed.url, agent)
    const signNew = (text: string) => Buffer.from(signText(pair.privateKey, text), 'base64')
    const answer = await renewed.hello({ join: pc.join, boot: randomUUID() }, signNew)
    expect(answer).toMatchObject({ ok: true })
    expect(answer).not.toHaveProperty('rotateKey')
    renewed.close()
    expect(await pc.greet()).toMatchObject({ ok: false, code: 'bad_signature' })
    expect(await count(bed.base, 'agent_key', 'agent_id = $1', agent.id)).toBe(1)
  })

  it('that nobody vouches for, or that is another agent’s, is refused', async () => {
    const { agent, pair } = await greetWithKey()
    const pc = new Machine(agent)
    await pc.greet()
    if (pc.connection === undefined) throw new Error('not connected')
    const good = await vouched(agent, pair)
    expect(await send(pc.connection, { ...good, oldSignature: good.newSignature })).toMatchObject({ code: 'bad_signature' })
    expect(await send(pc.connection, { ...good, newSignature: good.oldSignature })).toMatchObject({ code: 'bad_signature' })
    expect(await send(pc.connection, 'nonsense')).toMatchObject({ code: 'malformed' })
    const other = new Machine(await enrolled(bed.base))
    await other.greet()
    if (other.connection === undefined) throw new Error('not connected')
    expect(await send(other.connection, await vouched(other.agent, pair))).toEqual({ ok: true })
    expect(await send(pc.connection, good)).toMatchObject({ ok: false, code: 'key_in_use' })
    pc.connection.close()
    other.connection.close()
  })
})

describe('a backlog', () => {
  it('waits for the hub’s leave, which it asks for with its pulse', async () => {
    const agent = await enrolled(bed.base)
    const pc = new Machine(agent)
    await pc.greet()
    if (pc.connection === undefined) throw new Error('not connected')
    const { socket } = pc.connection
    const events = Array.from({ length: 60 }, () => ({
      kind: 'terminal.discarded',
      terminal: 'zvt-1',
      length: 1,
      head: '00',
      why: 'noise',
    }))
    const batch = agent.script.batch(events)
    expect(await pc.connection.send(batch)).toMatchObject({ ok: false, code: 'busy' })
    let leave = 0
    socket.on('credit', (credit: unknown) => {
      leave += Credit.parse(credit).events
    })
    await socket.timeout(5_000).emitWithAck('pulse', { waiting: 60, oldestMs: 0, atMs: Date.now() })
    await until(() => leave === 60)
    expect(await pc.connection.send(batch)).toMatchObject({ ok: true, highWater: 60 })
    pc.connection.close()
  })
})
