import type { PaymentResult } from '../../payment-facts.ts'
import type { TerminalFact } from '../../terminal-facts.ts'
import type { ZvtMessage } from '../message.ts'
import { readPaymentResult } from '../payment-result.ts'
import { readReply } from './accept.ts'
import { inquiryCommand } from './commands.ts'
import { type Ending, recordFinal } from './finalise.ts'
import { judgeRecord, NO_RECEIPT } from './judge-record.ts'
import type { UnknownPayment } from './session-state.ts'
import { EMPTY_TRANSCRIPT, transcriptEntries } from './transcript.ts'
import {
  answer,
  askedPayment,
  patch,
  patchAsked,
  record,
  sendCommand,
  setStage,
  startTimer,
  stopTimer,
  type Turn,
} from './turn.ts'

type Verdict = Extract<TerminalFact, { kind: 'payment.inquired' }>['verdict']

const BUSY = 0x9c

/** 06 20 about the newest unknown payment. The sale itself is never sent again. */
export function askTerminal(turn: Turn): void {
  setStage(turn, { name: 'asking', step: 'reply' })
  sendCommand(turn, inquiryCommand(turn.settings))
  startTimer(turn, 't3', turn.settings.timers.t3)
}

export function takeAskingReply(turn: Turn, message: ZvtMessage): void {
  const { stage } = turn.state
  const reply = readReply(message)
  if (stage.name !== 'asking' || stage.step !== 'reply' || reply === undefined) return
  stopTimer(turn, 't3')
  if (reply.accepted) {
    setStage(turn, { ...stage, step: 'running' })
    startTimer(turn, 't4', turn.settings.timers.t4)
    return
  }
  endInquiry(turn, reply.code === BUSY ? 'busy' : 'no_answer', undefined)
}

/** 04 0F that answers the inquiry. Acknowledging it commits nothing: the record is the terminal's already. */
export function takeAskedRecord(turn: Turn, message: ZvtMessage): void {
  const { stage } = turn.state
  if (stage.name !== 'asking') return
  setStage(turn, { ...stage, record: readPaymentResult(message) })
  startTimer(turn, 't4', turn.settings.timers.t4)
  answer(turn)
}

/** 06 0F or 06 1E ends the inquiry: what did it bring? */
export function completeInquiry(turn: Turn, aborted?: { readonly code: number | undefined }) {
  const { stage } = turn.state
  const asked = askedPayment(turn.state)
  if (stage.name !== 'asking' || asked === undefined) return
  answer(turn)
  stopTimer(turn, 't4')
  // An error is no statement about the record.
  if (aborted !== undefined) return endInquiry(turn, aborted.code === BUSY ? 'busy' : 'no_answer', undefined)
  endInquiry(turn, judgeRecord(stage.record, asked), stage.record)
}

/** The terminal was found busy, or did not answer: that too is an inquiry, and on record. */
export function endInquiry(turn: Turn, verdict: Verdict, found: PaymentResult | undefined): void {
  const asked = askedPayment(turn.state)
  if (asked === undefined) return
  const tries = asked.tries + 1
  record(turn, {
    kind: 'payment.inquired',
    payment: asked.request.paymentId,
    attempt: tries,
    verdict,
    transcript: transcriptEntries(asked.transcript),
  })
  patchAsked(turn, { tries, transcript: EMPTY_TRANSCRIPT })
  setStage(turn, { name: 'waiting' })
  turn.proceed = true
  const ending = findEnding(verdict, asked, found)
  if (ending !== undefined) {
    recordFinal(turn, { ...asked, transcript: EMPTY_TRANSCRIPT }, ending)
    patch(turn, { unknown: turn.state.unknown.slice(0, -1), retryAtMs: undefined })
  } else if (verdict === 'other_record' || tries >= turn.settings.inquiryTries) {
    needPerson(turn, asked)
  } else {
    const { inquiryFirst, inquiryMax } = turn.settings.timers
    patch(turn, { retryAtMs: turn.nowMs + Math.min(inquiryFirst * 2 ** (tries - 1), inquiryMax), checked: false })
  }
}

function needPerson(turn: Turn, asked: UnknownPayment): void {
  record(turn, {
    kind: 'payment.unknown',
    payment: asked.request.paymentId,
    stage: 'needs_person',
    why: asked.why,
    transcript: [],
  })
  patchAsked(turn, { stage: 'needs_person' })
  patch(turn, { retryAtMs: undefined })
}

function findEnding(verdict: Verdict, asked: UnknownPayment, found: PaymentResult | undefined): Ending | undefined {
  const undone: Ending = {
    outcome: 'cancelled',
    reason: asked.wasApproved ? 'reversed_by_terminal' : 'not_processed',
    recovered: true,
    result: asked.answered?.result ?? {},
  }
  const told = asked.answered
  // A refusal that came late is the outcome, whatever the last record is.
  if (told !== undefined && told.outcome !== 'approved' && verdict !== 'busy' && verdict !== 'no_answer') {
    return { outcome: told.outcome, recovered: true, result: told.result }
  }
  switch (verdict) {
    case 'same': {
      const result = { ...asked.answered?.result, ...found }
      if (found?.resultCode === undefined || found.resultCode === '00') return { outcome: 'approved', recovered: true, result }
      return found.resultCode === '6c' ? { ...undone, result } : { outcome: 'declined', recovered: true, result }
    }
    case 'older_record':
      return undone
    case 'reversed':
      return { ...undone, reason: 'reversed_by_terminal' }
    case 'no_record':
      // It had no record before the attempt either, so "none" is not a record that was cleared meanwhile.
      return asked.seenBefore.at(-1)?.receipt === NO_RECEIPT ? undone : undefined
    case 'other_record':
    case 'no_answer':
    case 'busy':
      return undefined
  }
}
