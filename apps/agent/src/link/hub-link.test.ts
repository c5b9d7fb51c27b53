import { createKeyPair } from '@counterfoil/audit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../../../packages/terminals/src/testing/virtual-clock.ts'
import { AGENT_ID, connectInMemory, createStubHub, HUB_ID, type StubHub } from '../../tests/support/stub-hub.ts'
import { openOutbox } from '../outbox/open-outbox.ts'
import { backOffMs } from './back-off.ts'
import { ANSWER_MS } from './delivery-batches.ts'
import { PULSE_MS } from './delivery-machine.ts'
import { createHubLink } from './hub-link.ts'

const BOOT = '018f0000-0000-7000-8000-0000000000b0'
const keys = createKeyPair()
const identity = {
  agentId: AGENT_ID,
  hubId: HUB_ID,
  hubUrl: 'http://127.0.0.1:4000',
  store: { code: 'BER-1', name: 'Berlin' },
  epoch: 1,
  publicKey: keys.publicKey,
  privateKey: keys.privateKey,
}

function setUp(faults: Parameters<typeof connectInMemory>[2] = {}, random = () => 0.5, given?: StubHub) {
  const clock = createVirtualClock()
  const outbox = openOutbox({ path: ':memory:', epoch: 1 })
  const hub = given ?? createStubHub(keys.publicKey, clock.nowMs)
  const { connectHub, cut } = connectInMemory(hub, clock, faults)
  const alarms: string[] = []
  const log = {
    debug() {},
    info() {},
    warn() {},
    error: (facts: object) => void ('code' in facts && alarms.push(String(facts.code))),
  }
  const link = createHubLink({ identity, version: '0.1.0', boot: BOOT, outbox, clock, random, connectHub, log })
  let made = 0
  const next = () => {
    made += 1
    return made
  }
  const record = (count: number) => {
    outbox.append(
      Array.from({ length: count }, () => ({
        at: clock.nowMs(),
        kind: 'terminal.condition',
        terminal: 'lane-1',
        n: next(),
      })),
    )
    link.wake()
  }
  const seen = () => hub.events.map((event) => event.n)
  const all = () => Array.from({ length: made }, (_, index) => index + 1)
  return { clock, outbox, hub, link, alarms, record, seen, all, cut }
}

