import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../../../packages/terminals/src/testing/virtual-clock.ts'
import { silentLog } from '../log.ts'
import { MemoryDisk } from '../testing/memory-disk.ts'
import { openMemoryOutbox } from '../testing/memory-outbox.ts'
import { createRecorder } from './create-recorder.ts'

const KB = 1024
const condition = (state: string, terminal = 'lane-1') => ({ kind: 'terminal.condition', terminal, condition: state })
const noise = (n: number) => ({ kind: 'terminal.discarded', terminal: 'lane-1', n })
const opened = (payment: string) => ({ kind: 'payment.opened', terminal: 'lane-1', payment })

/** A disk of 100 KB all told; `others` is what strangers have put on it, the reserve takes 10 KB. */
function setUp(disk = new MemoryDisk()) {
  const clock = createVirtualClock()
  const outbox = openMemoryOutbox(disk, 1, clock.monotonicMs)
  const world = { others: 0, reserve: 0, broken: false }
  const free = () => 100 * KB - outbox.size().usedBytes - world.others - world.reserve
  disk.fault = () => {
    if (world.broken || free() <= 0) throw new Error('database or disk is full')
  }
  const space = {
    measure: () => ({
      ...outbox.size(),
      limitBytes: 100 * KB,
      freeBytes: Math.max(0, free()),
      reserveMissingBytes: 10 * KB - world.reserve,
    }),
    releaseReserve() {
      const there = world.reserve > 0
      world.reserve = 0
      return there
    },
    allocateReserve() {
      if (world.reserve === 0 && free() < 10 * KB) return false
      world.reserve = 10 * KB
      return true
    },
  }
  const recorder = createRecorder({
    outbox,
    space,
    clock,
    log: silentLog,
    envelope: () => ({ at: clock.nowMs() }),
    onRecorded() {},
  })
  recorder.start()
  const bodies = () => {
    const all: Record<string, unknown>[] = []
    for (let batch = outbox.readBatch(0); batch !== undefined; batch = outbox.readBatch(all.length))
      all.push(...batch.bodies.split('\n').map((body) => JSON.parse(body)))
    return all
  }
  const told = () =>
    bodies().map(({ kind, code, state, condition: now, count, n }) =>
      [kind, code ?? now ?? count ?? n, state].filter((part) => part !== undefined).join(' '),
    )
  return { clock, outbox, world, recorder, bodies, told, disk }
}

