import { randomBytes } from 'node:crypto'
import { GENESIS_HEAD } from '@counterfoil/audit'
import type { AgentConnection } from '@counterfoil/services/agent-sessions'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../../../../packages/terminals/src/testing/virtual-clock.ts'
import { createLog } from '../log.ts'
import { createHttpSessions } from './http-sessions.ts'

const CHALLENGE = { hubId: '018f0000-0000-7000-8000-00000000aaaa', nonce: 'a'.repeat(64), protocol: 1, oldestProtocol: 1 }

function setUp() {
  const clock = createVirtualClock()
  const connections: AgentConnection[] = []
  const closed: number[] = []
  const counts: number[] = []
  const sessions = createHttpSessions(
    { clock, random: () => 0.5, randomBytes, log: createLog('silent') },
    {
      onCount: (count) => counts.push(count),
      sessions: {
        open(connection) {
          const index = connections.push(connection) - 1
          connection.challenge(CHALLENGE)
          const head = GENESIS_HEAD.toString('hex')
          return {
            hello: async () => ({ ok: true, highWater: 0, head, hubTimeMs: 0, offer: 1 }),
            batch: async () => ({ ok: true, highWater: 0, head }),
            rotate: async () => ({ ok: true }),
            joined() {},
            pulse: async () => ({ ok: true }),
            checkpoint: async () => ({ ok: false, code: 'none_yet', message: '' }),
            cosignature: async () => ({ ok: true }),
            closed: () => closed.push(index),
          }
        },
      },
    },
  )
  const open = async () => {
    const opened = await sessions.open('10.0.0.1')
    if (!opened.ok) throw new Error(opened.message)
    return opened.session
  }
  const found = (id: string) => {
    const session = sessions.find(id)
    if (session === undefined) throw new Error('the session is over')
    return session
  }
  return { clock, sessions, connections, closed, counts, open, found }
}

describe('createHttpSessions', () => {
  it('ends a session nobody asks anything of for 60 s, and tells the other side of it once', async () => {
    const { clock, sessions, closed, counts, open, found } = setUp()
    const id = await open()
    clock.advance(59_000)
    found(id).pulse({})
    clock.advance(59_000)
    expect(sessions.find(id)).toBeDefined()
    clock.advance(1_000)
    expect(sessions.find(id)).toBeUndefined()
    expect(closed).toEqual([0])
    expect(counts).toEqual([1, 0])
    expect(clock.pendingTimers).toBe(0)
  })

  it('gives every session an id of its own that nobody can guess', async () => {
    const { open } = setUp()
    const ids = await Promise.all(Array.from({ length: 50 }, open))
    expect(new Set(ids).size).toBe(50)
    expect(ids.every((id) => /^[0-9a-f]{64}$/.test(id))).toBe(true)
  })

  it('takes no more than 1,024 that have not greeted; a greeting makes room', async () => {
    const { sessions, open, found } = setUp()
    const first = await open()
    for (let more = 1; more < 1_024; more += 1) await open()
    expect(await sessions.open('10.0.0.2')).toMatchObject({ ok: false, code: 'busy', retryAfterMs: 6_000 })
    await found(first).hello({})
    expect(await sessions.open('10.0.0.2')).toMatchObject({ ok: true })
  })

  it('tells what the hub says as soon as it says it, and again until it is known to have come', async () => {
    const { clock, connections, open, found } = setUp()
    const session = found(await open())
    const waiting = session.messages(0, 25_000)
    connections[0]?.credit({ events: 2 })
    const first = { number: 1, name: 'credit', payload: { events: 2 } }
    expect(await waiting).toEqual({ ok: true, messages: [first] })
    connections[0]?.credit({ events: 1 })
    const second = { number: 2, name: 'credit', payload: { events: 1 } }
    expect(await session.messages(0, 25_000)).toEqual({ ok: true, messages: [first, second] })
    expect(await session.messages(1, 25_000)).toEqual({ ok: true, messages: [second] })
    const quiet = session.messages(2, 25_000)
    clock.advance(25_000)
    expect(await quiet).toEqual({ ok: true, messages: [] })
  })

  it('answers an older question as soon as a newer one comes', async () => {
    const { connections, open, found } = setUp()
    const session = found(await open())
    const older = session.messages(0, 25_000)
    const newer = session.messages(0, 25_000)
    expect(await older).toEqual({ ok: true, messages: [] })
    connections[0]?.credit({ events: 1 })
    expect(await newer).toMatchObject({ messages: [{ number: 1 }] })
  })

  it('closes a session that reads nothing of what it is told', async () => {
    const { sessions, connections, closed, open } = setUp()
    const id = await open()
    for (let told = 0; told < 257; told += 1) connections[0]?.credit({ events: 1 })
    expect(sessions.find(id)).toBeUndefined()
    expect(closed).toEqual([0])
  })
})
