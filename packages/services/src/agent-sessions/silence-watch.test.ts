import { createVirtualClock } from '@counterfoil/terminals/virtual-clock'
import { expect, it } from 'vitest'
import type { AgentConnection, AgentSession } from './agent-session.ts'
import { createSilenceWatch, SILENT_AFTER_MS } from './silence-watch.ts'

function setUp() {
  const clock = createVirtualClock()
  const silent: unknown[] = []
  const log = (_level: string, facts: object) => void silent.push(facts)
  const watch = createSilenceWatch({ clock, log })
  function connect(batch: AgentSession['batch'] = async () => ({ ok: true, highWater: 0, head: '' })) {
    let open = true
    let bytes = 0
    const connection: AgentConnection = {
      get bytesHeard() {
        return bytes
      },
      challenge() {},
      credit() {},
      close: () => {
        open = false
        session.closed()
      },
      get closed() {
        return !open
      },
      address: 'memory',
    }
    const never = () => Promise.reject(new Error('not asked for here'))
    const inner: AgentSession = {
      hello: never,
      rotate: never,
      checkpoint: never,
      cosignature: never,
      batch,
      joined() {},
      pulse: async () => ({ ok: true }),
      closed() {},
    }
    const session = watch.hear(connection, inner)
    return { session, isOpen: () => open, close: connection.close, receive: (count: number) => (bytes += count) }
  }
  return { clock, silent, watch, connect }
}

it('closes a line that has fallen silent, within a second of the limit, and no other', async () => {
  const { clock, silent, connect } = setUp()
  const [dead, alive] = [connect(), connect()]
  dead.session.joined({})
  await alive.session.pulse({})
  for (let seconds = 1; seconds <= 60; seconds += 1) {
    clock.advance(1_000)
    if (seconds % 10 === 0) await alive.session.pulse({})
    expect(dead.isOpen(), `${seconds} s`).toBe(seconds * 1_000 < SILENT_AFTER_MS)
  }
  expect(alive.isOpen()).toBe(true)
  expect(silent).toEqual([{ address: 'memory', silentMs: SILENT_AFTER_MS }])
})

it('holds nobody to pulses who has sent none', () => {
  const { clock, connect } = setUp()
  const quiet = connect()
  clock.advance(120_000)
  expect(quiet.isOpen()).toBe(true)
  expect(clock.pendingTimers).toBe(0)
})

it('waits with an agent that waits for the hub', async () => {
  const { clock, connect } = setUp()
  const answered = Promise.withResolvers<void>()
  const slow = connect(async () => {
    await answered.promise
    return { ok: true, highWater: 1, head: '' }
  })
  await slow.session.pulse({})
  const batch = slow.session.batch({})
  clock.advance(60_000)
  expect(slow.isOpen()).toBe(true)
  answered.resolve()
  await batch
  clock.advance(SILENT_AFTER_MS - 1_000)
  expect(slow.isOpen()).toBe(true)
  clock.advance(2_000)
  expect(slow.isOpen()).toBe(false)
})

it('takes bytes of a message that is not whole yet for a sign of life', async () => {
  const { clock, connect } = setUp()
  const line = connect()
  await line.session.pulse({})
  for (let seconds = 1; seconds <= 60; seconds += 1) {
    line.receive(1_000)
    clock.advance(1_000)
  }
  expect(line.isOpen()).toBe(true)
  clock.advance(SILENT_AFTER_MS + 1_000)
  expect(line.isOpen()).toBe(false)
})

it('judges nobody after it stood still itself', async () => {
  const { clock, connect } = setUp()
  let stoodStillMs = 0
  const watch = createSilenceWatch({
    clock: { ...clock, nowMs: clock.nowMs, monotonicMs: () => clock.monotonicMs() + stoodStillMs },
    log() {},
  })
  const line = connect()
  let open = true
  const connection: AgentConnection = {
    challenge() {},
    credit() {},
    close: () => {
      open = false
    },
    get closed() {
      return !open
    },
    address: 'memory',
  }
  const session = watch.hear(connection, line.session)
  await session.pulse({})
  stoodStillMs = 40_000
  clock.advance(1_000)
  expect(open).toBe(true)
  clock.advance(SILENT_AFTER_MS)
  expect(open).toBe(false)
})

it('leaves no timer when the last line has gone', async () => {
  const { clock, connect } = setUp()
  const one = connect()
  await one.session.pulse({})
  expect(clock.pendingTimers).toBe(1)
  one.close()
  clock.advance(1_000)
  expect(clock.pendingTimers).toBe(0)
})
