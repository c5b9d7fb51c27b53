import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventPlace, PaymentState } from './payment-state.ts'
import { type PaymentEvent, projectPayment } from './project-payment.ts'

const payment = '0198f0a0-1234-7abc-8def-0123456789ab'
const idMs = 0x0198f0a01234
const place = (seq: number): EventPlace => ({
  storeId: 3,
  agentId: 5,
  terminalId: 7,
  laneId: 9,
  epoch: 1,
  seq,
  storeCurrency: 'CHF',
  businessDate: '2026-01-02',
  timeZone: 'Europe/Zurich',
})
const common = { v: 1 as const, mono: 0, boot: payment, terminal: 't', payment, transcript: [] }
const result = { method: { scheme: 'visa', funding: 'credit' as const }, card: { last4: '1111' }, receipt: '5' }
const opened: PaymentEvent = {
  ...common,
  kind: 'payment.opened',
  at: idMs + 1,
  paymentKind: 'refund',
  amountMinor: 500,
  currency: 'EUR',
  details: { basket: 'b', intake: 'tapped' },
}
const answered: PaymentEvent = { ...common, kind: 'payment.answered', at: idMs + 2, outcome: 'approved', result }
const finalised: PaymentEvent = {
  ...common,
  kind: 'payment.finalised',
  at: idMs + 3,
  paymentKind: 'refund',
  outcome: 'approved',
  amountMinor: 480,
  currency: 'EUR',
  recovered: false,
  result: { trace: '9' },
}
const unknown: PaymentEvent = { ...common, kind: 'payment.unknown', at: idMs + 4, stage: 'needs_person', why: 'no_answer' }
const inquired: PaymentEvent = { ...common, kind: 'payment.inquired', at: idMs + 5, attempt: 1, verdict: 'same' }

function fold(events: readonly (readonly [PaymentEvent, number])[]): PaymentState | null {
  return events.reduce<PaymentState | null>((held, [event, seq]) => projectPayment(held, event, place(seq)), null)
}

describe('payment projection', () => {
  it('keeps what each event told', () => {
    expect(
      fold([
        [opened, 1],
        [answered, 2],
        [finalised, 3],
      ]),
    ).toMatchObject({
      kind: 'refund',
      intake: 'tapped',
      basket: 'b',
      requestedMinor: 500,
      authorisedMinor: 480,
      outcome: 'approved',
      final: true,
      scheme: 'visa',
      last4: '1111',
      receipt: '5',
      trace: '9',
      openedAtMs: idMs + 1,
      answeredAtMs: idMs + 2,
      finalisedAtMs: idMs + 3,
      openedOn: '2025-08-28',
      lastSeq: 3,
    })
  })

  it('is open, then told but not final, unknown while nobody knows, and final for good', () => {
    expect(fold([[opened, 1]])).toMatchObject({ outcome: 'open', final: false })
    expect(
      fold([
        [opened, 1],
        [answered, 2],
      ]),
    ).toMatchObject({ outcome: 'approved', final: false })
    expect(
      fold([
        [opened, 1],
        [unknown, 2],
      ]),
    ).toMatchObject({ outcome: 'unknown', stage: 'needs_person', reason: 'no_answer' })
    expect(
      fold([
        [opened, 1],
        [unknown, 2],
        [inquired, 3],
        [finalised, 4],
      ]),
    ).toMatchObject({ outcome: 'approved', stage: null, reason: null, final: true })
    expect(
      fold([
        [opened, 1],
        [finalised, 2],
        [unknown, 3],
        [answered, 4],
      ]),
    ).toMatchObject({ outcome: 'approved', stage: null, final: true, lastSeq: 4 })
    expect(
      fold([
        [opened, 1],
        [finalised, 2],
        [{ ...finalised, outcome: 'declined' }, 3],
      ]),
    ).toMatchObject({ outcome: 'approved' })
  })

  it('takes what an earlier enrolment told for older, whenever it comes, and the row stays with the later one', () => {
    const later = { ...place(1), agentId: 6, epoch: 2 }
    const ended = projectPayment(null, finalised, later)
    const known = projectPayment(ended, opened, place(1))
    expect(known).toMatchObject({ final: true, outcome: 'approved', basket: 'b', agentId: 6, lastEpoch: 2, lastSeq: 1 })
    const asking = projectPayment(null, answered, later)
    expect(projectPayment(asking, unknown, place(9))).toMatchObject({ outcome: 'approved', stage: null, agentId: 6 })
    expect(projectPayment(projectPayment(null, unknown, place(9)), answered, later)).toMatchObject({ outcome: 'approved' })
  })

  it('makes a row of whatever is told first', () => {
    expect(fold([[unknown, 8]])).toMatchObject({
      kind: 'sale',
      requestedMinor: 0,
      currency: 'CHF',
      outcome: 'unknown',
      openedAtMs: idMs,
    })
    expect(fold([[finalised, 8]])).toMatchObject({
      kind: 'refund',
      requestedMinor: 480,
      currency: 'EUR',
      outcome: 'approved',
      final: true,
    })
    expect(
      fold([
        [finalised, 8],
        [opened, 2],
      ]),
    ).toMatchObject({ basket: 'b', requestedMinor: 500, outcome: 'approved', lastSeq: 8 })
  })

  it('does not believe an id that tells another year', () => {
    const event = { ...unknown, payment: '00000000-0000-4000-8000-000000000000' }
    expect(projectPayment(null, event, place(1))).toMatchObject({ openedAtMs: event.at, openedOn: '1970-01-01' })
  })

  it('ends the same, in whatever order the numbered events come', () => {
    const events = [
      [opened, 1],
      [answered, 2],
      [unknown, 3],
      [inquired, 4],
      [finalised, 5],
    ] as const
    const wanted = fold(events)
    fc.assert(
      fc.property(fc.shuffledSubarray([...events], { minLength: 5 }), (shuffled) => {
        const {
          lastSeq,
          outcome,
          final,
          requestedMinor,
          authorisedMinor,
          basket,
          kind,
          currency,
          scheme,
          trace,
          receipt,
          stage,
        } = fold(shuffled) as PaymentState
        expect({
          lastSeq,
          outcome,
          final,
          requestedMinor,
          authorisedMinor,
          basket,
          kind,
          currency,
          scheme,
          trace,
          receipt,
          stage,
        }).toEqual({
          lastSeq: wanted?.lastSeq,
          outcome: wanted?.outcome,
          final: wanted?.final,
          requestedMinor: wanted?.requestedMinor,
          authorisedMinor: wanted?.authorisedMinor,
          basket: wanted?.basket,
          kind: wanted?.kind,
          currency: wanted?.currency,
          scheme: wanted?.scheme,
          trace: wanted?.trace,
          receipt: wanted?.receipt,
          stage: wanted?.stage,
        })
      }),
    )
  })
})
