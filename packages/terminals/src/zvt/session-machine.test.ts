import { describe, expect, it } from 'vitest'
import type { TerminalFact } from '../terminal-facts.ts'
import { fromHex, toHex } from './hex.ts'
import { parseZvtSettings } from './parse-settings.ts'
import { createSessionState, type SessionEffect, type SessionInput, stepSession } from './session-machine.ts'

const SALE = { paymentId: 'p1', kind: 'sale', amountMinor: 1_000, currency: 'EUR', details: {} } as const

const OK = '800000'
const REGISTERED = '060F0A19002952500041490978'
const STATUS_READY = '060F0100'
const COMPLETION = '060F00'
/** Approved, 10,00 EUR, receipt 0012, trace 000034. */
const APPROVED = '040F1A270004000000001000490978' + '0B000034' + '0C101112' + '870012'
const CANCELLED = '040F02276C'
const ABORTED = '061E016C'

/** A session fed with bytes written by hand; the disk takes everything unless told otherwise. */
function openSession(raw: Readonly<Record<string, unknown>> = {}) {
  const parsed = parseZvtSettings(raw)
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
  let state = createSessionState()
  let nowMs = 0
  const facts: TerminalFact[] = []
  const session = {
    facts,
    refuse: (_: TerminalFact): boolean => false,
    /** What the terminal's side sees written, and the order of facts among it. */
    give(input: SessionInput): string[] {
      const done: string[] = []
      const inputs = [input]
      for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) {
        const step = stepSession(parsed.settings, state, next, nowMs)
        state = step.state
        for (const effect of step.effects) {
          if (effect.type === 'record' && effect.mustPrecede && session.refuse(effect.fact)) {
            inputs.push({ type: 'journal_failed', fact: effect.fact })
            break
          }
          if (effect.type === 'record') facts.push(effect.fact)
          done.push(describeEffect(effect))
        }
      }
      return done
    },
    /** Bytes from the terminal; returns what is done about the last. */
    hear(...apdus: readonly string[]): string[] {
      let done: string[] = []
      for (const apdu of apdus) done = session.give({ type: 'apdu', apdu: fromHex(apdu) })
      return done
    },
    wait(ms: number) {
      nowMs += ms
    },
    /** Registered, checked, its last record learnt: ready for a payment. */
    becomeReady() {
      session.give({ type: 'link_up' })
      session.hear(OK, REGISTERED, OK, STATUS_READY, OK, '040F0F27000400000000055549097887' + '0011', COMPLETION)
      return session
    },
    startSale() {
      session.becomeReady()
      const done = session.give({ type: 'start_payment', request: SALE })
      session.hear(OK)
      return done
    },
    kinds: () => facts.filter((fact) => 'payment' in fact).map((fact) => fact.kind),
    last: () => facts.at(-1),
    stage: () => state.stage.name,
  }
  return session
}

function describeEffect(effect: SessionEffect): string {
  switch (effect.type) {
    case 'send':
      return `send ${toHex(effect.apdu)}`
    case 'record':
      return `record ${effect.fact.kind}`
    case 'start_timer':
      return `${effect.timer} ${effect.delayMs}`
    case 'stop_timer':
      return `stop ${effect.timer}`
    default:
      return effect.type
  }
}

