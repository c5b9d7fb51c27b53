import { describe, expect, it } from 'vitest'
import { eventAt, NOW } from '../commissioning/testing/example-store.ts'
import type { Axis } from './axes.ts'
import type { Drill } from './drill.ts'
import { type DrillFacts, NO_FACTS } from './drill-facts.ts'
import { ARRIVES_WITHIN_MS, judgeDrill } from './judge-drill.ts'

const B = 'https://backup.example:4000'
const END = NOW + 300_000
const OVER = END + ARRIVES_WITHIN_MS

const drill = (axis: Axis, subject: string, spare: string): Drill => ({
  ...{ id: 'd', storeId: 1, axis, subject, main: '', spare, commandId: axis === 'hub' ? 'c' : null, state: 'running' },
  ...{ begunAtMs: NOW, endsAtMs: END, endedAtMs: null, code: null },
})
const judge = (of: Drill, facts: Partial<DrillFacts>, nowMs = NOW + 60_000) => {
  const { steps, verdict } = judgeDrill(of, { ...NO_FACTS, ...facts }, nowMs)
  return { done: steps.filter((one) => one.done).map((one) => one.step), verdict }
}

const done = { state: 'ended', outcome: 'done', code: null }
const started = { state: 'started', outcome: null, code: null }
const over = { cause: 'drill', place: 1, address: B, event: eventAt(11, 'agent.hub_path', NOW + 2_000) }
const back = {
  cause: 'drill_over',
  place: 0,
  address: 'https://hub.example:4000',
  event: eventAt(15, 'agent.hub_path', NOW + 62_000),
}
const run = { agentId: 7, epoch: 1, firstSeq: 10, lastSeq: 16, events: 7 }
const sale = (lane: string, seq: number, atMs: number, acquirer: string | null = null) => ({
  ...{ lane, acquirer, paymentId: `p${seq}`, amountMinor: 100, currency: 'EUR' },
  event: eventAt(seq, 'payment.finalised', atMs),
})

describe('a drill of the hub’s address', () => {
  const hub = drill('hub', '7', B)

  it('is shown when the agent told from there that it is there, came back, and everything has arrived', () => {
    expect(judge(hub, {})).toEqual({ done: [], verdict: { state: 'running' } })
    expect(judge(hub, { command: started })).toEqual({ done: ['told'], verdict: { state: 'running' } })
    expect(judge(hub, { command: started, moves: [over], runs: [run] })).toEqual({
      done: ['told', 'over'],
      verdict: { state: 'running' },
    })
    const { done: steps, verdict } = judge(hub, { command: done, moves: [over, back], runs: [run] })
    expect(steps).toEqual(['told', 'over', 'back'])
    expect(verdict).toMatchObject({
      state: 'shown',
      figures: { address: B, stayedMs: 60_000, events: 7 },
      events: [over.event, back.event],
    })
  })

  it('is not shown before the agent has said how it went: it is back, and says last that the line there broke', () => {
    const facts = { moves: [over, back], runs: [run] }
    expect(judge(hub, { ...facts, command: started })).toEqual({ done: ['told', 'over', 'back'], verdict: { state: 'running' } })
    expect(judge(hub, { ...facts, command: started }, OVER).verdict).toEqual({ state: 'not_shown', code: 'not_said' })
    const broke = { state: 'ended', outcome: 'failed', code: 'spare_broke' }
    expect(judge(hub, { ...facts, command: broke }).verdict).toEqual({ state: 'not_shown', code: 'spare_broke' })
  })

  it('is not shown by what came only after it was back', () => {
    const late = { ...over, event: { ...over.event, recordedAtMs: back.event.recordedAtMs } }
    expect(judge(hub, { command: done, moves: [late, back], runs: [run] }).verdict).toEqual({
      state: 'not_shown',
      code: 'not_delivered',
    })
  })

  it('is not shown by an outage that happened meanwhile, nor while a number is missing', () => {
    const moves = [
      { ...over, cause: 'trouble' },
      { ...back, cause: 'return' },
    ]
    expect(judge(hub, { command: done, moves, runs: [run] }).verdict).toEqual({ state: 'running' })
    expect(judge(hub, { command: done, moves, runs: [run] }, OVER).verdict).toEqual({ state: 'not_shown', code: 'no_move' })
    const gap = { ...run, events: 6 }
    expect(judge(hub, { command: done, moves: [over, back], runs: [gap] }, OVER).verdict).toEqual({
      state: 'not_shown',
      code: 'numbers_missing',
    })
  })

  it('ends as the agent says where it could not', () => {
    const refused = { state: 'ended', outcome: 'refused', code: 'one_address' }
    expect(judge(hub, { command: refused }).verdict).toEqual({ state: 'not_shown', code: 'one_address' })
    const unanswered = { state: 'ended', outcome: 'unanswered', code: null }
    expect(judge(hub, { command: unanswered }).verdict).toEqual({ state: 'not_shown', code: 'unanswered' })
    expect(judge(hub, { command: { ...started, state: 'waiting' } }, OVER).verdict).toEqual({
      state: 'not_shown',
      code: 'not_told',
    })
    expect(judge(hub, { command: started, moves: [over], runs: [run] }, OVER).verdict).toEqual({
      state: 'not_shown',
      code: 'no_return',
    })
  })
})

