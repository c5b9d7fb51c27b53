import type { HelloAnswer } from '@counterfoil/protocol'
import { createVirtualClock } from '@counterfoil/terminals/virtual-clock'
import { expect, it } from 'vitest'
import type { AgentConnection, AgentSession } from './agent-session.ts'
import { createSilenceWatch, SILENT_AFTER_MS } from './silence-watch.ts'

const WELCOME: HelloAnswer = { ok: true, highWater: 0, head: '', hubTimeMs: 0, offer: 1 }
const BUSY: HelloAnswer = { ok: false, code: 'busy', message: 'Many agents are connecting.' }

function setUp() {
  const clock = createVirtualClock()
  const silent: unknown[] = []
  const log = (_level: string, facts: object) => void silent.push(facts)
  const watch = createSilenceWatch({ clock, log })
  function connect(batch: AgentSession['batch'] = async () => ({ ok: true, highWater: 0, head: '' }), welcome = WELCOME) {
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
      hello: async () => welcome,
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

it('closes a line that has fallen silent after its greeting, within a second of the limit, and no other', async () => {
  const { clock, silent, connect } = setUp()
  const [dead, alive] = [connect(), connect()]
  for (const { session } of [dead, alive]) await session.hello({})
  for (let seconds = 1; seconds <= 60; seconds += 1) {
    clock.advance(1_000)
    if (seconds % 10 === 0) await alive.session.pulse({})
    expect(dead.isOpen(), `${seconds} s`).toBe(seconds * 1_000 < SILENT_AFTER_MS)
  }
  expect(alive.isOpen()).toBe(true)
  expect(silent).toEqual([{ address: 'memory', silentMs: SILENT_AFTER_MS }])
})

it('counts from the last sign of life, whichever it was', async () => {
  const { clock, connect } = setUp()
  const line = connect()
  await line.session.hello({})
  const signs = [() => line.session.joined({}), () => line.session.pulse({}), () => line.session.batch({})]
  for (const say of signs) {
    clock.advance(SILENT_AFTER_MS - 1_000)
    await say()
  }
  clock.advance(SILENT_AFTER_MS - 1_000)
  expect(line.isOpen()).toBe(true)
  clock.advance(2_000)
  expect(line.isOpen()).toBe(false)
})

it('leaves those who were not welcomed to the greeting’s own limit', async () => {
  const { clock, connect } = setUp()
  const [silent, refused] = [connect(), connect(undefined, BUSY)]
  await refused.session.hello({})
  clock.advance(120_000)
  expect([silent.isOpen(), refused.isOpen()]).toEqual([true, true])
  expect(clock.pendingTimers).toBe(0)
})

it('waits with an agent that waits for the hub', async () => {
  const { clock, connect } = setUp()
  const answered = Promise.withResolvers<void>()
  const slow = connect(async () => {
    await answered.promise
    return { ok: true, highWater: 1, head: '' }
  })
  await slow.session.hello({})
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
  await line.session.hello({})
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
  await session.hello({})
  stoodStillMs = 40_000
  clock.advance(1_000)
  expect(open).toBe(true)
  clock.advance(SILENT_AFTER_MS)
  expect(open).toBe(false)
})

it('leaves no timer when the last line has gone', async () => {
  const { clock, connect } = setUp()
  const one = connect()
  await one.session.hello({})
  expect(clock.pendingTimers).toBe(1)
  one.close()
  clock.advance(1_000)
  expect(clock.pendingTimers).toBe(0)
})