describe('before the first payment', () => {
  it('registers, asks for the status, learns the last record, then rests and polls', () => {
    const session = openSession({ password: '123456', configByte: 'DE', printLines: 'lines' })
    expect(session.give({ type: 'link_up' })).toContain('send 060006123456DE0978')
    expect(session.hear(OK, REGISTERED)).toEqual(expect.arrayContaining(['send 800000', 'send 0501051234560305']))
    expect(session.hear(OK, STATUS_READY)).toContain('send 0620051234560303')
    expect(session.hear(OK, COMPLETION)).toEqual(expect.arrayContaining(['send 800000', 'poll 8000']))
    expect(session.last()).toMatchObject({ kind: 'terminal.condition', condition: 'ready' })
    expect(session.give({ type: 'timer', timer: 'poll' })).toContain('send 0501051234560303')
  })

  it.each([
    ['060F0A19012952500041490978', 'initialisation_required'],
    ['060F0A19022952500041490978', 'diagnosis_required'],
  ])('reads from %s that the terminal needs something', (completion, reason) => {
    const session = openSession()
    session.give({ type: 'link_up' })
    session.hear(OK, completion)
    expect(session.last()).toMatchObject({ kind: 'terminal.condition', condition: 'needs_action', reason })
  })

  it('does not take the feature bits of a status byte for needs', () => {
    const session = openSession()
    session.give({ type: 'link_up' })
    session.hear(OK, '060F0A19102952523535490978')
    expect(session.facts.map((fact) => fact.kind)).toEqual(['terminal.identified'])
  })

  it('says which currency is wrong, and tries again later', () => {
    const session = openSession()
    session.give({ type: 'link_up' })
    expect(session.hear('841E036F0756')).toContain('retry 10000')
    expect(session.last()).toMatchObject({ condition: 'needs_action', reason: 'wrong_currency', code: '6f' })
    expect(session.give({ type: 'start_payment', request: SALE })).toEqual(['payment_started'])
    expect(session.kinds()).toEqual([])
  })

  it('is unreachable and silent when nobody answers, and opens the link anew', () => {
    const session = openSession()
    session.give({ type: 'link_up' })
    expect(session.give({ type: 'timer', timer: 't3' })).toContain('reopen_link')
    expect(session.last()).toMatchObject({ condition: 'unreachable', reason: 'silent' })
    session.give({ type: 'link_down', why: 'reopened' })
    session.give({ type: 'link_up' })
    session.give({ type: 'timer', timer: 't3' })
    expect(session.facts).toHaveLength(1)
  })

  it('tells a pulled plug from silence', () => {
    const session = openSession().becomeReady()
    session.give({ type: 'link_down', why: 'ENODEV' })
    expect(session.last()).toMatchObject({ condition: 'unreachable', reason: 'port_gone', text: 'ENODEV' })
  })

  it.each([
    ['060F01F0', 'needs_action', 'end_of_day_required'],
    ['060F01CC', 'needs_action', 'printer_not_ready'],
    ['060F019C', 'busy', 'please_wait'],
    ['060F01E0', 'maintenance', 'remote_maintenance'],
  ])('understands status %s', (completion, condition, reason) => {
    const session = openSession().becomeReady()
    session.give({ type: 'timer', timer: 'poll' })
    expect(session.hear(OK, completion)).toContain('poll 5000')
    expect(session.last()).toMatchObject({ condition, reason })
  })

  it('takes silence after announced maintenance for that maintenance, for a while', () => {
    const session = openSession().becomeReady()
    session.give({ type: 'timer', timer: 'poll' })
    session.hear(OK, '060F01E0')
    session.give({ type: 'timer', timer: 'poll' })
    session.give({ type: 'timer', timer: 't3' })
    expect(session.last()).toMatchObject({ condition: 'maintenance' })
    session.wait(16 * 60_000)
    session.give({ type: 'link_up' })
    session.give({ type: 'timer', timer: 't3' })
    expect(session.last()).toMatchObject({ condition: 'unreachable', reason: 'silent' })
  })
})

