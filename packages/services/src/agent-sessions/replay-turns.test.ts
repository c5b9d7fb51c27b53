import { createVirtualClock } from '@counterfoil/terminals/virtual-clock'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReplayTurns, type ReplayTurns } from './replay-turns.ts'

interface Ways {
  write?: Writer['write']
  /** So many events fill a batch's bytes. */
  full?: number
  /** Batches were cut and signed before the leave came: they go whole, or not at all. */
  cutBefore?: boolean
}

const answerSoon = (clock: ReturnType<typeof createVirtualClock>): Writer['write'] => {
  return (_events, written) => void clock.startTimer(20, written)
}

/** An agent with a backlog: spends what leave it gets, in batches, and is answered after a while. */
function replayer(
  clock: ReturnType<typeof createVirtualClock>,
  turns: ReplayTurns,
  agentId: number,
  backlog: number,
  { write = answerSoon(clock), full = 256, cutBefore = false }: Ways = {},
) {
  const agent = { left: backlog, credit: 0 }
  const grant = (events: number): void => {
    agent.credit += events
    spend()
  }
  function spend(): void {
    const tail = agent.left <= 32
    const count = Math.min(full, agent.left, cutBefore || tail ? full : agent.credit)
    if (count === 0 || (agent.credit === 0 && !tail)) return
    agent.credit = Math.max(0, agent.credit - count)
    agent.left -= count
    const replayed = turns.admits(agentId, count)
    if (!tail) expect(replayed).toBe(true)
    write(count, () => {
      if (replayed) turns.settled(agentId, count)
      spend()
    })
  }
  turns.waits(agentId, backlog, grant)
  return agent
}

interface Writer {
  write(events: number, written: () => void): void
}

/** A hub in two lines: everything waits its turn, each event takes its time. */
function createWriter(clock: ReturnType<typeof createVirtualClock>, perSecond: number): Writer {
  let freeMs = 0
  return {
    write(events, written) {
      freeMs = Math.max(freeMs, clock.monotonicMs()) + (events * 1_000) / perSecond
      clock.startTimer(freeMs - clock.monotonicMs(), written)
    },
  }
}

function selling(clock: ReturnType<typeof createVirtualClock>, turns: ReplayTurns): void {
  turns.live()
  clock.startTimer(500, () => selling(clock, turns))
}

