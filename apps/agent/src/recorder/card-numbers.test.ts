import { AgentEvent } from '@counterfoil/protocol'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../../../packages/terminals/src/testing/virtual-clock.ts'
import { silentLog } from '../log.ts'
import { MemoryDisk } from '../testing/memory-disk.ts'
import { openMemoryOutbox } from '../testing/memory-outbox.ts'
import { createRecorder } from './create-recorder.ts'

const NUMBER = '4111 1111 1111 1111'
const CUT = '4111 11** **** 1111'
const BOOT = '019a7f3c-0000-7000-8000-00000000b001'
const PAYMENT = '019a7f3c-0000-7000-8000-000000000001'

function setUp() {
  const disk = new MemoryDisk()
  const clock = createVirtualClock()
  const outbox = openMemoryOutbox(disk, 1, clock.monotonicMs)
  const world = { broken: false }
  disk.fault = () => {
    if (world.broken) throw new Error('database or disk is full')
  }
  const envelope = () => ({ v: 1, at: clock.nowMs(), mono: 0, boot: BOOT })
  const recorder = createRecorder({ outbox, clock, log: silentLog, envelope, onRecorded() {} })
  const bodies = () => {
    const all: Record<string, unknown>[] = []
    for (let batch = outbox.readBatch(0); batch !== undefined; batch = outbox.readBatch(all.length))
      all.push(...batch.bodies.split('\n').map((body) => JSON.parse(body)))
    return all
  }
  return { clock, outbox, world, recorder, bodies }
}
const condition = (text: string) => ({
  kind: 'terminal.condition',
  terminal: 'lane-1',
  condition: 'needs_action',
  reason: 'printer_not_ready',
  text,
})

describe('a card number in what a terminal says', () => {
  it('is cut before it is written, and told with where it stood', () => {
    const { recorder, bodies } = setUp()
    recorder.record([condition(`PAPER ${NUMBER}`)])
    expect(bodies()).toMatchObject([
      { kind: 'terminal.condition', text: `PAPER ${CUT}` },
      {
        kind: 'agent.card_number',
        place: 'terminal.condition.text',
        terminal: 'lane-1',
        count: 1,
        numbers: ['411111******1111'],
      },
    ])
    for (const body of bodies()) expect(AgentEvent.safeParse(body).error).toBeUndefined()
  })

  it('is cut in every free text of a payment, notes of its messages and fields nobody knows too, and nowhere else', () => {
    const { recorder, bodies } = setUp()
    const hex = '4111111111111111'
    recorder.record([
      {
        kind: 'payment.answered',
        terminal: 'lane-1',
        payment: PAYMENT,
        outcome: 'approved',
        result: { resultText: NUMBER, retrievalReference: hex, merchantNumber: hex, card: { name: NUMBER }, later: hex },
        transcript: [{ ms: 0, direction: 'from_terminal', name: 'print_line', hex, note: NUMBER }],
      } as { kind: string },
    ])
    const cut = '411111******1111'
    expect(bodies()[0]).toMatchObject({
      result: { resultText: CUT, retrievalReference: hex, merchantNumber: hex, card: { name: CUT }, later: cut },
      transcript: [{ name: 'print_line', hex, note: CUT }],
    })
    expect(bodies().slice(1)).toMatchObject(
      ['result.resultText', 'result.card.name', 'result.later', 'transcript[].note'].map((field) => ({
        kind: 'agent.card_number',
        place: `payment.answered.${field}`,
        payment: PAYMENT,
      })),
    )
  })

  it('is told once a minute of each place, with how many there were', () => {
    const { clock, recorder, bodies } = setUp()
    const told = () => bodies().flatMap(({ kind, count }) => (kind === 'agent.card_number' ? [count] : []))
    for (let n = 0; n < 5; n += 1) recorder.record([condition(NUMBER)])
    recorder.noteCardNumbers({ place: 'till.basket', till: 'till-1', numbers: ['411111******1111'] })
    expect(told()).toEqual([1, 1])
    clock.advance(60_000)
    recorder.record([condition(NUMBER)])
    expect(told()).toEqual([1, 1, 5])
    expect(bodies().filter(({ text }) => text === NUMBER)).toEqual([])
  })

  it('is told with the first event that can be written', () => {
    const { world, recorder, bodies } = setUp()
    const opened = { kind: 'payment.opened', terminal: 'lane-1', payment: PAYMENT, details: { basket: NUMBER } }
    world.broken = true
    expect(() => recorder.record([opened])).toThrow()
    world.broken = false
    recorder.record([opened])
    expect(bodies()).toMatchObject([{ details: { basket: CUT } }, { kind: 'agent.card_number', count: 1 }])
  })

  it('is cut from what is only shown', () => {
    const { recorder, bodies } = setUp()
    const from = { place: 'terminal.display', terminal: 'lane-1' }
    expect(recorder.cutText('INSERT CARD', from)).toBe('INSERT CARD')
    expect(recorder.cutText(`CARD ${NUMBER}`, from)).toBe(`CARD ${CUT}`)
    expect(bodies()).toMatchObject([{ kind: 'agent.card_number', ...from }])
  })
})
