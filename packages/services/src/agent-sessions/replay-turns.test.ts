import { createVirtualClock } from '@counterfoil/terminals/virtual-clock'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createReplayTurns, type ReplayTurns } from './replay-turns.ts'

/** An agent with a backlog: spends what leave it gets, in batches, and is answered after a while. */
function replayer(
  clock: ReturnType<typeof createVirtualClock>,
  turns: ReplayTurns,
  agentId: number,
  backlog: number,
  write: Writer['write'] = (_events, written) => void clock.startTimer(20, written),
) {
  const agent = { left: backlog, most: 0, credit: 0, doneMs: Number.NaN }
  const grant = (events: number): void => {
    agent.credit += events
    agent.most = Math.max(agent.most, agent.credit)
    spend()
  }
  function spend(): void {
    const count = Math.min(agent.credit, 256, agent.left)
    if (agent.left <= 32 || count === 0) return
    agent.credit -= count
    agent.left -= count
    expect(turns.admits(agentId, count)).toBe(true)
    write(count, () => {
      if (agent.left <= 32) agent.doneMs = clock.monotonicMs()
      turns.settled(agentId, count)
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
      const agents = Array.from({ length: 60 }, (_, index) => replayer(clock, turns, index, 100_000, hub.write))
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
    const agent = replayer(clock, turns, 1, 100_000, (_events, written) => {
      answers += 1
      clock.startTimer(answers <= 40 ? 300 : 5, written)
    })
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

  it('admit nothing beyond the leave, and nothing of whoever has left', () => {
    const clock = createVirtualClock()
    const turns = createReplayTurns({ clock })
    turns.waits(1, 100, () => {})
    expect(turns.admits(1, 101)).toBe(false)
    turns.leave(1)
    expect(turns.admits(1, 50)).toBe(false)
    expect(turns.admits(2, 50)).toBe(false)
  })

  it('never have more on the way than allowed, and drain everybody, whatever comes and goes', () => {
    const action = fc.record({
      agentId: fc.nat(12),
      backlog: fc.integer({ min: 1, max: 3_000 }),
      live: fc.boolean(),
      waitMs: fc.nat(400),
    })
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 40 }), (actions) => {
        const clock = createVirtualClock()
        const turns = createReplayTurns({ clock })
        const agents = new Map<number, { left: number }>()
        for (const { agentId, backlog, live, waitMs } of actions) {
          if (live) turns.live()
          if (!agents.has(agentId)) agents.set(agentId, replayer(clock, turns, agentId, backlog))
          clock.advance(waitMs)
        }
        clock.advance(60_000)
        for (const { left } of agents.values()) expect(left).toBeLessThanOrEqual(32)
        expect(turns.replaying).toBe(0)
      }),
      { numRuns: 50 },
    )
  })
})
