import type { PaymentResult } from '../../payment-facts.ts'
import type { SeenRecord, UnknownPayment } from './session-state.ts'

/** Receipt number that stands for "the terminal had no record at all". */
export const NO_RECEIPT = '0000'

export type RecordVerdict = 'same' | 'older_record' | 'other_record' | 'reversed' | 'no_record'

type Asked = Pick<UnknownPayment, 'request' | 'answered' | 'seenBefore'>

/** Sorts after `older` in the terminal's own clock; it has no year, so December before January counts as earlier. */
function isEarlier(record: PaymentResult, seen: SeenRecord): boolean {
  if (
    record.terminalDate === undefined ||
    record.terminalTime === undefined ||
    seen.date === undefined ||
    seen.time === undefined
  )
    return false
  if (seen.date.startsWith('12') && record.terminalDate.startsWith('01')) return false
  return record.terminalDate + record.terminalTime < seen.date + seen.time
}

function isSeenRecord(record: PaymentResult, seen: SeenRecord): boolean {
  if (record.receipt !== seen.receipt) return false
  // Receipt numbers begin anew at 9999 or an end of day: another trace number is another payment.
  return record.trace === undefined || seen.trace === undefined || record.trace === seen.trace
}

/** The terminal told a result, and it was no approval. */
export function isRefused(record: PaymentResult): boolean {
  return record.resultCode !== undefined && record.resultCode !== '00'
}

function fitsRequest(record: PaymentResult, asked: Asked): boolean {
  const { amountMinor, currency } = asked.request
  if (record.currency !== undefined && record.currency !== currency) return false
  return record.amountMinor === amountMinor
}

function isAnsweredRecord(record: PaymentResult, answered: PaymentResult): boolean {
  if (record.receipt !== answered.receipt) return false
  if (record.trace !== undefined && answered.trace !== undefined && record.trace !== answered.trace) return false
  if (record.amountMinor !== undefined && answered.amountMinor !== undefined && record.amountMinor !== answered.amountMinor)
    return false
  return true
}

/**
 * Whether the terminal's last record is the payment whose answer was lost. Amount alone proves nothing: the
 * record may be the sale before, so its receipt number is held against those seen before the attempt.
 */
export function judgeRecord(record: PaymentResult | undefined, asked: Asked): RecordVerdict {
  if (record === undefined) return 'no_record'
  // An approval without a number, or a record that could not be read, may be this very payment.
  if (record.receipt === undefined) return isRefused(record) ? 'no_record' : 'other_record'
  if (record.receipt === NO_RECEIPT && record.amountMinor === undefined) return 'no_record'
  const answered = asked.answered?.outcome === 'approved' ? asked.answered.result : undefined
  if (answered?.receipt !== undefined) {
    if (isAnsweredRecord(record, answered))
      return record.resultCode === undefined || record.resultCode === '00' ? 'same' : 'reversed'
    return asked.seenBefore.some((seen) => isSeenRecord(record, seen)) ? 'older_record' : 'other_record'
  }
  // A reversal may be recorded under the receipt number of the sale it undoes.
  const parent = asked.request.kind === 'reversal' ? asked.request.parent?.receipt : undefined
  const knownParent = asked.seenBefore.find((seen) => seen.receipt === parent)
  if (record.receipt === parent && knownParent?.trace === undefined) return 'other_record'
  const seen = asked.seenBefore.find((one) => isSeenRecord(record, one))
  // Of a record known by its receipt number alone, a fitting one may be newer: the numbers begin anew at an end of day.
  if (seen !== undefined) return seen.trace === undefined && fitsRequest(record, asked) ? 'other_record' : 'older_record'
  // Without a record known from before the attempt nothing tells this payment from the one before it.
  if (asked.seenBefore.length === 0) return 'other_record'
  const last = asked.seenBefore.at(-1)
  if (last !== undefined && isEarlier(record, last)) return 'other_record'
  return fitsRequest(record, asked) && record.resultCode !== undefined ? 'same' : 'other_record'
}