describe('a payment', () => {
  it('is on disk before its first byte', () => {
    const done = openSession().startSale()
    expect(done.slice(0, 1)).toEqual(['record payment.opened'])
    expect(done).toContain('send 06010A04000000001000490978')
  })

  it('has its result on disk before that is acknowledged, and is final with the next message only', () => {
    const session = openSession()
    session.startSale()
    expect(session.hear(APPROVED)).toEqual(['t4 180000', 'record payment.answered', 'send 800000'])
    expect(session.kinds()).toEqual(['payment.opened', 'payment.answered'])
    expect(session.hear('04FF010B')).toEqual(['record payment.finalised', 'prompt', 't4 180000', 'send 800000'])
    session.hear(COMPLETION)
    expect(session.kinds()).toEqual(['payment.opened', 'payment.answered', 'payment.finalised'])
  })

  it('is not acknowledged when the disk refuses the result, and taken back by the terminal', () => {
    const session = openSession()
    session.startSale()
    session.refuse = (fact) => fact.kind === 'payment.answered'
    expect(session.hear(APPROVED)).toEqual(['t4 180000', 'record payment.unknown'])
    session.refuse = () => false
    session.hear('04FF0105', CANCELLED, ABORTED)
    expect(session.kinds()).toEqual(['payment.opened', 'payment.unknown', 'payment.answered', 'payment.finalised'])
    expect(session.facts.findLast((fact) => 'payment' in fact)).toMatchObject({
      outcome: 'cancelled',
      reason: 'reversed_by_terminal',
    })
  })

  it('is not final while the terminal says that it takes it back', () => {
    const session = openSession()
    session.startSale()
    session.hear(APPROVED, '04FF0105', '04FF0117')
    expect(session.kinds()).toEqual(['payment.opened', 'payment.answered'])
    expect(session.hear(COMPLETION)).toContain('record payment.unknown')
  })

  it('that is approved, then taken back, is cancelled', () => {
    const session = openSession()
    session.startSale()
    session.hear(APPROVED, '04FF0105', CANCELLED, ABORTED)
    expect(session.facts.findLast((fact) => 'payment' in fact)).toMatchObject({
      kind: 'payment.finalised',
      outcome: 'cancelled',
      reason: 'reversed_by_terminal',
    })
  })

  it('whose result comes again is acknowledged again and booked once', () => {
    const session = openSession()
    session.startSale()
    session.hear(APPROVED)
    expect(session.hear(APPROVED)).toEqual(['t4 180000', 'send 800000'])
    session.hear(COMPLETION)
    expect(session.kinds()).toEqual(['payment.opened', 'payment.answered', 'payment.finalised'])
  })

  it('with a bitmap nobody knows is still acknowledged, for any refusal would undo it', () => {
    const session = openSession()
    session.startSale()
    expect(session.hear('040F0C27000400000000100087001277')).toContain('send 800000')
    expect(session.kinds()).toContain('payment.answered')
  })

  it('keeps no card number that a terminal writes into its texts', () => {
    const session = openSession()
    session.startSale()
    const text = Buffer.from('CARD 4761739001010119').toString('hex')
    session.hear(`040F1C27053CF0F2F1${text}`, '061E0105')
    expect(JSON.stringify(session.facts)).not.toMatch(/4761739001010119|343736313733393030/)
    expect(session.facts.findLast((fact) => 'payment' in fact)).toMatchObject({ result: { resultText: 'CARD 476173******0119' } })
  })

  it('may be aborted without a result byte', () => {
    const session = openSession()
    session.startSale()
    session.hear('061E00')
    expect(session.facts.findLast((fact) => 'payment' in fact)).toMatchObject({
      outcome: 'cancelled',
      reason: 'terminal_refused',
      result: {},
    })
  })

  it.each([
    ['8400009C', '849C00', 'cancelled', 'terminal_busy'],
    ['refused', '848300', 'declined', 'terminal_refused'],
    ['7D as a byte of its own', '841E017D', 'declined', 'terminal_refused'],
  ])('refused at once (%s)', (_, reply, outcome, reason) => {
    const session = openSession().becomeReady()
    session.give({ type: 'start_payment', request: SALE })
    session.hear(reply)
    expect(session.facts.findLast((fact) => 'payment' in fact)).toMatchObject({ outcome, reason })
    expect(session.stage()).toBe('idle')
  })

  it('tells declined by the host from cancelled by the customer', () => {
    const session = openSession()
    session.startSale()
    session.hear('040F022705', '061E0105')
    expect(session.facts.findLast((fact) => 'payment' in fact)).toMatchObject({
      outcome: 'declined',
      result: { resultCode: '05' },
    })
  })

  it('calls it a time-out when nobody showed a card', () => {
    const session = openSession()
    session.startSale()
    session.hear('04FF010A')
    session.wait(30_000)
    session.hear(CANCELLED, ABORTED)
    expect(session.facts.findLast((fact) => 'payment' in fact)).toMatchObject({ outcome: 'cancelled', reason: 'timeout' })
  })

  it('of another amount or currency than asked is approved as what it is, and reported', () => {
    const session = openSession()
    session.startSale()
    session.hear('040F12270004000000009900490756870012' + '0B', COMPLETION)
    expect(session.facts.filter((fact) => fact.kind === 'terminal.mismatch')).toMatchObject([
      { payment: 'p1', field: 'amount', expected: '1000', got: '9900' },
      { payment: 'p1', field: 'currency', expected: 'EUR', got: 'CHF' },
    ])
    expect(session.facts.findLast((fact) => 'payment' in fact)).toMatchObject({
      outcome: 'approved',
      amountMinor: 9_900,
      currency: 'CHF',
    })
  })

  it('waits as long as the terminal says: the second byte of 04 FF is T4 in minutes', () => {
    const session = openSession()
    session.startSale()
    expect(session.hear('04FF020A12')).toContain('t4 720000')
    expect(session.hear('04FF0117')).toContain('t4 180000')
  })

  it('that falls silent becomes unknown, not failed, and is never sent again', () => {
    const session = openSession()
    session.startSale()
    expect(session.give({ type: 'timer', timer: 't4' })).toEqual(
      expect.arrayContaining(['record payment.unknown', 'reopen_link']),
    )
    session.give({ type: 'link_down', why: 'reopened' })
    session.give({ type: 'link_up' })
    const asked = [...session.hear(OK, REGISTERED), ...session.hear(OK, STATUS_READY)]
    expect(asked.filter((effect) => effect.startsWith('send 0601'))).toEqual([])
    expect(asked).toContain('send 0620050000000303')
    session.hear(OK, APPROVED, COMPLETION)
    expect(session.facts.findLast((fact) => 'payment' in fact)).toMatchObject({ outcome: 'approved', recovered: true })
  })

  it('is not sent when the status enquiry it waited for never ended', () => {
    const session = openSession().becomeReady()
    session.give({ type: 'timer', timer: 'poll' })
    expect(session.give({ type: 'start_payment', request: SALE })).toEqual(['record payment.opened', 'payment_started'])
    const done = session.give({ type: 'timer', timer: 't3' })
    expect(done.filter((effect) => effect.startsWith('send'))).toEqual([])
    expect(session.facts.findLast((fact) => 'payment' in fact)).toMatchObject({
      kind: 'payment.finalised',
      outcome: 'cancelled',
      reason: 'not_processed',
    })
  })
})

