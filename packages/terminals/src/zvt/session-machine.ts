import type { TerminalFact } from '../terminal-facts.ts'
import { redactBytes } from './redact.ts'
import { recordFinal } from './session/finalise.ts'
import { noteStrange, setForeignIfStrange } from './session/foreign.ts'
import { undoLateResult } from './session/late-result.ts'
import { linkDown, linkUp, reopenLink, resume } from './session/link-changes.ts'
import { startOperation } from './session/operate.ts'
import { proceed } from './session/proceed.ts'
import { undoAnswer, undoUnknown } from './session/run-payment.ts'
import type { SessionEffect, SessionInput, SessionState, TimerName } from './session/session-state.ts'
import { cancelPayment, startPayment, undoStart } from './session/start-payment.ts'
import { takeApdu } from './session/take-message.ts'
import { patch, record, setStage, setUnreachable, type Turn } from './session/turn.ts'
import type { ZvtSettings } from './settings.ts'

export type { SessionEffect, SessionInput, SessionState } from './session/session-state.ts'

export interface SessionStep {
  readonly state: SessionState
  readonly effects: readonly SessionEffect[]
}

/** The state of a session whose link has never been up. */
export function createSessionState(): SessionState {
  return {
    stage: { name: 'offline' },
    linkUp: false,
    registered: false,
    checked: false,
    greeted: false,
    unknown: [],
    seen: [],
    learnTried: false,
    reopening: false,
  }
}

function takeUnreadable(turn: Turn, input: Extract<SessionInput, { type: 'unreadable' }>): void {
  record(turn, { kind: 'terminal.discarded', ...redactBytes(input.bytes), why: input.why })
  noteStrange(turn, input.why)
  // Over TCP nothing marks the start of the next message: only a new connection brings both sides in step.
  if (input.outOfStep) reopenLink(turn, 'protocol_error', `A message could not be read: ${input.why}.`)
}

function takeTimer(turn: Turn, timer: TimerName) {
  switch (timer) {
    case 't3':
      if (!setForeignIfStrange(turn) && turn.state.condition?.reason !== 'foreign_protocol') {
        setUnreachable(turn, 'silent', 'The port is open, but the terminal does not answer.')
      }
      return reopenLink(turn, 'no_answer', 'The terminal did not accept a command within T3.')
    case 't4':
      setUnreachable(turn, 'silent', 'The terminal stopped answering in the middle of a command.')
      return reopenLink(turn, 'no_answer', 'The terminal did not end a command within T4.')
    case 'poll':
      if (turn.state.stage.name !== 'idle') return
      patch(turn, { checked: false })
      turn.proceed = true
      return
    case 'retry':
      if (turn.state.stage.name === 'waiting') turn.proceed = true
      return
  }
}

function decide(turn: Turn, paymentId: string, outcome: 'approved' | 'cancelled'): void {
  const payment = turn.state.unknown.find((unknown) => unknown.request.paymentId === paymentId)
  turn.effects.push({ type: 'decided', done: payment !== undefined })
  if (payment === undefined) return
  recordFinal(turn, payment, { outcome, reason: 'decided_by_person', recovered: false, result: payment.answered?.result ?? {} })
  const wasAsked = turn.state.stage.name === 'asking' && turn.state.unknown.at(-1) === payment
  patch(turn, { unknown: turn.state.unknown.filter((unknown) => unknown !== payment), retryAtMs: undefined })
  // The inquiry under way runs on as one that only learns what the last record is.
  if (wasAsked && turn.state.stage.name === 'asking') setStage(turn, { ...turn.state.stage, name: 'learning' })
  else if (turn.state.stage.name === 'waiting') turn.proceed = true
}

function journalFailed(turn: Turn, fact: TerminalFact) {
  if (fact.kind === 'payment.opened') return undoStart(turn)
  if (fact.kind === 'payment.unknown') return undoUnknown(turn, fact)
  if (fact.kind !== 'payment.answered') return
  undoAnswer(turn, fact)
  undoLateResult(turn, fact)
}

function dispatch(turn: Turn, input: SessionInput) {
  switch (input.type) {
    case 'link_up':
      return linkUp(turn)
    case 'link_down':
      return linkDown(turn, input.why)
    case 'apdu':
      return takeApdu(turn, input.apdu)
    case 'unreadable':
      return takeUnreadable(turn, input)
    case 'transmission_failed':
      if (turn.state.condition?.reason !== 'foreign_protocol')
        setUnreachable(turn, 'silent', 'The terminal does not acknowledge what is sent to it.')
      return reopenLink(turn, 'no_answer', 'A message was not acknowledged after three tries.')
    case 'timer':
      return takeTimer(turn, input.timer)
    case 'resume':
      return resume(turn, input.open, input.lastReceipt, input.wallMs)
    case 'start_payment':
      return startPayment(turn, input.request)
    case 'cancel_payment':
      return cancelPayment(turn, input.paymentId)
    case 'operate':
      return startOperation(turn, input.operation)
    case 'decide':
      return decide(turn, input.paymentId, input.outcome)
    case 'journal_failed':
      return journalFailed(turn, input.fact)
  }
}

/**
 * One step of a ZVT session, till side: no clock, no port, no disk. Effects are to be carried out in order; when a
 * `record` with `mustPrecede` fails, the rest is dropped and `journal_failed` comes in.
 */
export function stepSession(settings: ZvtSettings, state: SessionState, input: SessionInput, nowMs: number): SessionStep {
  const turn: Turn = { settings, nowMs, state, effects: [], proceed: false }
  dispatch(turn, input)
  if (turn.proceed) proceed(turn)
  return { state: turn.state, effects: turn.effects }
}
