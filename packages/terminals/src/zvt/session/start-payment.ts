import type { PaymentRequest, StartResult } from '../../terminal-driver.ts'
import { abortCommand, paymentCommand } from './commands.ts'
import { recordFinal } from './finalise.ts'
import { findCommandProblem } from './find-command-problem.ts'
import { writeSeenRecord } from './seen-record.ts'
import type { RunningPayment } from './session-state.ts'
import { EMPTY_TRANSCRIPT } from './transcript.ts'
import {
  patch,
  patchPayment,
  recordFirst,
  runningPayment,
  sendCommand,
  setStage,
  startTimer,
  stopTimer,
  type Turn,
} from './turn.ts'

type Refusal = Extract<StartResult, { started: false }>

function refuse(refused: Refusal['refused'], message: string): Refusal {
  return { started: false, refused, message }
}

function findRefusal(turn: Turn, request: PaymentRequest): Refusal | undefined {
  const { state, settings } = turn
  const open = state.unknown.at(-1)
  if (open !== undefined) {
    const next =
      open.stage === 'asking' ? 'The terminal is being asked; wait for its answer.' : 'A person must decide about it first.'
    return refuse('unknown_open', `The outcome of payment ${open.request.paymentId} on this terminal is not known yet. ${next}`)
  }
  const problem = findCommandProblem(request, settings)
  if (problem !== undefined) return refuse('unsupported', problem)
  if (state.queued !== undefined || state.stage.name === 'paying' || state.stage.name === 'operating') {
    return refuse('busy', 'The terminal is busy with another payment or operation. Wait until it has ended.')
  }
  if (state.condition?.condition === 'maintenance') {
    return refuse(
      'not_ready',
      'The terminal is in maintenance and answers nobody for some minutes. Take the payment on another lane.',
    )
  }
  const ready = state.stage.name === 'idle' || state.stage.name === 'checking' || state.stage.name === 'learning'
  return ready
    ? undefined
    : refuse('not_ready', 'The terminal is not connected or has not accepted our registration. See its condition.')
}

/** Starts a payment: on disk first, on the wire second. While a status enquiry runs it waits for that to end. */
export function startPayment(turn: Turn, request: PaymentRequest): void {
  const refusal = findRefusal(turn, request)
  if (refusal !== undefined) {
    turn.effects.push({ type: 'payment_started', result: refusal })
    return
  }
  const payment: RunningPayment = {
    request,
    openedMs: turn.nowMs,
    seenBefore: turn.state.seen,
    transcript: EMPTY_TRANSCRIPT,
    step: 'reply',
    cancel: 'no',
    takingBack: false,
    wasApproved: false,
    sawCard: false,
    finalised: false,
    unknownRecorded: false,
  }
  const last = turn.state.seen.at(-1)
  recordFirst(turn, {
    kind: 'payment.opened',
    payment: request.paymentId,
    paymentKind: request.kind,
    amountMinor: request.amountMinor,
    currency: request.currency,
    ...(request.parent === undefined ? {} : { parent: request.parent.paymentId }),
    ...(last === undefined ? {} : { lastReceipt: writeSeenRecord(last) }),
    details: request.details,
  })
  turn.effects.push({ type: 'payment_started', result: { started: true } })
  if (turn.state.stage.name === 'idle') sendPayment(turn, payment)
  else patch(turn, { queued: { what: 'payment', payment } })
}

/** Sends the command of a payment that is on disk. */
export function sendPayment(turn: Turn, payment: RunningPayment): void {
  stopTimer(turn, 'poll')
  // What was learnt while it waited counts as seen before it too.
  setStage(turn, { name: 'paying', payment: { ...payment, seenBefore: turn.state.seen } })
  sendCommand(turn, paymentCommand(turn.settings, payment.request))
  startTimer(turn, 't3', turn.settings.timers.t3)
}

/** A payment that never left: the terminal cannot know it. */
export function dropQueuedPayment(turn: Turn, reason: 'not_processed' | 'till_cancelled'): void {
  const { queued } = turn.state
  if (queued?.what !== 'payment') return
  patch(turn, { queued: undefined })
  recordFinal(turn, queued.payment, { outcome: 'cancelled', reason, recovered: false, result: {} })
}

/** Asks the terminal to stop; the payment's own outcome still comes, and may be an approval. */
export function cancelPayment(turn: Turn, paymentId: string): void {
  const { queued } = turn.state
  if (queued?.what === 'payment' && queued.payment.request.paymentId === paymentId) {
    dropQueuedPayment(turn, 'till_cancelled')
    turn.effects.push({ type: 'cancel_answered', result: 'asked' })
    return
  }
  const payment = runningPayment(turn)
  if (payment === undefined || payment.request.paymentId !== paymentId) {
    const isOpen = turn.state.unknown.some((unknown) => unknown.request.paymentId === paymentId)
    turn.effects.push({ type: 'cancel_answered', result: isOpen ? 'too_late' : 'no_such_payment' })
    return
  }
  if (payment.answered !== undefined || payment.finalised) {
    turn.effects.push({ type: 'cancel_answered', result: 'too_late' })
    return
  }
  if (payment.cancel === 'no') {
    if (payment.step === 'running') sendAbort(turn)
    else patchPayment(turn, { cancel: 'wanted' })
  }
  turn.effects.push({ type: 'cancel_answered', result: 'asked' })
}

/** 06 B0 while a payment runs; its reply is told from the others because ours are all answers. */
export function sendAbort(turn: Turn): void {
  patchPayment(turn, { cancel: 'sent' })
  sendCommand(turn, abortCommand())
}

/** The journal refused to open the payment: it never existed. */
export function undoStart(turn: Turn): void {
  patch(turn, { queued: undefined })
  if (turn.state.stage.name !== 'paying') return
  setStage(turn, { name: 'idle' })
  turn.proceed = true
}
