/** What goes wrong in a generated chain. Of lines and payouts per mille; of files how many in the whole time. */
export const USUAL_FAULTS = {
  'missing-in-settlement': 3,
  short: 1,
  over: 0.5,
  'fee-deviates': 2,
  'no-acquirer-reference': 5,
  'neither-reference': 3,
  'duplicate-line': 1,
  'unknown-in-store': 1,
  'wrong-currency': 0.2,
  'status-conflict': 0.2,
  'next-day-file': 5,
  chargeback: 1,
  /** Of chargebacks. */
  'chargeback-reversed': 300,
  /** Of holds. */
  'reserve-kept': 30,
  'payout-late': 5,
  'payout-missing': 3,
  'payout-short': 3,
  'payout-merged': 20,
  'payout-split': 3,
  'payout-no-reference': 40,
  'payout-returned': 1,
  'payout-untied': 1,
  'bank-line-twice': 0.5,
  'bank-line-unexpected': 0.5,
  'files-lost': 1,
  'files-twice': 1,
  'files-corrected': 1,
  'files-truncated': 1,
  'statements-lost': 1,
  'statements-twice': 1,
} as const satisfies Readonly<Record<string, number>>

export type FaultName = keyof typeof USUAL_FAULTS
export type FaultRates = Readonly<Record<FaultName, number>>

export const isFaultName = (name: string): name is FaultName => name in USUAL_FAULTS