describe('createHubLink', () => {
  it('delivers a backlog, then what comes, and notes what the hub has', () => {
    const { clock, outbox, hub, link, record, seen, all } = setUp()
    record(1_000)
    link.start()
    clock.advance(1_000)
    expect(seen()).toEqual(all())
    record(3)
    clock.advance(100)
    expect(seen()).toEqual(all())
    expect(outbox.waiting(clock.nowMs()).events).toBe(0)
    expect(link.status()).toMatchObject({ connected: true, clockOffsetMs: 0 })
    clock.advance(30_000)
    expect(hub.pulses).toHaveLength(4)
    expect(hub.pulses[0]).toMatchObject({ waiting: 1_000 })
    expect(hub.batches).toBe(5)
  })

  it('waits as long as the hub asks when it is busy, and then goes on', () => {
    const { clock, hub, link, record, seen, all } = setUp()
    hub.nextAnswers.push({ ok: false, code: 'busy', message: 'full', retryAfterMs: 5_000 })
    record(10)
    link.start()
    clock.advance(4_900)
    expect(seen()).toEqual([])
    clock.advance(1_000)
    expect(seen()).toEqual(all())
  })

  it('sends again from where the hub says after a gap', () => {
    const { clock, hub, link, record, seen, all } = setUp()
    record(20)
    hub.nextAnswers.push({ ok: false, code: 'gap', message: 'gap', resendFrom: 1 })
    link.start()
    clock.advance(2_000)
    expect(seen()).toEqual(all())
  })

  it('sends everything again that a restored hub forgot', () => {
    const { clock, hub, link, record, seen, all, cut } = setUp()
    record(600)
    link.start()
    clock.advance(1_000)
    hub.forgetAfter(100)
    cut()
    clock.advance(5_000)
    expect(seen()).toEqual(all())
  })

  it('stops, alarms and deletes nothing on a fork', () => {
    const { clock, outbox, hub, link, record, alarms } = setUp()
    record(5)
    hub.corruptHead()
    link.start()
    clock.advance(60_000)
    expect(alarms).toEqual(['fork'])
    expect(hub.batches).toBe(1)
    expect(outbox.deliveredSeq()).toBe(0)
    expect(outbox.readBatch(0)?.count).toBe(5)
    expect(link.status()).toMatchObject({ connected: false, code: 'fork' })
  })

  it('lets the hub see a fork it cannot see from the greeting: one event, once, and nothing more', () => {
    const { hub, ...first } = setUp()
    first.record(3)
    first.link.start()
    first.clock.advance(1_000)
    first.link.stop()
    const copy = setUp({}, () => 0.5, hub)
    copy.clock.advance(5)
    copy.record(5)
    copy.link.start()
    copy.clock.advance(60_000)
    expect(copy.alarms).toEqual(['fork'])
    expect(hub.refused).toEqual(['fork'])
    expect(first.seen()).toEqual([1, 2, 3])
    expect(copy.link.status()).toMatchObject({ connected: false, code: 'fork' })
  })

  it.each(['unknown_agent', 'agent_too_new', 'agent_too_old'] as const)(
    'keeps asking, once a minute, when refused as %s',
    (code) => {
      const { clock, hub, link, record, seen, all, alarms } = setUp()
      record(2)
      hub.nextGreetings.push({ ok: false, code, message: 'no' }, { ok: false, code, message: 'no' })
      link.start()
      clock.advance(59_000)
      expect(alarms).toEqual([code])
      clock.advance(70_000)
      expect(alarms).toEqual([code, code])
      expect(seen()).toEqual(all())
    },
  )

  it('tries the key before its last rotation soon when the hub refuses the one in use, then the other again each minute', () => {
    const { clock, hub, link, record, seen, all, alarms } = setUp()
    record(2)
    const refused = { ok: false, code: 'bad_signature', message: 'no' } as const
    hub.nextGreetings.push(refused, refused)
    link.start()
    clock.advance(10_000)
    expect(alarms).toEqual(['bad_signature', 'bad_signature'])
    clock.advance(40_000)
    expect(seen()).toEqual([])
    clock.advance(30_000)
    expect(seen()).toEqual(all())
  })

  it('halts when the hub knows it under another enrolment', () => {
    const { clock, hub, link, record, alarms } = setUp()
    record(1)
    hub.nextGreetings.push({ ok: false, code: 'wrong_epoch', message: 'epoch 2' })
    link.start()
    clock.advance(5 * 60_000)
    expect(alarms).toEqual(['wrong_epoch'])
    expect(hub.events).toHaveLength(0)
  })

  it('asks for a new connection when the hub goes silent', () => {
    let silent = true
    const { clock, link, record, seen, all } = setUp({ lose: () => silent })
    record(3)
    link.start()
    clock.advance(19_000)
    silent = false
    clock.advance(30_000)
    expect(seen()).toEqual(all())
  })

  it.each([
    ['has nothing to send', 0],
    ['waits for leave to send its backlog', 100],
  ])('gives up a line on which no pulse is answered while it %s', (_, backlog) => {
    let silent = false
    let leave = 0
    const { clock, link, record, seen, all } = setUp({ lose: () => silent, leave: () => leave })
    link.start()
    clock.advance(25_000)
    expect(link.status().connected).toBe(true)
    silent = true
    record(backlog)
    clock.advance(PULSE_MS + ANSWER_MS)
    expect(link.status().connected).toBe(false)
    silent = false
    leave = 1_000
    clock.advance(60_000)
    expect(link.status().connected).toBe(true)
    expect(seen()).toEqual(all())
  })

  it('goes on with its signs of life where the outbox cannot be asked how much waits', () => {
    const { clock, hub, outbox, link } = setUp()
    link.start()
    clock.advance(1_000)
    const { sinceMs } = link.status()
    outbox.waiting = () => {
      throw new Error('disk I/O error')
    }
    clock.advance(6 * PULSE_MS)
    expect(hub.pulses).toHaveLength(6)
    expect(link.status()).toMatchObject({ connected: true, sinceMs })
  })

  it('keeps a line whose answers are slow, however many pulses are on their way', () => {
    const { clock, link } = setUp({ latencyMs: 6_000 })
    link.start()
    clock.advance(25_000)
    const { sinceMs } = link.status()
    clock.advance(10 * 60_000)
    expect(link.status()).toMatchObject({ connected: true, sinceMs })
  })

  it.each([150, 400])(
    'delivers a backlog over a line of %i bytes a second, which no full batch gets through in time',
    (bytesPerSecond) => {
      const { clock, outbox, link, record, seen, all } = setUp({ bytesPerSecond })
      record(2_000)
      link.start()
      clock.advance(3 * 3_600_000)
      expect(seen()).toEqual(all())
      expect(outbox.waiting(0).events).toBe(0)
      link.stop()
    },
  )

  it('alarms when it was revoked and its events are put in quarantine', () => {
    const { clock, hub, link, record, alarms } = setUp()
    hub.nextAnswers.push({ ok: true, highWater: 0, head: '0'.repeat(64), quarantined: true })
    record(1)
    link.start()
    clock.advance(10_000)
    expect(alarms).toEqual(['quarantined'])
  })

  it('loses nothing, doubles nothing and keeps the order whatever the line does', () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant('record' as const), count: fc.integer({ min: 1, max: 400 }) }),
      fc.constant({ type: 'cut' as const }),
      fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
      fc.record({
        type: fc.constant('busy' as const),
        answer: fc.constantFrom('busy', 'unavailable', 'not_greeted', 'too_large'),
      }),
      fc.record({ type: fc.constant('forget' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    )
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 25 }),
        fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 20, maxLength: 20 }),
        (steps, dice) => {
          let rolls = 0
          let faulty = true
          const roll = () => {
            rolls += 1
            return dice[rolls % dice.length] ?? 0
          }
          const chance = (percent: number) => faulty && roll() < percent
          const world = setUp({ lose: () => chance(20), refuse: () => chance(20), latencyMs: 40 }, () => roll() / 100)
          world.link.start()
          for (const action of steps) {
            if (action.type === 'record') world.record(action.count)
            else if (action.type === 'cut') world.cut()
            else if (action.type === 'wait') world.clock.advance(action.ms)
            else if (action.type === 'busy')
              world.hub.nextAnswers.push({ ok: false, code: action.answer as 'busy', message: action.answer })
            else {
              // A database restored from a backup comes with a restart, so every connection ends.
              world.hub.forgetAfter(Math.floor(world.hub.events.length * action.share))
              world.cut()
            }
          }
          faulty = false
          world.record(1)
          world.clock.advance(10 * 60_000)
          expect(world.seen()).toEqual(world.all())
          expect(world.outbox.waiting(0).events).toBe(0)
          expect(world.alarms).toEqual([])
          world.link.stop()
          // What the network still carries arrives nowhere.
          world.clock.advance(100)
          expect(world.clock.pendingTimers).toBe(0)
          world.outbox.close()
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('backOffMs', () => {
  it('stays between one second and the limit of its attempt', () => {
    expect(backOffMs(0, 0)).toBe(1_000)
    expect(backOffMs(0, 0.999999)).toBe(2_000)
    expect(backOffMs(50, 0.999999)).toBe(30_000)
  })
})
