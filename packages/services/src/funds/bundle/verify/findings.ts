import type { BundleVerdict, Finding, FindingKind } from '@counterfoil/audit'

/** Of findings as many as anybody reads; the rest are counted. */
const MOST = 200

export class Findings {
  readonly list: Finding[] = []
  left = 0

  add(kind: FindingKind, text: string): void {
    if (this.list.length < MOST) this.list.push({ kind, text })
    else this.left += 1
  }
}

/** `does_not_tie`: all is as it was made, and a sum says that money is not where it should be. */
export type FundsVerdict = BundleVerdict | 'does_not_tie'
export const DOES_NOT_TIE = 1

export interface FileReport {
  readonly id: number
  readonly name: string
  readonly sha256: string
  readonly receivedAt: string
  readonly receivedBy: string
  /** Of the entry of its import in the log. */
  readonly entryIndex: number | null
  readonly state: string
  /** `masked`: card numbers were cut out of what is kept; `not_read` and `elsewhere` are not in the bundle. */
  readonly kept: string
  readonly rows: number | null
  readonly verdict: 'pass' | 'fail' | 'not_included'
}

export interface IdentityReport {
  readonly name: string
  readonly about: string
  /** `not_verifiable`: it does not say what it is about. */
  readonly verdict: 'pass' | 'fail' | 'not_verifiable'
  /** From what: its rows in the bundle, or its own figures, because some of its rows lie before or after the period. */
  readonly checked: 'recomputed' | 'added_up'
  readonly residue: string
  /** Both sides as they are written: `line_nets 29.70 + carried_in 0`. */
  readonly left: string
  readonly right: string
}

export interface FundsReport {
  readonly kind: 'counterfoil.funds'
  readonly verdict: FundsVerdict
  readonly exitCode: number
  readonly period: { readonly from: string; readonly to: string } | null
  readonly acquirer: string | null
  readonly store: string | null
  readonly madeAt: string | null
  readonly records: number
  readonly root: string
  readonly log: {
    readonly index: string
    readonly size: string
    readonly origin: string
    readonly witnesses: readonly string[]
  } | null
  readonly files: readonly FileReport[]
  readonly identities: readonly IdentityReport[]
  readonly links: {
    readonly all: number
    readonly recomputed: number
    readonly byEvidence: number
    readonly byHand: number
    readonly outside: number
  }
  readonly expectations: { readonly recomputed: number; readonly without: number }
  /** Payouts whose bank line lies after the period, or nowhere. */
  readonly openAtEnd: readonly {
    readonly payout: number
    readonly currency: string
    readonly amountMinor: number
    readonly dueOn: string
  }[]
  readonly findings: readonly Finding[]
  readonly findingsLeft: number
  readonly remarks: readonly string[]
}
