import type { OpenPayment, OperationResult } from '../../terminal-driver.ts'
import type { UnknownReason } from '../../terminal-facts.ts'
import { endInquiry } from './ask-terminal.ts'
import { loseRunning, recordFinal } from './finalise.ts'
import { setForeignIfStrange } from './foreign.ts'
import { endOperation } from './operate.ts'
import { readSeenRecord } from './seen-record.ts'
import type { Stage, UnknownPayment } from './session-state.ts'
import { dropQueuedPayment } from './start-payment.ts'
import { EMPTY_TRANSCRIPT } from './transcript.ts'
import { answer, patch, record, setCondition, setStage, setUnreachable, stopTimer, type Turn } from './turn.ts'

/** Whatever was under way has broken off; nothing of it is assumed to have failed. */
export function abandon(turn: Turn, why: UnknownReason): void {
  const { stage, queued } = turn.state
  for (const timer of ['t3', 't4', 'poll', 'retry'] as const) stopTimer(turn, timer)
  if (stage.name === 'paying') loseRunning(turn, stage.payment, why)
  if (stage.name === 'asking') endInquiry(turn, 'no_answer', undefined)
  if (stage.name === 'operating') endOperation(turn, brokenOff(stage))
  if (queued?.what === 'payment') dropQueuedPayment(turn, 'not_processed')
  if (queued?.what === 'operation')
    endOperation(turn, { done: false, message: 'The connection to the terminal broke off before it was started.' })
  patch(turn, { queued: undefined, registered: false, checked: false })
  setStage(turn, { name: 'offline' })
  turn.proceed = false
}

/** Some terminals do not say that they start again once they have agreed to: they are gone. */
function brokenOff({ operation, step }: Extract<Stage, { name: 'operating' }>): OperationResult {
  if (operation === 'restart' && step === 'running')
    return { done: true, lines: ['The terminal agreed to start again, and the connection to it broke off.'] }
  return { done: false, message: 'The connection to the terminal broke off; it may still have done it.' }
}

export function linkUp(turn: Turn): void {
  if (turn.state.stage.name !== 'offline') abandon(turn, 'link_lost')
  patch(turn, { linkUp: true, reopening: false, learnTried: false, greeted: false, strange: undefined })
  turn.proceed = true
}

export function linkDown(turn: Turn, why: string): void {
  const isForeign = setForeignIfStrange(turn)
  abandon(turn, 'link_lost')
  if (!turn.state.reopening && !isForeign) setUnreachable(turn, 'port_gone', why)
  patch(turn, { linkUp: false, strange: undefined })
}

/** T3, T4 or a line that is out of step: over TCP and serial alike, close and begin anew (PA00P016 3.3). */
export function reopenLink(turn: Turn, lost: UnknownReason, why: string): void {
  abandon(turn, lost)
  patch(turn, { linkUp: false, reopening: true })
  turn.effects.push({ type: 'reopen_link', why })
}

/** 06 0F of 06 18: it goes off now and knows nothing of us when it is back. */
export function letRestart(turn: Turn): void {
  answer(turn)
  stopTimer(turn, 't4')
  endOperation(turn, { done: true, lines: ['The terminal starts again. It takes payments as soon as it has answered.'] })
  setStage(turn, { name: 'idle' })
  setCondition(turn, { condition: 'busy', reason: 'please_wait', text: 'The terminal starts again.' })
  reopenLink(turn, 'link_lost', 'the terminal was told to start again')
}

/** What an earlier run left open: a refusal told then stands, all else is asked about. */
export function resume(turn: Turn, open: readonly OpenPayment[], lastReceipt: string | undefined, wallMs: number): void {
  const unknown: UnknownPayment[] = []
  for (const { request, openedAtMs, answered, lastReceipt: before } of [...open].sort((a, b) => a.openedAtMs - b.openedAtMs)) {
    const payment: UnknownPayment = {
      request,
      openedMs: turn.nowMs - Math.max(0, wallMs - openedAtMs),
      seenBefore: before === undefined ? [] : [readSeenRecord(before)],
      ...(answered === undefined ? {} : { answered: { outcome: answered.outcome, result: answered.result } }),
      transcript: EMPTY_TRANSCRIPT,
      stage: 'asking',
      why: 'open_at_start',
      tries: 0,
      wasApproved: answered?.outcome === 'approved',
    }
    if (answered !== undefined && answered.outcome !== 'approved') {
      recordFinal(turn, payment, { outcome: answered.outcome, recovered: false, result: answered.result })
      continue
    }
    record(turn, { kind: 'payment.unknown', payment: request.paymentId, stage: 'asking', why: 'open_at_start', transcript: [] })
    unknown.push(payment)
  }
  // Only the newest can be the terminal's last record; asking cannot settle what lies before it.
  const settled = unknown.map(
    (payment, index): UnknownPayment => (index === unknown.length - 1 ? payment : { ...payment, stage: 'needs_person' }),
  )
  for (const { request, stage } of settled) {
    if (stage === 'needs_person')
      record(turn, { kind: 'payment.unknown', payment: request.paymentId, stage, why: 'open_at_start', transcript: [] })
  }
  patch(turn, { unknown: settled, seen: lastReceipt === undefined ? [] : [readSeenRecord(lastReceipt)] })
}
