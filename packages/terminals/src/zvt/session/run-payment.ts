import type { PaymentResult } from '../../payment-facts.ts'
import type { ZvtMessage } from '../message.ts'
import { readPaymentResult } from '../payment-result.ts'
import { hexCode, readReply } from './accept.ts'
import { CONTROL } from './commands.ts'
import { cancelReason, finaliseRunning, loseRunning } from './finalise.ts'
import { findMismatches } from './find-mismatches.ts'
import { recordStray } from './late-result.ts'
import { isTakingBack, waitsForCard } from './progress.ts'
import type { AnsweredFact, RunningPayment, UnknownFact } from './session-state.ts'
import { sendAbort } from './start-payment.ts'
import { noteResultCode } from './terminal-condition.ts'
import { EMPTY_TRANSCRIPT, transcriptEntries } from './transcript.ts'
import {
  answer,
  patch,
  patchPayment,
  record,
  recordFirst,
  runningPayment,
  setStage,
  startTimer,
  stopTimer,
  type Turn,
} from './turn.ts'

const CANCELLED = 0x6c
const BUSY = 0x9c

/** The reply to the payment's command, or to our request to stop it. */
export function takePaymentReply(turn: Turn, message: ZvtMessage): void {
  const payment = runningPayment(turn)
  const reply = readReply(message)
  // Once the payment runs, the only command of ours is 06 B0: whichever its reply, the payment's own end decides.
  if (payment === undefined || reply === undefined || payment.step === 'running') return
  stopTimer(turn, 't3')
  if (reply.accepted) {
    patchPayment(turn, { step: 'running', acceptedMs: turn.nowMs })
    startTimer(turn, 't4', turn.settings.timers.t4)
    if (payment.cancel === 'wanted') sendAbort(turn)
    return
  }
  const result: PaymentResult = { resultCode: hexCode(reply.code) }
  if (reply.code === BUSY) finaliseRunning(turn, payment, { outcome: 'cancelled', reason: 'terminal_busy', result })
  else if (reply.code === CANCELLED)
    finaliseRunning(turn, payment, { outcome: 'cancelled', reason: cancelReason(turn, payment), result })
  else finaliseRunning(turn, payment, { outcome: 'declined', reason: 'terminal_refused', result })
  noteResultCode(turn, reply.code)
  endExchange(turn)
}

function endExchange(turn: Turn): void {
  stopTimer(turn, 't3')
  stopTimer(turn, 't4')
  setStage(turn, { name: 'idle' })
  turn.proceed = true
}

/**
 * An approval is final with the message that shows the terminal got our 80 00 00: any but a repeated result and
 * 04 FF 05. Where we print the receipts only the completion shows it, for an unprinted receipt is taken back too.
 */
export function confirmApproval(turn: Turn, message: ZvtMessage): void {
  const payment = runningPayment(turn)
  if (payment === undefined || payment.finalised || payment.answered?.outcome !== 'approved') return
  if (message.control === CONTROL.intermediateStatus && isTakingBack(message.head[0] ?? 0)) {
    patchPayment(turn, { takingBack: true })
    return
  }
  if (payment.takingBack || message.control === CONTROL.statusInformation || message.control === CONTROL.abort) return
  if (turn.settings.printLines !== 'none' && message.control !== CONTROL.completion) return
  finaliseRunning(turn, payment, { outcome: 'approved' })
}

/** What the terminal asks of the customer: kept, to tell "gave up waiting" from "pressed Stop". */
export function notePaymentStatus(turn: Turn, code: number): void {
  const payment = runningPayment(turn)
  if (payment !== undefined && !payment.sawCard && !waitsForCard(code)) patchPayment(turn, { sawCard: true })
}

/** 04 0F of the running payment: on disk first, acknowledged second. */
export function takePaymentResult(turn: Turn, message: ZvtMessage) {
  const payment = runningPayment(turn)
  if (payment === undefined) return
  // Before the terminal has accepted our command, a result is somebody else's.
  if (payment.step === 'reply') return recordStray(turn, message)
  const result = readPaymentResult(message)
  startTimer(turn, 't4', turn.settings.timers.t4)
  const fingerprint = [result.resultCode, result.receipt, result.trace, result.amountMinor, result.terminalTime].join('|')
  if (payment.lastStatus === fingerprint) return answer(turn)
  if (payment.finalised) return recordStray(turn, message)
  if (result.resultCode === undefined) return takeUnreadableResult(turn, payment)
  const outcome = result.resultCode === '00' ? 'approved' : result.resultCode === hexCode(CANCELLED) ? 'cancelled' : 'declined'
  if (outcome === 'approved') for (const mismatch of findMismatches(payment.request, result)) record(turn, mismatch)
  const fact: AnsweredFact = {
    kind: 'payment.answered',
    payment: payment.request.paymentId,
    outcome,
    result,
    transcript: transcriptEntries(payment.transcript),
  }
  recordFirst(turn, fact)
  patchPayment(turn, {
    answered: { outcome, result },
    lastStatus: fingerprint,
    wasApproved: payment.wasApproved || outcome === 'approved',
    takingBack: false,
    transcript: EMPTY_TRANSCRIPT,
  })
  answer(turn)
}

