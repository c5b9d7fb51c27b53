import type { ExceptionCode, Severity } from '@counterfoil/settlement/funds'
import type { ExceptionState } from './exception-row.ts'

/** A reason of the expectation, each day as `YYYY-MM-DD`; the words are the page's. */
export interface Why {
  readonly step: 'sale' | 'sales_day' | 'capture' | 'settlement' | 'payout' | 'arrival'
  readonly day: string
  /** Of `sales_day`: local minute; of `capture`, `settlement`, `arrival`: days. */
  readonly count: number | null
  readonly skipped: readonly { readonly day: string; readonly calendar: string; readonly because: string }[]
  readonly afterCutOff: boolean
}

export interface PaymentSettlementLine {
  readonly id: string
  readonly fileId: string
  readonly file: string
  readonly line: number
  readonly receivedAtMs: number
  readonly kind: string
  readonly type: string
  /** Exact decimals in major units. */
  readonly gross: string | null
  readonly fees: string
  readonly net: string
  readonly currency: string
  readonly acquirerReference: string | null
  readonly batch: string | null
  readonly payoutId: string | null
  /** Key of the link, by which it can be taken apart. */
  readonly link: string
  readonly rule: string
  readonly confidence: string
}

export interface PaymentPayout {
  readonly id: string
  readonly batch: string
  readonly currency: string
  readonly amountMinor: number
  readonly lineCount: number
  readonly announcedOn: string
  readonly dueOn: string
  readonly carriedOver: boolean
  readonly receivedAtMs: number
  /** Whether its lines add up to it; null before a run checked. */
  readonly holds: boolean | null
}

export interface PaymentBankLine {
  readonly id: string
  readonly file: string
  readonly format: string | null
  readonly line: number
  readonly amountMinor: number
  readonly currency: string
  readonly bookedOn: string
  readonly booked: boolean
  readonly receivedAtMs: number
  readonly link: string
  readonly rule: string
  readonly confidence: string
  readonly account: string
}

/** Where the money of a payment is, and what shows it. */
export interface PaymentFunds {
  readonly kind: 'sale' | 'refund'
  readonly currency: string
  readonly amountMinor: number
  readonly state: 'new' | 'expected' | 'not_told'
  readonly notTold: { readonly kind: string } | null
  readonly acquirer: string | null
  readonly merchantAccount: string | null
  readonly contract: { readonly id: string; readonly version: number } | null
  readonly gross: string | null
  /** Exact decimals in major units. */
  readonly fee: string | null
  readonly net: string | null
  readonly salesDay: string | null
  readonly payoutOn: string | null
  readonly dueOn: string | null
  readonly lateAfter: string | null
  readonly missingAfter: string | null
  readonly fileDue: string | null
  readonly position: string
  readonly exits: readonly string[]
  readonly health: string
  readonly arrivedOn: string | null
  readonly why: readonly Why[]
  /** What the acquirer holds back of it for a while, in major units, and until when. */
  readonly reserve: { readonly amount: string; readonly releaseOn: string } | null
  /** Days from sale to bank of this acquirer's payments of the last 90 days; null with fewer than 20 of them. */
  readonly usual: { readonly medianDays: number; readonly p95Days: number; readonly of: number } | null
  readonly lines: readonly PaymentSettlementLine[]
  readonly payouts: readonly PaymentPayout[]
  readonly bankLines: readonly PaymentBankLine[]
  readonly exceptions: readonly {
    readonly key: string
    readonly code: ExceptionCode
    readonly severity: Severity
    readonly state: ExceptionState
    readonly openedAtMs: number
  }[]
}
