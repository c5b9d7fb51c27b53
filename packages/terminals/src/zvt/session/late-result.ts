import type { PaymentResult } from '../../payment-facts.ts'
import type { ZvtMessage } from '../message.ts'
import { readPaymentResult } from '../payment-result.ts'
import { judgeRecord } from './judge-record.ts'
import type { AnsweredFact } from './session-state.ts'
import { answer, askedPayment, patchAsked, recordFirst, type Turn } from './turn.ts'

function describe(result: PaymentResult): string {
  const { resultCode, amountMinor, currency, receipt } = result
  return `result ${resultCode ?? 'none'}, amount ${amountMinor ?? 'none'} ${currency ?? ''}, receipt ${receipt ?? 'none'}`.replace(
    '  ',
    ' ',
  )
}

/** A result nobody is waiting for: recorded, acknowledged, never dropped. Refusing it would undo somebody's payment. */
export function recordStray(turn: Turn, message: ZvtMessage): void {
  const result = readPaymentResult(message)
  recordFirst(turn, { kind: 'terminal.mismatch', field: 'no_payment_open', got: describe(result) })
  answer(turn)
}

/** A result outside a payment: perhaps the lost answer, come late. It joins its payment by identity only. */
export function takeLateResult(turn: Turn, message: ZvtMessage) {
  const asked = askedPayment(turn.state)
  const result = readPaymentResult(message)
  if (asked === undefined || asked.answered !== undefined || judgeRecord(result, asked) !== 'same')
    return recordStray(turn, message)
  const outcome: AnsweredFact['outcome'] =
    result.resultCode === '00' ? 'approved' : result.resultCode === '6c' ? 'cancelled' : 'declined'
  recordFirst(turn, { kind: 'payment.answered', payment: asked.request.paymentId, outcome, result, transcript: [] })
  patchAsked(turn, { answered: { outcome, result }, wasApproved: asked.wasApproved || outcome === 'approved' })
  answer(turn)
}

/** The journal refused a late result: it is not acknowledged and not known. */
export function undoLateResult(turn: Turn, fact: AnsweredFact): void {
  if (turn.state.unknown.at(-1)?.request.paymentId === fact.payment) patchAsked(turn, { answered: undefined })
}
