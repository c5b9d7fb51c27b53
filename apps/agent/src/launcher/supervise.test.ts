import { createVirtualClock } from '@counterfoil/terminals'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../log.ts'
import type { ServiceNews } from '../service-news.ts'
import type { Wanted } from './installation.ts'
import type { Memory } from './launcher-memory.ts'
import { supervise } from './supervise.ts'

const CONNECTED: ServiceNews = { type: 'alive', enrolled: true, connected: true, openPayments: 0 }
const ALONE: ServiceNews = { ...CONNECTED, connected: false }

function bench(given: { memory?: Memory; wanted?: Wanted; versions?: readonly string[] } = {}) {
  const clock = createVirtualClock()
  const state = {
    memory: given.memory ?? {},
    wanted: given.wanted ?? { version: '1', stamp: '1 a' },
    versions: given.versions ?? ['1', '2'],
    over: 0,
    killed: 0,
    /** Payments the agent knows of, told or not yet. */
    openPayments: 0,
    /** Versions whose bytes are no longer the signed ones; seen when they are looked at. */
    changed: new Set<string>(),
    replaced: false,
  }
  const started: string[] = []
  const reasons: string[] = []
  let current: { news(news: ServiceNews): void; ended(how: string): void } | undefined
  const supervisor = supervise({
    clock,
    random: () => 0,
    log: silentLog,
    tell() {},
    replaced: () => state.replaced,
    over: () => {
      state.over += 1
    },
    installation: {
      wanted: () => state.wanted,
      has: (version) => state.versions.includes(version),
      installed: () => state.versions[0],
      folder: (version) => version,
      lookAgain: () => {
        state.versions = state.versions.filter((version) => !state.changed.has(version))
      },
    },
    memory: {
      read: () => state.memory,
      write: (memory) => {
        state.memory = memory
      },
    },
    start({ version, instead }, handlers) {
      started.push(version)
      if (instead !== undefined) reasons.push(`${instead.version} ${instead.why}`)
      current = handlers
      return {
        stop: () => void clock.startTimer(1, () => handlers.ended('exit code 0')),
        stopWhenIdle: () => {
          if (state.openPayments === 0) clock.startTimer(1, () => handlers.ended('exit code 0'))
        },
        kill: () => {
          state.killed += 1
          handlers.ended('signal SIGKILL')
        },
      }
    },
  })
  return {
    state,
    started,
    reasons,
    supervisor,
    say: (news: ServiceNews) => current?.news(news),
    crash: () => current?.ended('exit code 1'),
    /** Time passes; the agent says its words every five seconds where there are some. */
    pass(ms: number, news?: ServiceNews) {
      for (let left = ms; left > 0; left -= 5_000) {
        clock.advance(Math.min(left, 5_000))
        if (news) current?.news(news)
      }
    },
  }
}

