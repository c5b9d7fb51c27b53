import type { CivilDay } from '../calendars/civil-day.ts'

/** What was agreed with one acquirer for one merchant account and currency, for a while. Frozen once used. */
export interface Contract {
  readonly id: string
  readonly version: number
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  readonly validFrom: CivilDay
  /** The last day it holds. */
  readonly validTo?: CivilDay
  readonly zone: string
  readonly salesDay: SalesDayRule
  /** Calendar days from the sales day to the day the acquirer takes the payment in. */
  readonly captureDelayDays: number
  /** Working days of `settlementCalendars` from capture to settlement: the n of T+n. */
  readonly settlementLag: number
  readonly settlementCalendars: readonly string[]
  readonly payout: PayoutRule
  readonly bank: BankRule
  readonly reserve?: ReserveRule
  readonly fees: readonly FeeRule[]
  /** Decimals in major units to which an acquirer rounds the fee of one line; WeChat Pay writes five. */
  readonly feeDecimals: number
  /** `per_line`: taken from each line; `monthly_invoice`: lines settle gross and an invoice follows. */
  readonly feesTaken: 'per_line' | 'monthly_invoice'
  readonly tolerance: { readonly grossMinor: number; readonly payoutMinor: number; readonly feeMinor: number }
  readonly late: { readonly graceWorkingDays: number; readonly missingAfterWorkingDays: number }
  /** Days from capture within which the acquirer's file must show a payment. */
  readonly fileDueDays: number
}

export interface SalesDayRule {
  readonly closesAtMinute: number
  /** `next_day`: a sale before 04:00 still belongs to yesterday. `same_day`: one after 18:00 belongs to tomorrow. */
  readonly closes: 'same_day' | 'next_day'
}

export interface PayoutRule {
  readonly frequency: PayoutFrequency
  /** A smaller payout is carried over into the next one. */
  readonly minimumMinor: number
  /** Recognises the acquirer's payout reference in a remittance text, e.g. `TX\d+XT`. */
  readonly referencePattern?: string
  /** What the acquirer calls itself on bank statements; compared without case and spaces. */
  readonly namePatterns: readonly string[]
}

export type PayoutFrequency =
  | { readonly every: 'day' }
  /** ISO weekdays; one for a weekly payout. */
  | { readonly every: 'week'; readonly on: readonly number[] }
  /** Day 31 is the last day of a shorter month. */
  | { readonly every: 'month'; readonly on: number }

export interface BankRule {
  readonly account: string
  readonly calendars: readonly string[]
  readonly bookingLagDays: number
  /** When the acquirer sends and until when the bank books the same day; both local minutes, or neither. */
  readonly sentAtMinute?: number
  readonly cutOffMinute?: number
}

export interface ReserveRule {
  /** Percent of gross held back, as a decimal text. */
  readonly percent: string
  readonly releaseDays: number
}

/** An absent condition holds for every payment. Rates are decimal texts: percent, and major units. */
export interface FeeRule {
  readonly scheme?: string
  readonly funding?: string
  readonly wallet?: string
  readonly region?: string
  readonly kind: 'sale' | 'refund' | 'chargeback'
  readonly validFrom?: CivilDay
  readonly validTo?: CivilDay
  readonly percent: string
  readonly fixed: string
  readonly min?: string
  readonly max?: string
  /** Interchange and scheme fees are passed on as they come: the rule gives the acquirer's markup only. */
  readonly passThrough: boolean
  /** A refund gives the sale's fee back, in proportion. */
  readonly returnedOnRefund: boolean
}