/** A result that does not say what it is: on disk as unknown before it is acknowledged, for refusing it would undo the payment. */
function takeUnreadableResult(turn: Turn, payment: RunningPayment): void {
  if (!payment.unknownRecorded && payment.answered === undefined) {
    recordFirst(turn, {
      kind: 'payment.unknown',
      payment: payment.request.paymentId,
      stage: 'asking',
      why: 'protocol_error',
      transcript: transcriptEntries(payment.transcript),
    })
    patchPayment(turn, { unknownRecorded: true, transcript: EMPTY_TRANSCRIPT })
  }
  answer(turn)
}

/** The journal refused the unknown: nothing was acknowledged, and it is told again when the exchange ends. */
export function undoUnknown(turn: Turn, fact: UnknownFact): void {
  const payment = runningPayment(turn)
  if (payment === undefined || payment.request.paymentId !== fact.payment) return
  judgeAgain(turn)
  patchPayment(turn, { unknownRecorded: false })
}

/** The same number again must be judged again, not answered from memory. */
function judgeAgain(turn: Turn): void {
  const { sequence } = turn.state
  if (sequence !== undefined) patch(turn, { sequence: { active: sequence.active, lastSent: sequence.lastSent } })
}

/** The journal refused the result: it is not acknowledged, so the terminal takes the payment back by itself. */
export function undoAnswer(turn: Turn, fact: AnsweredFact): void {
  const payment = runningPayment(turn)
  if (payment === undefined || payment.request.paymentId !== fact.payment) return
  judgeAgain(turn)
  if (!payment.unknownRecorded) {
    record(turn, {
      kind: 'payment.unknown',
      payment: fact.payment,
      stage: 'asking',
      why: 'journal_failed',
      transcript: fact.transcript,
    })
  }
  patchPayment(turn, { answered: undefined, lastStatus: undefined, unknownRecorded: true })
}

/** 06 0F: the command has ended well. */
export function completePayment(turn: Turn): void {
  const payment = runningPayment(turn)
  if (payment === undefined) return
  settleAtEnd(turn, payment)
  answer(turn)
  endExchange(turn)
}

function settleAtEnd(turn: Turn, payment: RunningPayment) {
  if (payment.finalised) return
  const told = payment.answered
  if (told === undefined || told.outcome === 'approved') return loseRunning(turn, payment, 'protocol_error')
  finaliseRunning(turn, payment, {
    outcome: told.outcome,
    reason: told.outcome === 'cancelled' ? cancelReason(turn, payment) : undefined,
  })
}

/** 06 1E: the command has failed. Some terminals leave the result byte out. */
export function abortPayment(turn: Turn, message: ZvtMessage): void {
  const payment = runningPayment(turn)
  if (payment === undefined) return
  const code = message.head[0]
  if (payment.finalised || payment.answered !== undefined) {
    settleAtEnd(turn, payment)
  } else {
    const result: PaymentResult = code === undefined ? {} : { resultCode: hexCode(code) }
    if (code === CANCELLED) finaliseRunning(turn, payment, { outcome: 'cancelled', reason: cancelReason(turn, payment), result })
    else if (code === BUSY) finaliseRunning(turn, payment, { outcome: 'cancelled', reason: 'terminal_busy', result })
    else if (code === undefined && payment.cancel !== 'no')
      finaliseRunning(turn, payment, { outcome: 'cancelled', reason: 'till_cancelled', result })
    else if (code === undefined) finaliseRunning(turn, payment, { outcome: 'cancelled', reason: 'terminal_refused', result })
    else finaliseRunning(turn, payment, { outcome: 'declined', reason: 'terminal_refused', result })
  }
  if (code !== undefined) noteResultCode(turn, code)
  answer(turn)
  endExchange(turn)
}
