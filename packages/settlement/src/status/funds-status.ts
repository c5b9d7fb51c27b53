/** What is known of one payment's money; days are `YYYY-MM-DD`. Nothing here is stored: it is read off the evidence. */
export interface FundsEvidence {
  readonly outcome: 'approved' | 'unknown' | 'declined' | 'cancelled' | 'voided'
  readonly captured: boolean
  readonly settled: boolean
  readonly totalOnly: boolean
  readonly inPayout: boolean
  readonly tentative: boolean
  readonly arrivedOn: string | null
  readonly refundedMinor: number
  readonly amountMinor: number
  readonly chargeback: 'none' | 'first' | 'second' | 'reversed'
  readonly reserved: boolean
  readonly writtenOff: boolean
  /** Null when the expectation could not be told. */
  readonly due: { readonly lateAfter: string; readonly missingAfter: string; readonly fileDue: string } | null
  /** A file or statement that would show it has not come: absence proves nothing. */
  readonly fileMissing: boolean
  /** Settled less authorised. */
  readonly differenceMinor: number
  readonly toleranceMinor: number
  readonly duplicate: boolean
  readonly currencyDiffers: boolean
  readonly feeDeviates: boolean
  readonly needsPerson: boolean
}

export type Position = 'not_taken' | 'authorised' | 'captured' | 'settled' | 'in_payout' | 'arrived_tentative' | 'arrived'
export type SideExit =
  | 'voided'
  | 'refunded_part'
  | 'refunded'
  | 'charged_back_first'
  | 'charged_back_second'
  | 'charged_back_reversed'
  | 'reserved'
  | 'written_off'
export type Health =
  | 'on_time'
  | 'late'
  | 'missing'
  | 'short'
  | 'over'
  | 'duplicate'
  | 'unknown'
  | 'currency'
  | 'fee'
  | 'review'
  | 'file_missing'

export interface FundsStatus {
  readonly position: Position
  /** Beside the position: a payment can have arrived and be charged back. */
  readonly exits: readonly SideExit[]
  readonly health: Health
}

/** `today` is the day at the account; only it makes an expected payment a late one. */
export const deriveFundsStatus = (evidence: FundsEvidence, today: string): FundsStatus => ({
  position: positionOf(evidence),
  exits: exitsOf(evidence),
  health: healthOf(evidence, today),
})

function positionOf(evidence: FundsEvidence): Position {
  if (evidence.arrivedOn !== null) return 'arrived'
  if (evidence.tentative) return 'arrived_tentative'
  if (evidence.inPayout) return 'in_payout'
  if (evidence.settled || evidence.totalOnly) return 'settled'
  if (evidence.outcome === 'declined' || evidence.outcome === 'cancelled') return 'not_taken'
  return evidence.captured ? 'captured' : 'authorised'
}

function exitsOf(evidence: FundsEvidence): SideExit[] {
  const exits: SideExit[] = []
  if (evidence.outcome === 'voided') exits.push('voided')
  if (evidence.refundedMinor > 0) exits.push(evidence.refundedMinor < evidence.amountMinor ? 'refunded_part' : 'refunded')
  if (evidence.chargeback !== 'none') exits.push(`charged_back_${evidence.chargeback}`)
  if (evidence.reserved) exits.push('reserved')
  if (evidence.writtenOff) exits.push('written_off')
  return exits
}

/** The worst that is known; what a person has to decide comes before what time alone says. */
function healthOf(evidence: FundsEvidence, today: string): Health {
  const meant = evidence.outcome === 'approved' || evidence.outcome === 'unknown'
  if (evidence.duplicate) return 'duplicate'
  if (evidence.currencyDiffers) return 'currency'
  if (evidence.settled && !meant) return 'review'
  if (evidence.settled && evidence.differenceMinor < -evidence.toleranceMinor) return 'short'
  if (evidence.settled && evidence.differenceMinor > evidence.toleranceMinor) return 'over'
  if (evidence.needsPerson) return 'review'
  if (evidence.feeDeviates) return 'fee'
  if (!meant || evidence.writtenOff) return 'on_time'
  if (evidence.due === null) return 'unknown'
  if (evidence.arrivedOn !== null) return evidence.arrivedOn > evidence.due.lateAfter ? 'late' : 'on_time'
  if (today <= evidence.due.lateAfter)
    return evidence.settled || today <= evidence.due.fileDue || evidence.fileMissing ? 'on_time' : 'missing'
  if (evidence.fileMissing) return 'file_missing'
  return today > evidence.due.missingAfter ? 'missing' : 'late'
}
