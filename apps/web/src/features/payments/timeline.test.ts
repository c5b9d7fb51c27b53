import type { AgentEvent } from '@counterfoil/protocol'
import type { PaymentEventRecord } from '@counterfoil/services/payments'
import { expect, test } from 'vitest'
import { deliveries, inquiries, storeSteps } from './timeline.ts'

const T0 = Date.UTC(2026, 10, 12, 16, 42, 9)
const envelope = {
  v: 1 as const,
  mono: 1,
  boot: '019a7f3c-52d1-7c40-8000-000000000000',
  terminal: 'pos-1',
  payment: '019a7f3c-52d1-7c40-8000-000000000001',
}

function record(seq: number, event: AgentEvent | null, firstSeq: number | null = 1): PaymentEventRecord {
  return {
    agentId: 1,
    epoch: 3,
    seq,
    kind: event?.kind ?? 'payment.rewritten',
    atMs: event?.at ?? T0 + 99_000,
    recordedAtMs: T0 + 100_000,
    cut: false,
    hash: '',
    event,
    text: '{}',
    delivery: firstSeq === null ? null : { firstSeq, lastSeq: firstSeq + 9, signature: '', committedAtMs: T0 + 100_000 },
  }
}

const opened: AgentEvent = {
  ...envelope,
  at: T0,
  kind: 'payment.opened',
  paymentKind: 'sale',
  amountMinor: 8420,
  currency: 'EUR',
  details: {},
}
const answered: AgentEvent = {
  ...envelope,
  at: T0 + 20_777,
  kind: 'payment.answered',
  outcome: 'approved',
  result: {},
  transcript: [
    { ms: 13, direction: 'to_terminal', name: 'Authorisation', hex: '06 01' },
    { ms: 20_777, direction: 'from_terminal', name: 'Status information', hex: '04 0F' },
  ],
}
const inquired: AgentEvent = {
  ...envelope,
  at: T0 + 30_000,
  kind: 'payment.inquired',
  attempt: 1,
  verdict: 'busy',
  transcript: [],
}

test('messages and facts in the order of time, what is not understood among them', () => {
  const steps = storeSteps([record(1, opened), record(2, answered), record(3, null)], T0)
  expect(steps.map((step) => [step.atMs - T0, step.type])).toEqual([
    [0, 'fact'],
    [13, 'message'],
    [20_777, 'message'],
    [20_777, 'fact'],
    [99_000, 'not_understood'],
  ])
  expect(new Set(steps.map((step) => step.key)).size).toBe(steps.length)
})

test('events by the batch that brought them, those without one apart', () => {
  const { batches, loose } = deliveries([
    record(1, opened),
    record(2, answered),
    record(12, inquired, 11),
    record(13, null, null),
  ])
  expect(batches.map((batch) => [batch.firstSeq, batch.events.length])).toEqual([
    [1, 2],
    [11, 1],
  ])
  expect(loose.map((each) => each.seq)).toEqual([13])
})

test('what the terminal was asked', () => {
  expect(inquiries([record(1, opened), record(2, inquired)])).toEqual([{ atMs: T0 + 30_000, verdict: 'busy' }])
})
