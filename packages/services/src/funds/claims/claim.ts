import type { ExceptionCode } from '@counterfoil/settlement/funds'

/** A line of a file that shows it, by which the acquirer and an auditor find it. */
export interface ClaimEvidence {
  readonly file: string
  /** Hexadecimal, of the file as it came. */
  readonly sha256: string
  readonly line: number
}

/** What is claimed for one exception; amounts are exact decimals as texts. */
export interface Claim {
  readonly code: ExceptionCode
  readonly day: string
  readonly store: string | null
  readonly timeZone: string
  /** What both sides know the payments or the payout by. */
  readonly references: readonly string[]
  readonly terminals: readonly string[]
  readonly happenedAt: Date | null
  readonly currency: string
  readonly expected: string
  readonly received: string
  /** Received less expected, as far as it is to our cost: below zero is owed to us. */
  readonly difference: string
  readonly evidence: readonly ClaimEvidence[]
}
