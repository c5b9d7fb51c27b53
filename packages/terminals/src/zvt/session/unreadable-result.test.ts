import { describe, expect, it } from 'vitest'
import type { TerminalFact } from '../../terminal-facts.ts'
import { fromHex, toHex } from '../hex.ts'
import { parseZvtSettings } from '../parse-settings.ts'
import { createSessionState, type SessionInput, stepSession } from '../session-machine.ts'

const SALE = { paymentId: 'p1', kind: 'sale', amountMinor: 1_000, currency: 'EUR', details: {} } as const
const OK = '800000'
const COMPLETION = '060F00'
/** Approved, but a bitmap nobody knows stands first: nothing after it can be read. */
const UNREADABLE = '040F19CE01' + '270004000000001000490978' + '0B000034' + '0C101112' + '870012'
const APPROVED = `040F17${UNREADABLE.slice(10)}`

/** A session whose terminal answers the first `06 20` with `records`; `refuses` says which facts the disk does not take. */
function openSession(records: readonly string[], lastReceipt?: string) {
  const parsed = parseZvtSettings({})
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
  const { settings } = parsed
  const facts: TerminalFact[] = []
  let state = createSessionState()
  const session = {
    facts,
    refuses: (_: TerminalFact): boolean => false,
    give(input: SessionInput): string[] {
      const done: string[] = []
      const step = stepSession(settings, state, input, 0)
      state = step.state
      for (const effect of step.effects) {
        if (effect.type === 'record' && effect.mustPrecede && session.refuses(effect.fact))
          return [...done, ...session.give({ type: 'journal_failed', fact: effect.fact })]
        if (effect.type === 'record') facts.push(effect.fact)
        if (effect.type === 'record') done.push(effect.fact.kind)
        if (effect.type === 'send') done.push(toHex(effect.apdu))
      }
      return done
    },
    hear: (...apdus: readonly string[]) => apdus.map((apdu) => session.give({ type: 'apdu', apdu: fromHex(apdu) })).at(-1) ?? [],
    kinds: () => facts.filter((fact) => 'payment' in fact).map((fact) => fact.kind),
  }
  if (lastReceipt !== undefined) session.give({ type: 'resume', open: [], lastReceipt, wallMs: 0 })
  session.give({ type: 'link_up' })
  session.hear(OK, '060F0A19002952500041490978', OK, '060F0100', OK, ...records, COMPLETION)
  session.give({ type: 'start_payment', request: SALE })
  session.hear(OK)
  return session
}

describe('a result that cannot be read', () => {
  it('is on disk before it is acknowledged', () => {
    const session = openSession([])
    expect(session.hear(UNREADABLE)).toEqual(['payment.unknown', OK])
    const transcript = session.facts.flatMap((fact) => (fact.kind === 'payment.unknown' ? fact.transcript : []))
    expect(transcript.at(-1)?.hex).toContain(UNREADABLE.slice(0, 14))
  })

  it('is not acknowledged when the disk refuses it, and told again at the end', () => {
    const session = openSession([])
    session.refuses = (fact) => fact.kind === 'payment.unknown'
    expect(session.hear(UNREADABLE)).toEqual([])
    session.refuses = () => false
    session.hear(COMPLETION)
    expect(session.kinds()).toEqual(['payment.opened', 'payment.unknown'])
  })

  it('is never taken for "not processed", though the terminal had no record before', () => {
    const session = openSession([])
    session.hear(UNREADABLE, COMPLETION, OK, UNREADABLE, COMPLETION)
    expect(session.kinds()).toEqual(['payment.opened', 'payment.unknown', 'payment.inquired', 'payment.unknown'])
    expect(session.facts.at(-1)).toMatchObject({ kind: 'payment.unknown', stage: 'needs_person' })
  })

  it('is what a readable one after it says', () => {
    const session = openSession([])
    session.hear(UNREADABLE, APPROVED, COMPLETION)
    expect(session.kinds()).toEqual(['payment.opened', 'payment.unknown', 'payment.answered', 'payment.finalised'])
  })

  it('teaches nothing about the last record: a later inquiry does not start from "there was none"', () => {
    const session = openSession([UNREADABLE])
    expect(session.facts.find((fact) => fact.kind === 'payment.opened')).not.toHaveProperty('lastReceipt')
  })
})

describe('what an earlier run knew', () => {
  it('is learnt again when it is a receipt number alone, for that may be given out again', () => {
    const session = openSession([APPROVED], '0012')
    expect(session.facts.find((fact) => fact.kind === 'payment.opened')).toMatchObject({ lastReceipt: '0012/000034' })
  })

  it('is enough when it has a trace number', () => {
    const session = openSession([], '0012/000034')
    expect(session.facts.find((fact) => fact.kind === 'payment.opened')).toMatchObject({ lastReceipt: '0012/000034' })
  })
})

describe('a result nobody waits for', () => {
  it('is not acknowledged unless it is on disk', () => {
    const session = openSession([])
    session.hear('061E016C')
    session.refuses = (fact) => fact.kind === 'terminal.mismatch'
    expect(session.hear(APPROVED)).toEqual([])
    session.refuses = () => false
    expect(session.hear(APPROVED)).toEqual(['terminal.mismatch', OK])
  })
})
