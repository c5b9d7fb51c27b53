import type { CivilDay } from '../calendars/civil-day.ts'
import type { CalendarProblem, ClosedDay } from '../calendars/joint-calendar.ts'
import type { PayoutFrequency } from '../contracts/contract.ts'
import type { Decimal } from '../decimal.ts'

/** What the expectation of a payment is computed from. */
export interface PaymentToExpect {
  readonly kind: 'sale' | 'refund' | 'chargeback'
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  /** Digits of the currency's minor unit (ISO 4217). */
  readonly exponent: number
  /** Above zero: a refund is a kind, not a sign. */
  readonly amountMinor: number
  readonly happenedAtMs: number
  readonly scheme?: string | undefined
  readonly funding?: string | undefined
  readonly wallet?: string | undefined
  readonly region?: string | undefined
}

export interface ExpectedDays {
  readonly salesDay: CivilDay
  readonly captureDay: CivilDay
  readonly settlementDay: CivilDay
  readonly payoutDay: CivilDay
  /** The contractual day: the bank books it by the end of this day. */
  readonly arrivalDue: CivilDay
  /** Late on the day after this one, missing on the day after the next. */
  readonly lateAfter: CivilDay
  readonly missingAfter: CivilDay
  /** By then the acquirer's file must show the payment. */
  readonly fileDue: CivilDay
}

export interface ExpectedMoney {
  /** Below zero for refunds and chargebacks. */
  readonly gross: Decimal
  /** A cost is above zero, a fee given back below. */
  readonly fee: Decimal
  /** `at_least`: interchange is passed on and not known before; `no_rule`: the contract names no fee for such a payment. */
  readonly feeKnown: 'exact' | 'at_least' | 'no_rule'
  readonly feeTaken: 'per_line' | 'monthly_invoice'
  /** What the acquirer's line should say: gross less the fees taken from the line. */
  readonly net: Decimal
  readonly reserve: { readonly amount: Decimal; readonly releaseDay: CivilDay } | null
}

/** Why it is due then: each step is words enough for any language. */
export type Step =
  | { readonly step: 'sale'; readonly day: CivilDay }
  | { readonly step: 'sales_day'; readonly day: CivilDay; readonly closesAtMinute: number; readonly moved: 'earlier' | 'later' }
  | { readonly step: 'capture'; readonly day: CivilDay; readonly delayDays: number }
  | { readonly step: 'settlement'; readonly day: CivilDay; readonly lag: number; readonly skipped: readonly ClosedDay[] }
  | {
      readonly step: 'payout'
      readonly day: CivilDay
      readonly frequency: PayoutFrequency
      readonly nominalDay: CivilDay
      readonly skipped: readonly ClosedDay[]
    }
  | {
      readonly step: 'arrival'
      readonly day: CivilDay
      readonly lagDays: number
      readonly afterCutOff: boolean
      readonly skipped: readonly ClosedDay[]
    }

export type CannotSay =
  | { readonly kind: 'no_contract'; readonly acquirer: string; readonly merchantAccount: string; readonly currency: string }
  | { readonly kind: 'two_contracts'; readonly contracts: readonly string[] }
  | CalendarProblem

export type Expectation =
  | ({
      readonly ok: true
      readonly contract: string
      readonly contractVersion: number
      readonly why: readonly Step[]
    } & ExpectedDays &
      ExpectedMoney)
  | { readonly ok: false; readonly reason: CannotSay }