describe('replay turns', () => {
  it.each([2_000, 20_000])(
    'use most of a hub that writes %i events a second, and let no sale wait long behind them',
    (perSecond) => {
      const clock = createVirtualClock()
      const turns = createReplayTurns({ clock })
      const hub = createWriter(clock, perSecond)
      const waits: number[] = []
      const sell = (): void => {
        turns.live()
        const askedMs = clock.monotonicMs()
        hub.write(3, () => waits.push(clock.monotonicMs() - askedMs))
        clock.startTimer(97, sell)
      }
      sell()
      const agents = Array.from({ length: 60 }, (_, index) => replayer(clock, turns, index, 100_000, { write: hub.write }))
      clock.advance(5_000)
      const before = agents.reduce((sum, { left }) => sum + left, 0)
      waits.length = 0
      clock.advance(10_000)
      const written = before - agents.reduce((sum, { left }) => sum + left, 0)
      expect(written).toBeGreaterThan(Math.min(perSecond, 14_000) * 10 * 0.6)
      expect(Math.max(...waits)).toBeLessThanOrEqual(130)
    },
  )

  it('are in no hurry beside sales when they are few: 2,000 events a second', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    selling(clock, turns)
    const agent = replayer(clock, turns, 1, 100_000)
    clock.advance(10_000)
    expect(100_000 - agent.left).toBeGreaterThan(15_000)
    expect(100_000 - agent.left).toBeLessThanOrEqual(22_500)
  })

  it('go as fast as answers come while nobody sells', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    const agent = replayer(clock, turns, 1, 10_000)
    clock.advance(2_000)
    expect(agent.left).toBeLessThanOrEqual(32)
  })

  it('go on after answers were late for a while, also when nobody sells', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    let answers = 0
    const write: Writer['write'] = (_events, written) => {
      answers += 1
      clock.startTimer(answers <= 40 ? 300 : 5, written)
    }
    const agent = replayer(clock, turns, 1, 100_000, { write })
    clock.advance(120_000)
    expect(agent.left).toBeLessThanOrEqual(32)
  })

  it('let a small backlog go before a large one that came first, and the large one not wait for ever', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    selling(clock, turns)
    const large = Array.from({ length: 4 }, (_, index) => replayer(clock, turns, index, 1_000_000))
    const small = Array.from({ length: 200 }, (_, index) => replayer(clock, turns, 100 + index, 100))
    clock.advance(60_000)
    expect(small.filter(({ left }) => left > 32)).toEqual([])
    for (const { left } of large) expect(left).toBeLessThan(980_000)
  })

  it('give a lost leave anew when the agent says again what waits', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    const granted: number[] = []
    const grant = (events: number) => void granted.push(events)
    turns.waits(1, 300, grant)
    expect(granted).toEqual([256])
    clock.advance(26_000)
    turns.waits(1, 300, grant)
    clock.advance(100)
    expect(granted.slice(0, 3)).toEqual([256, 44, 256])
  })

  it.each([
    { cutBefore: true, beside: 'sales' },
    { cutBefore: true, beside: 'nothing' },
    { cutBefore: false, beside: 'sales' },
    { cutBefore: false, beside: 'nothing' },
  ])(
    'leave no remainder unspent where 56 events fill a batch (cut before: $cutBefore, beside $beside)',
    ({ cutBefore, beside }) => {
      const clock = createVirtualClock()
      const turns = createReplayTurns({ clock })
      if (beside === 'sales') selling(clock, turns)
      const agents = Array.from({ length: 200 }, (_, index) => replayer(clock, turns, index, 600, { full: 56, cutBefore }))
      // Less than the time after which a lost leave is forgotten.
      clock.advance(20_000)
      expect(agents.filter(({ left }) => left > 32)).toEqual([])
      expect(turns.replaying).toBe(0)
    },
  )

  it('let one whole batch go while any leave is left, then nothing, and count it all', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    selling(clock, turns)
    const granted: number[] = []
    turns.waits(1, 300, (events) => void granted.push(events))
    clock.advance(100)
    expect(granted).toEqual([50, 50])
    expect(turns.admits(1, 99)).toBe(true)
    expect(turns.admits(1, 200)).toBe(true)
    expect(turns.admits(1, 33)).toBe(false)
    turns.settled(1, 99)
    turns.settled(1, 200)
    clock.advance(1_000)
    // 299 of 300 have gone.
    expect(granted).toEqual([50, 50, 1])
    turns.close()
  })

  it('keep to 2,000 events a second beside sales with whoever sends as much beyond its leaves as it can', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    selling(clock, turns)
    const greedy = replayer(clock, turns, 1, 100_000, { cutBefore: true })
    clock.advance(10_000)
    expect(100_000 - greedy.left).toBeGreaterThan(15_000)
    expect(100_000 - greedy.left).toBeLessThanOrEqual(22_500)
  })

  it('count small batches too until nothing waits any more: they are the end of a backlog, not a sale', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    const granted: number[] = []
    turns.waits(1, 300, (events) => void granted.push(events))
    expect(turns.admits(1, 256)).toBe(true)
    expect(turns.admits(1, 33)).toBe(false)
    expect(turns.admits(1, 32)).toBe(true)
    turns.settled(1, 256)
    expect(granted).toEqual([256, 12])
    turns.settled(1, 32)
    expect(turns.replaying).toBe(1)
    expect(turns.admits(1, 12)).toBe(true)
    turns.settled(1, 12)
    expect(turns.replaying).toBe(0)
    expect(turns.admits(1, 12)).toBe(false)
  })

  it('admit nothing large without leave, nothing that is no number of events, and nothing of whoever has left', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    turns.waits(1, 100, () => {})
    expect(turns.admits(1, -5)).toBe(false)
    expect(turns.admits(1, 0)).toBe(false)
    expect(turns.admits(1, 100)).toBe(true)
    expect(turns.admits(1, 33)).toBe(false)
    turns.leave(1)
    expect(turns.admits(1, 50)).toBe(false)
    expect(turns.admits(2, 50)).toBe(false)
  })

  it('have at most one batch of each beyond the room on the way, whatever is sent beyond leaves', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    let onTheWay = 0
    let most = 0
    const write: Writer['write'] = (events, written) => {
      onTheWay += events
      most = Math.max(most, onTheWay)
      clock.startTimer(500, () => {
        onTheWay -= events
        written()
      })
    }
    for (let id = 0; id < 100; id += 1) replayer(clock, turns, id, 5_000, { write, cutBefore: true })
    clock.advance(60_000)
    // The room is 512 at first and becomes smaller: ten leaves of 50, or two of 256.
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(512 + 10 * 206)
  })

  it('never have more on the way than allowed, and drain everybody, whatever comes and goes', () => {
    const action = fc.record({
      agentId: fc.nat(12),
      backlog: fc.integer({ min: 1, max: 3_000 }),
      live: fc.boolean(),
      waitMs: fc.nat(400),
      full: fc.integer({ min: 33, max: 256 }),
      cutBefore: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 40 }), (actions) => {
        const clock = createVirtualClock()
        const turns = createReplayTurns({ clock })
        const agents = new Map<number, { left: number }>()
        for (const { agentId, backlog, live, waitMs, full, cutBefore } of actions) {
          if (live) turns.live()
          if (!agents.has(agentId)) agents.set(agentId, replayer(clock, turns, agentId, backlog, { full, cutBefore }))
          clock.advance(waitMs)
        }
        clock.advance(20_000)
        for (const { left } of agents.values()) expect(left).toBeLessThanOrEqual(32)
        expect(turns.replaying).toBe(0)
      }),
      { numRuns: 50 },
    )
  })
})
