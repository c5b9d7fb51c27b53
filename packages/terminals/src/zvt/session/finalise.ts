import type { PaymentResult } from '../../payment-facts.ts'
import type { FinalReason, UnknownReason } from '../../terminal-facts.ts'
import { NO_RECEIPT } from './judge-record.ts'
import type { AnsweredFact, RunningPayment, SeenRecord, UnknownPayment } from './session-state.ts'
import { EMPTY_TRANSCRIPT, transcriptEntries } from './transcript.ts'
import { patch, patchPayment, record, type Turn } from './turn.ts'

/** Enough to outlast a few declined payments whose receipt numbers the terminal may or may not keep. */
const MAX_SEEN = 8

export interface Ending {
  readonly outcome: AnsweredFact['outcome']
  readonly reason?: FinalReason | undefined
  readonly recovered: boolean
  readonly result: PaymentResult
}

/** Keeps a record of the terminal in mind, so that a later inquiry cannot take it for a newer payment. */
export function rememberRecord(turn: Turn, result: PaymentResult): void {
  if (result.receipt === undefined) return
  const { receipt, trace, terminalDate, terminalTime } = result
  const seen: SeenRecord = {
    receipt,
    ...(trace === undefined ? {} : { trace }),
    ...(terminalDate === undefined ? {} : { date: terminalDate }),
    ...(terminalTime === undefined ? {} : { time: terminalTime }),
  }
  const others = turn.state.seen.filter((one) => one.receipt !== receipt && one.receipt !== NO_RECEIPT)
  patch(turn, { seen: [...others.slice(1 - MAX_SEEN), seen] })
}

/** Records the outcome that cannot change any more. The amount is what the terminal booked, where it told. */
export function recordFinal(turn: Turn, payment: RunningPayment | UnknownPayment, ending: Ending): void {
  const { request } = payment
  const approved = ending.outcome === 'approved'
  const told = ending.result.amountMinor
  record(turn, {
    kind: 'payment.finalised',
    payment: request.paymentId,
    paymentKind: request.kind,
    outcome: ending.outcome,
    amountMinor: approved && told !== undefined ? told : request.amountMinor,
    currency: (approved ? ending.result.currency : undefined) ?? request.currency,
    ...(ending.reason === undefined ? {} : { reason: ending.reason }),
    recovered: ending.recovered,
    result: ending.result,
    transcript: transcriptEntries(payment.transcript),
  })
  if (approved) rememberRecord(turn, ending.result)
}

/** The running payment is settled; its exchange with the terminal may go on for a few messages. */
export function finaliseRunning(
  turn: Turn,
  payment: RunningPayment,
  ending: Omit<Ending, 'recovered' | 'result'> & { result?: PaymentResult },
): void {
  recordFinal(turn, payment, { ...ending, recovered: false, result: ending.result ?? payment.answered?.result ?? {} })
  patchPayment(turn, { finalised: true, transcript: EMPTY_TRANSCRIPT })
}

/** Why a payment ended without money moving. */
export function cancelReason(turn: Turn, payment: RunningPayment): FinalReason {
  if (payment.wasApproved) return 'reversed_by_terminal'
  if (payment.cancel !== 'no') return 'till_cancelled'
  // 6C stands for both; a terminal gives up on a card after 30 s (PA00P015 2.2.1, bitmap 01).
  const waitedMs = payment.acceptedMs === undefined ? 0 : turn.nowMs - payment.acceptedMs
  return !payment.sawCard && waitedMs >= 29_000 ? 'timeout' : 'customer_cancelled'
}

/**
 * The exchange broke off. A refusal already told stands; anything else is unknown until the terminal is asked,
 * for it may have charged the card, or be taking a charge back.
 */
export function loseRunning(turn: Turn, payment: RunningPayment, why: UnknownReason): void {
  if (payment.finalised) return
  const told = payment.answered
  if (told !== undefined && told.outcome !== 'approved') {
    const reason = told.outcome === 'cancelled' ? cancelReason(turn, payment) : undefined
    recordFinal(turn, payment, { outcome: told.outcome, reason, recovered: false, result: told.result })
    return
  }
  if (!payment.unknownRecorded) {
    record(turn, {
      kind: 'payment.unknown',
      payment: payment.request.paymentId,
      stage: 'asking',
      why,
      transcript: transcriptEntries(payment.transcript),
    })
  }
  const { request, openedMs, seenBefore, wasApproved } = payment
  const lost: UnknownPayment = {
    request,
    openedMs,
    seenBefore,
    wasApproved,
    ...(told === undefined ? {} : { answered: told }),
    transcript: EMPTY_TRANSCRIPT,
    stage: 'asking',
    why,
    tries: 0,
  }
  patch(turn, { unknown: [...turn.state.unknown, lost], retryAtMs: undefined })
}