describe('a drill of a lane’s terminal', () => {
  const lane = drill('terminal', '1', '2')
  const gone = { reason: 'port_gone', gone: eventAt(20, 'terminal.condition', NOW + 5_000), back: null }
  const mended = { ...gone, back: eventAt(30, 'terminal.condition', NOW + 50_000) }

  it('is shown when the other lane sold while it was away, and waits for it to be ready again', () => {
    expect(judge(lane, { cables: [gone] })).toEqual({ done: ['gone'], verdict: { state: 'running' } })
    const sales = [sale('2', 25, NOW + 20_000)]
    expect(judge(lane, { cables: [gone], sales })).toEqual({ done: ['gone', 'sale'], verdict: { state: 'running' } })
    expect(judge(lane, { cables: [mended], sales })).toMatchObject({
      done: ['gone', 'sale', 'ready'],
      verdict: { state: 'shown', events: [{ seq: 20 }, { seq: 25 }, { seq: 30 }] },
    })
    expect(judge(lane, { cables: [gone], sales }, OVER).verdict).toMatchObject({
      state: 'shown',
      events: [{ seq: 20 }, { seq: 25 }],
    })
  })

  it('is not shown by a sale before or after, or at another lane', () => {
    for (const other of [sale('2', 25, NOW + 4_000), sale('2', 25, NOW + 51_000), sale('1', 25, NOW + 20_000)])
      expect(judge(lane, { cables: [mended], sales: [other] }, OVER).verdict).toEqual({ state: 'not_shown', code: 'no_sale' })
    expect(judge(lane, { sales: [sale('2', 25, NOW + 20_000)] }, OVER).verdict).toEqual({ state: 'not_shown', code: 'not_gone' })
  })
})

describe('a drill of the network path', () => {
  const path = drill('path', 'store', 'mobile')
  const sales = [sale('1', 15, NOW + 20_000)]

  it('is shown when what was sold since has arrived in time, number by number', () => {
    expect(judge(path, { sales, runs: [run], awayMs: 8_000 })).toMatchObject({
      done: ['payment', 'arrived'],
      verdict: { state: 'shown', figures: { firstSeq: 10, lastSeq: 16, events: 7, awayMs: 8_000 } },
    })
  })

  it('is not shown by a sale of before, one that came after its end, or with a number missing', () => {
    expect(judge(path, { sales: [sale('1', 15, NOW - 1)], runs: [run] }, OVER).verdict).toEqual({
      state: 'not_shown',
      code: 'no_payment',
    })
    const late = [{ ...sales[0], event: { ...eventAt(15, 'payment.finalised', NOW + 20_000), recordedAtMs: OVER + 1 } }]
    expect(judge(path, { sales: late as typeof sales, runs: [run] }, OVER).verdict).toEqual({
      state: 'not_shown',
      code: 'no_payment',
    })
    expect(judge(path, { sales, runs: [{ ...run, events: 6 }] }, OVER).verdict).toEqual({
      state: 'not_shown',
      code: 'numbers_missing',
    })
  })
})

describe('a drill of an acquirer', () => {
  it('is shown by a sale that went by it, and by no other', () => {
    const acquirer = drill('acquirer', 'nexi', 'nexi')
    expect(judge(acquirer, { sales: [sale('1', 15, NOW + 1, 'adyen'), sale('1', 18, NOW + 2)] })).toEqual({
      done: [],
      verdict: { state: 'running' },
    })
    expect(judge(acquirer, { sales: [sale('1', 15, NOW + 1, 'nexi')] }).verdict).toMatchObject({
      state: 'shown',
      figures: { acquirer: 'nexi' },
    })
    expect(judge(acquirer, {}, OVER).verdict).toEqual({ state: 'not_shown', code: 'no_sale' })
  })
})