describe('createRecorder', () => {
  it('gives up debug, keeps the newest status only, never a payment, and tells what is missing once there is room', () => {
    const { clock, world, recorder, told, bodies } = setUp()
    recorder.record([condition('ready')])
    world.others = 83 * KB
    clock.advance(5_000)
    for (const state of ['busy', 'ready', 'unreachable']) recorder.record([condition(state)])
    recorder.record([noise(1)])
    recorder.record([noise(2)])
    recorder.record([opened('p-1')])
    expect(told()).toEqual(['terminal.condition ready', 'agent.alert outbox_filling raised', 'payment.opened'])
    world.others = 0
    clock.advance(60_000)
    recorder.record([noise(3)])
    expect(told().slice(3).toSorted()).toEqual([
      'agent.alert outbox_filling cleared',
      'agent.gap 2',
      'agent.gap 2',
      'terminal.condition unreachable',
      'terminal.discarded 3',
    ])
    const gaps = bodies().filter(({ kind }) => kind === 'agent.gap')
    expect(gaps).toMatchObject([
      { class: 'status', why: 'disk', count: 2, firstSeq: 2, lastSeq: 2 },
      { class: 'debug', why: 'disk', count: 2, firstSeq: 2, lastSeq: 2 },
    ])
  })

  it('lets the reserve go on a disk that is full, finishes what is under way, and takes payments again with a new reserve', () => {
    const { clock, world, recorder, told } = setUp()
    recorder.record([opened('p-1')])
    expect(recorder.refusal()).toBeUndefined()
    world.others = 95 * KB
    recorder.record([{ ...opened('p-1'), kind: 'payment.answered' }])
    recorder.record([{ ...opened('p-1'), kind: 'payment.finalised' }])
    expect(world.reserve).toBe(0)
    expect(recorder.refusal()).toMatch(/Free disk space/)
    expect(told()).toEqual(['payment.opened', 'agent.alert cannot_record raised', 'payment.answered', 'payment.finalised'])
    world.others = 86 * KB
    clock.advance(5_000)
    expect(recorder.refusal()).toBeDefined()
    world.others = 10 * KB
    clock.advance(5_000)
    expect(recorder.refusal()).toBeUndefined()
    expect(world.reserve).toBe(10 * KB)
    expect(told()).toContain('agent.alert cannot_record cleared')
  })

  it('throws for a payment no disk takes, keeps audit events for later, and is exact about the rest', () => {
    const { clock, world, recorder, told, outbox } = setUp()
    recorder.record([condition('ready')])
    world.broken = true
    expect(() => recorder.record([opened('p-1')])).toThrow(/could not be written/)
    recorder.record([{ kind: 'agent.started' }])
    recorder.record([condition('busy')])
    recorder.record([condition('ready')])
    recorder.record([noise(1)])
    expect(outbox.lastSeq()).toBe(1)
    expect(recorder.refusal()).toBeDefined()
    world.broken = false
    clock.advance(5_000)
    expect(recorder.refusal()).toBeUndefined()
    expect(told().toSorted()).toEqual(
      ['agent.gap 1', 'agent.gap 1', 'agent.started', 'terminal.condition ready', 'terminal.condition ready'].toSorted(),
    )
  })

  it('tells of a clock that is off, sure of it beyond the time the answer took', () => {
    const { recorder, told } = setUp()
    recorder.noteClockOffset(2_400, 1_000)
    expect(told()).toEqual([])
    recorder.noteClockOffset(-2_100, 40)
    recorder.noteClockOffset(-1_500, 40)
    expect(told()).toEqual(['agent.alert clock_offset raised'])
    recorder.noteClockOffset(-900, 40)
    expect(told()).toEqual(['agent.alert clock_offset raised', 'agent.alert clock_offset cleared'])
  })

  it('mends the outbox where a damaged event would stop the delivery, and says so', () => {
    const first = setUp()
    first.recorder.record([opened('p-1')])
    first.recorder.record([opened('p-2')])
    first.recorder.record([opened('p-3')])
    first.disk.fault = undefined
    first.disk.write({ type: 'damage', epoch: 1, seq: 2, what: 'body' })
    const { recorder, outbox, told, bodies, clock } = setUp(first.disk)
    const link = recorder.mending()
    expect(link.acknowledge(0, '0'.repeat(64)).match).toBe('same')
    const one = link.readBatch(0)
    expect(one?.count).toBe(1)
    expect(link.acknowledge(1, one?.head ?? '').match).toBe('same')
    expect(link.readBatch(1)?.count).toBe(3)
    expect(told()).toEqual(['payment.opened', 'agent.gap 1', 'payment.opened', 'agent.alert outbox_damaged raised'])
    expect(bodies()[1]).toMatchObject({ class: 'financial', why: 'damaged', firstSeq: 2, lastSeq: 2 })
    expect(outbox.listAlerts()[0]?.detail).toMatch(/^Event 2 \(financial\)/)
    clock.advance(8 * 86_400_000)
    expect(outbox.listAlerts()).toEqual([])
  })

  it('remembers over a restart what it gave up', () => {
    const first = setUp()
    first.world.others = 83 * KB
    first.clock.advance(5_000)
    first.recorder.record([noise(1)])
    first.recorder.record([condition('busy')])
    const again = setUp(new MemoryDisk(first.disk.records))
    again.clock.advance(5_000)
    expect(again.told().toSorted()).toEqual(
      [
        'agent.alert outbox_filling cleared',
        'agent.alert outbox_filling raised',
        'agent.gap 1',
        'terminal.condition busy',
      ].toSorted(),
    )
  })
})