describe('the launcher', () => {
  it('starts a crashed agent again, later each time, and never gives up the only version', () => {
    const { started, crash, pass } = bench()
    for (let times = 0; times < 12; times += 1) {
      crash()
      pass(30_000)
    }
    expect(started).toEqual(Array.from({ length: 13 }, () => '1'))
  })

  it('looks at a version again before each start, and starts another where its bytes were changed since', () => {
    const { state, started, crash, pass, reasons } = bench({ memory: { healthy: '1' }, wanted: { version: '2', stamp: '2 b' } })
    state.changed.add('2')
    pass(30_000, CONNECTED)
    expect(started).toEqual(['2'])
    crash()
    pass(30_000)
    expect(started).toEqual(['2', '1'])
    expect(reasons).toEqual(['2 is not whole, or not as it was signed'])
  })

  it('keeps a new version once it has reached the hub', () => {
    const { state, say } = bench({ memory: { healthy: '1' }, wanted: { version: '2', stamp: '2 b' } })
    say(CONNECTED)
    expect(state.memory).toMatchObject({ healthy: '2' })
  })

  it('goes back after three crashes of a new version, and tries it again only when it is installed again', () => {
    const { state, started, crash, pass, say } = bench({ memory: { healthy: '1' }, wanted: { version: '2', stamp: '2 b' } })
    for (const _ of [1, 2, 3]) {
      crash()
      pass(5_000)
    }
    expect(started).toEqual(['2', '2', '2', '1'])
    say(CONNECTED)
    pass(60_000, CONNECTED)
    expect(started).toHaveLength(4)
    state.wanted = { version: '2', stamp: '2 c' }
    pass(10_000, CONNECTED)
    expect(started.at(-1)).toBe('2')
  })

  it('goes back from a version that does not reach the hub though the one before had, and not where the line was down before', () => {
    const now = bench({ memory: { healthy: '1' }, wanted: { version: '1', stamp: '1 a' } })
    now.say(CONNECTED)
    now.state.wanted = { version: '2', stamp: '2 b' }
    now.pass(10_000, ALONE)
    expect(now.started).toEqual(['1', '2'])
    now.pass(310_000, ALONE)
    expect(now.started).toEqual(['1', '2', '1'])

    const offline = bench({ memory: { healthy: '1' }, wanted: { version: '2', stamp: '2 b' } })
    offline.pass(900_000, ALONE)
    expect(offline.started).toEqual(['2'])
  })

  it('goes back from a version that does not get ready what was ready before it, and tells it why', () => {
    const { state, started, reasons, pass, say } = bench({ memory: { healthy: '1' }, wanted: { version: '2', stamp: '2 b' } })
    const lacks = 'does not get ready what was ready before it: lane-1'
    pass(295_000, { ...CONNECTED, lacks })
    expect(started).toEqual(['2'])
    pass(15_000, { ...CONNECTED, lacks })
    expect(started).toEqual(['2', '1'])
    expect(reasons).toEqual([`2 ${lacks}, within five minutes`])
    say(CONNECTED)
    expect(state.memory).toMatchObject({ healthy: '1', failed: '2 b' })
    pass(60_000, CONNECTED)
    expect(started).toHaveLength(2)
  })

  it('keeps a version that works only after a while, and runs the installed one where the wanted one is not whole', () => {
    const late = bench({ memory: { healthy: '1' }, wanted: { version: '2', stamp: '2 b' } })
    late.pass(200_000, { ...CONNECTED, lacks: 'does not get ready what was ready before it: lane-1' })
    late.pass(200_000, CONNECTED)
    expect([late.started, late.state.memory.healthy]).toEqual([['2'], '2'])
    const torn = bench({ wanted: { version: '3', stamp: '3 b' } })
    expect([torn.started, torn.reasons]).toEqual([['1'], ['3 is not whole, or not as it was signed']])
  })

  it('changes over when no payment is under way, and after ten minutes in any case', () => {
    const { state, started, pass } = bench({ memory: { healthy: '1' } })
    state.wanted = { version: '2', stamp: '2 b' }
    pass(120_000, { ...CONNECTED, openPayments: 1 })
    expect(started).toEqual(['1'])
    pass(10_000, CONNECTED)
    expect(started).toEqual(['1', '2'])
    state.wanted = { version: '1', stamp: '1 c' }
    pass(620_000, { ...CONNECTED, openPayments: 1 })
    expect(started).toEqual(['1', '2', '1'])
  })

  it('leaves it to the agent whether it is idle: a payment may have begun since its last news', () => {
    const { state, started, pass } = bench({ memory: { healthy: '1' } })
    const idle = { ...CONNECTED, stopsWhenIdle: true }
    pass(10_000, idle)
    state.openPayments = 1
    state.wanted = { version: '2', stamp: '2 b' }
    pass(30_000, idle)
    expect(started).toEqual(['1'])
    state.openPayments = 0
    pass(5_000, idle)
    expect(started).toEqual(['1', '2'])
    state.openPayments = 1
    state.wanted = { version: '1', stamp: '1 c' }
    pass(620_000, idle)
    expect(started).toEqual(['1', '2', '1'])
  })

  it('counts the end of an agent that had a payment when it was asked as a crash', () => {
    const { state, started, pass, crash } = bench({ memory: { healthy: '1' } })
    pass(10_000, { ...CONNECTED, stopsWhenIdle: true })
    state.openPayments = 1
    state.wanted = { version: '2', stamp: '2 b' }
    pass(2_000, { ...CONNECTED, stopsWhenIdle: true, openPayments: 1 })
    crash()
    expect(started).toEqual(['1'])
    pass(30_000)
    expect(started).toEqual(['1', '2'])
  })

  it('ends an agent that is silent for a minute, and starts it again', () => {
    const { state, started, pass } = bench()
    pass(75_000)
    expect(state.killed).toBe(1)
    expect(started.length).toBeGreaterThan(1)
  })

  it('ends with its agent when it is stopped or was replaced', () => {
    const stopped = bench()
    stopped.supervisor.stop()
    stopped.pass(5_000)
    expect(stopped.state.over).toBe(1)
    const replaced = bench({ memory: { healthy: '1' } })
    replaced.state.replaced = true
    replaced.state.wanted = { version: '2', stamp: '2 b' }
    replaced.pass(10_000, CONNECTED)
    expect([replaced.state.over, replaced.started]).toEqual([1, ['1']])
  })
})
