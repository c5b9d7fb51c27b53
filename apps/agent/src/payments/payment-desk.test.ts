import { findProtocol } from '@counterfoil/terminals'
import { expect, it } from 'vitest'
import { openOutbox } from '../outbox/open-outbox.ts'
import type { TerminalSupervisor } from '../terminals/terminal-supervisor.ts'
import { createPaymentDesk } from './payment-desk.ts'

const zvt = findProtocol('zvt')
if (zvt === undefined) throw new Error('ZVT is not registered')
const protocol = zvt

function createDesk(keys: readonly string[]) {
  const outbox = openOutbox({ path: ':memory:', epoch: 1 })
  const decided: string[] = []
  const supervisor: TerminalSupervisor = {
    start() {},
    stop() {},
    startPayment: () => ({ started: false, refused: 'not_ready', message: 'no link' }),
    cancelPayment: () => 'no_such_payment',
    runOperation: () => Promise.resolve({ done: true, lines: [] }),
    reconfigure() {},
    reopenLink: () => {},
    lendLink: () => undefined,
    watchLine: () => undefined,
    decide: (payment, outcome) => decided.push(`${payment} ${outcome}`) > 0,
    status: () => ({ condition: 'ready', link: 'up' }),
  }
  const terminals = keys.map((key) => ({
    config: { key, lane: '1', protocol, link: { kind: 'tcp' as const, host: 'h', port: 1 }, settings: {} },
    supervisor,
  }))
  return { desk: createPaymentDesk({ outbox, newId: () => 'new', terminals }), outbox, decided }
}

const opened = {
  at: 1,
  kind: 'payment.opened',
  terminal: 'a',
  payment: 'p',
  paymentKind: 'sale',
  amountMinor: 1,
  currency: 'EUR',
  details: {},
}

it('lets a person decide about a payment that asking could not settle, and about no other', () => {
  const { desk, outbox, decided } = createDesk(['a'])
  outbox.append([opened])
  expect(desk.decide('p', 'approved')).toBe('not_undecided')
  outbox.append([{ at: 2, kind: 'payment.unknown', terminal: 'a', payment: 'p', ...{ stage: 'asking' } }])
  expect(desk.decide('p', 'approved')).toBe('not_undecided')
  outbox.append([{ at: 3, kind: 'payment.unknown', terminal: 'a', payment: 'p', ...{ stage: 'needs_person' } }])
  expect(desk.find('p')?.payment.state).toBe('needs_person')
  expect(desk.decide('p', 'approved')).toBe('decided')
  expect(decided).toEqual(['p approved'])
})

it('asks which terminal is meant where a lane has several', () => {
  const { desk } = createDesk(['a', 'b'])
  const order = { lane: '1', kind: 'sale', amountMinor: 1, currency: 'EUR' } as const
  const from = { till: 't', idempotencyKey: 'k' }
  expect(desk.place(order, from)).toMatchObject({ accepted: false, code: 'terminal_needed' })
  expect(desk.place({ ...order, terminal: 'c' }, from)).toMatchObject({ accepted: false, code: 'unknown_lane' })
  expect(desk.place({ ...order, terminal: 'b' }, from)).toMatchObject({ accepted: false, code: 'not_ready' })
})