describe('messages nobody asked for', () => {
  it.each(['06D80101', '06D900', '06DD00', '040D00', '06AA00'])('answers %s with 84 83 00', (apdu) => {
    expect(openSession().becomeReady().hear(apdu)).toEqual(['send 848300'])
  })

  it('records a result without a payment, and acknowledges it', () => {
    const session = openSession().becomeReady()
    expect(session.hear(APPROVED)).toEqual(['record terminal.mismatch', 'send 800000'])
    expect(session.last()).toMatchObject({ field: 'no_payment_open', got: 'result 00, amount 1000 EUR, receipt 0012' })
  })

  it('does not book a result that comes before the command is accepted', () => {
    const session = openSession().becomeReady()
    session.give({ type: 'start_payment', request: SALE })
    session.hear(APPROVED)
    expect(session.kinds()).toEqual(['payment.opened'])
    expect(session.last()).toMatchObject({ kind: 'terminal.mismatch', field: 'no_payment_open' })
  })

  it('joins a lost answer that comes late to its payment, by identity', () => {
    const session = openSession()
    session.startSale()
    session.give({ type: 'link_down', why: 'cut' })
    session.give({ type: 'link_up' })
    expect(session.hear(APPROVED)).toEqual(['record payment.answered', 'send 800000'])
    session.hear(OK, REGISTERED, OK, STATUS_READY, OK, APPROVED, COMPLETION)
    expect(session.kinds()).toEqual([
      'payment.opened',
      'payment.unknown',
      'payment.answered',
      'payment.inquired',
      'payment.finalised',
    ])
  })

  it('names ECR17 when that answers', () => {
    const session = openSession()
    session.give({ type: 'link_up' })
    const why = 'an ECR17 NAK: the terminal speaks ECR17 (Nexi), not ZVT, on this port'
    session.give({ type: 'unreadable', bytes: fromHex('150369'), why, outOfStep: false })
    expect(session.facts).toMatchObject([
      { kind: 'terminal.discarded', length: 3, why },
      { kind: 'terminal.condition', condition: 'unreachable', reason: 'foreign_protocol', text: 'Answers like ECR17, not ZVT.' },
    ])
    session.give({ type: 'timer', timer: 't3' })
    expect(session.facts).toHaveLength(2)
  })
})

describe('numbered messages', () => {
  const numbered = openSession({ messageSequence: true })

  it('answers a repeated number again and does nothing else about it', () => {
    expect(numbered.give({ type: 'link_up' })).toContain('send 06000E00000038097806061F7303000000')
    const first = numbered.hear(OK, '060F12190029525000414909780606' + '1F7303000000')
    expect(first).toEqual(expect.arrayContaining(['send 800000', 'send 05010D000000' + '030506061F7303000001']))
    const completion = '060F0900' + '06061F7303000001'
    numbered.hear('800008' + '06061F7303000001')
    const done = numbered.hear(completion)
    expect(done[0]).toBe('send 80000806061F7303000001')
    expect(done.length).toBeGreaterThan(1)
    expect(numbered.hear(completion)).toEqual(['send 80000806061F7303000001'])
  })
})
