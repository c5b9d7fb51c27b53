import type { Contract } from '../contracts/contract.ts'
import type { MatchPayout } from '../matching/payouts/payout-item.ts'

/** Day numbers. */
export interface PayoutDays {
  readonly salesDay: number
  readonly payoutDay: number
  readonly arrivalDue: number
  readonly lateAfter: number
  readonly missingAfter: number
}

export interface ReadPayout {
  readonly payout: MatchPayout
  readonly contract: Contract
  readonly days: PayoutDays
  /** Said by the file, or the sum of the lines because it says nothing. */
  readonly announced: boolean
  /** Earlier payouts that were too small to be sent and came with this one. */
  readonly carried: readonly string[]
}
