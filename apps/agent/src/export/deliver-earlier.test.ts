import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createKeyPair, type KeyPair } from '@counterfoil/audit'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../../../packages/terminals/src/testing/virtual-clock.ts'
import { connectInMemory, createStubHub, HUB_ID, type StubHub } from '../../tests/support/stub-hub.ts'
import { LINK_STATUS_KEY } from '../link/hub-link.ts'
import type { Identity } from '../link/identity.ts'
import { memoryKeys } from '../link/identity-keys.ts'
import { silentLog } from '../log.ts'
import { openOutbox } from '../outbox/open-outbox.ts'
import type { FileOutbox } from '../outbox/outbox.ts'
import { createRecorder } from '../recorder/create-recorder.ts'
import { createBell } from './bell.ts'
import { deliverEarlier } from './deliver-earlier.ts'

const BOOT = '018f0000-0000-7000-8000-0000000000b0'
const HOUR_MS = 3_600_000
const agentOf = (epoch: number) => `018f0000-0000-7000-8000-0000000000a${epoch}`
const UNKNOWN = { ok: false, code: 'unknown_agent', message: 'Who is that?' } as const

/** A PC in its third epoch whose first two left `left` events each. */
function setUp(left: readonly [number, number] = [600, 3]) {
  const clock = createVirtualClock()
  const path = join(mkdtempSync(join(tmpdir(), 'earlier-')), 'outbox.db')
  for (const [index, count] of left.entries()) {
    const outbox = openOutbox({ path, epoch: index + 1 })
    const event = (n: number) => ({ at: n, kind: 'terminal.condition', terminal: 'lane-1', n })
    if (count > 0) outbox.append(Array.from({ length: count }, (_, n) => event(n + 1)))
    outbox.close()
  }
  const pairs = new Map([1, 2].map((epoch) => [epoch, createKeyPair()]))
  const hubs = new Map([...pairs].map(([epoch, { publicKey }]) => [epoch, createStubHub(publicKey, clock.nowMs, agentOf(epoch))]))
  const kept = new Set([1, 2])
  const order: number[] = []
  const forgotten: number[] = []
  const lines = new Map<number, ReturnType<typeof connectInMemory>>()
  const hubOf = (epoch: number): StubHub => hubs.get(epoch) ?? expect.unreachable()
  const identity = (epoch: number): Identity => ({
    agentId: agentOf(epoch),
    hubId: HUB_ID,
    hubUrl: 'http://127.0.0.1:4000',
    store: { code: 'BER-1', name: 'Berlin' },
    epoch,
    ...(pairs.get(epoch) as KeyPair),
  })
  const open = () => openOutbox({ path, epoch: 3, monotonicMs: clock.monotonicMs })

  function start(outbox: FileOutbox) {
    const stop = new AbortController()
    const hubBehind = createBell(clock)
    let over = false
    const envelope = () => ({ v: 1, at: clock.nowMs(), mono: 0, boot: BOOT })
    const recorder = createRecorder({ outbox, clock, log: silentLog, envelope, onRecorded() {} })
    const running = deliverEarlier({
      outbox,
      identities: () => [...kept].map(identity),
      forget: ({ epoch }) => {
        kept.delete(epoch)
        forgotten.push(epoch)
      },
      way({ epoch }) {
        order.push(epoch)
        const line = connectInMemory(hubOf(epoch), clock)
        lines.set(epoch, line)
        return { keys: memoryKeys(pairs.get(epoch) as KeyPair), connectHub: line.connectHub, random: () => 0.5, boot: BOOT }
      },
      mending: recorder.mending,
      hubBehind,
      clock,
      log: silentLog,
      stop: stop.signal,
    }).then(() => {
      over = true
    })
    return { stop, hubBehind, running, isOver: () => over }
  }

  /** Lets time pass, and what waits for promises do its part. */
  async function pass(ms: number, stepMs = 100) {
    for (let gone = 0; gone < ms; gone += stepMs) {
      clock.advance(stepMs)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const seen = (epoch: number) => hubOf(epoch).events.map(({ n }) => n)
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  return { clock, path, open, start, pass, seen, upTo, hubOf, order, forgotten, kept, lines }
}

describe('deliverEarlier', () => {
  it('delivers each stream in its own name and order, the oldest first, and says nothing of it as the present link', async () => {
    const { open, start, pass, seen, upTo, order } = setUp()
    const outbox = open()
    expect(outbox.waiting(0).ofEarlierEpochs).toBe(603)
    const { stop, running } = start(outbox)
    await pass(3_000)
    expect([seen(1), seen(2)]).toEqual([upTo(600), upTo(3)])
    expect(order).toEqual([1, 2])
    expect(outbox.waiting(0)).toMatchObject({ events: 0, ofEarlierEpochs: 0 })
    expect(outbox.readMeta(LINK_STATUS_KEY)).toBeUndefined()
    stop.abort()
    await running
    outbox.close()
  })

  it('lets the present agent’s own events go first, for half a minute at most', async () => {
    const { open, start, pass, seen, upTo } = setUp()
    const outbox = open()
    outbox.append([{ at: 1, kind: 'terminal.condition', terminal: 'lane-1' }])
    const { stop, running } = start(outbox)
    await pass(29_000, 500)
    expect(seen(1)).toEqual([])
    await pass(5_000)
    expect(seen(1)).toEqual(upTo(600))
    stop.abort()
    await running
    outbox.close()
  })

  it('goes on where it was after the process was killed in the middle: everything once', async () => {
    const { open, start, pass, seen, upTo, lines } = setUp([5_000, 3])
    for (let had = 0, killed = 0; killed < 3; killed += 1, had = seen(1).length) {
      const outbox = open()
      start(outbox)
      while (seen(1).length <= had) await pass(1, 1)
      // A killed process closes nothing: its line ends with answers under way, and its file stays as it was written last.
      expect(outbox.waiting(0).ofEarlierEpochs).toBeGreaterThan(5_003 - seen(1).length)
      lines.get(1)?.cut()
      outbox.close()
    }
    expect(seen(1).length).toBeLessThan(5_000)
    const outbox = open()
    const { stop, running } = start(outbox)
    await pass(5_000)
    expect([seen(1), seen(2)]).toEqual([upTo(5_000), upTo(3)])
    expect(outbox.waiting(0).ofEarlierEpochs).toBe(0)
    stop.abort()
    await running
    outbox.close()
  })

  it('keeps what a hub does not take, delivers the other streams, and asks again after six hours', async () => {
    const { open, start, pass, seen, upTo, hubOf } = setUp()
    hubOf(1).nextGreetings.push(...Array.from({ length: 12 }, () => UNKNOWN))
    const outbox = open()
    const { stop, running } = start(outbox)
    await pass(HOUR_MS, 1_000)
    expect([seen(1), seen(2)]).toEqual([[], upTo(3)])
    expect(outbox.waiting(0).ofEarlierEpochs).toBe(600)
    hubOf(1).nextGreetings.length = 0
    await pass(6 * HOUR_MS, 5_000)
    expect(seen(1)).toEqual(upTo(600))
    stop.abort()
    await running
    outbox.close()
  })

  it('delivers again what a restored hub lacks, once it is told that it does', async () => {
    const { open, start, pass, seen, upTo, hubOf } = setUp()
    const outbox = open()
    const { stop, running, hubBehind } = start(outbox)
    await pass(3_000)
    hubOf(1).forgetAfter(100)
    hubBehind.ring()
    await pass(3_000)
    expect(seen(1)).toEqual(upTo(600))
    stop.abort()
    await running
    outbox.close()
  })

  it('puts a gap entry in the place of a damaged event of an earlier stream, and delivers the rest', async () => {
    const { path, open, start, pass, seen, hubOf } = setUp([5, 1])
    const db = new DatabaseSync(path)
    db.prepare(`UPDATE event SET body = '#' || substr(body, 2) WHERE epoch = 1 AND seq = 3`).run()
    db.close()
    const outbox = open()
    const { stop, running } = start(outbox)
    await pass(3_000)
    expect(seen(1)).toEqual([1, 2, undefined, 4, 5])
    expect(hubOf(1).events[2]).toMatchObject({ kind: 'agent.gap', why: 'damaged', firstSeq: 3, lastSeq: 3 })
    expect(outbox.listAlerts()).toMatchObject([{ code: 'outbox_damaged' }])
    stop.abort()
    await running
    outbox.close()
  })

  it('keeps key and events for seven days after the delivery, and never removes one that was not delivered', async () => {
    const { open, start, pass, seen, upTo, hubOf, forgotten, kept } = setUp()
    hubOf(1).nextGreetings.push(...Array.from({ length: 100_000 }, () => UNKNOWN))
    const outbox = open()
    const { isOver, stop, running } = start(outbox)
    await pass(6 * 24 * HOUR_MS, 60_000)
    expect(forgotten).toEqual([])
    await pass(2 * 24 * HOUR_MS, 60_000)
    expect([forgotten, [...kept]]).toEqual([[2], [1]])
    expect(outbox.waiting(0).ofEarlierEpochs).toBe(600)
    hubOf(1).nextGreetings.length = 0
    await pass(24 * HOUR_MS, 60_000)
    expect(seen(1)).toEqual(upTo(600))
    await pass(8 * 24 * HOUR_MS, 60_000)
    expect([forgotten, isOver()]).toEqual([[2, 1], true])
    stop.abort()
    await running
    outbox.close()
  })
})
