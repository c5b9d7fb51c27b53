import type { ExceptionCode, RaisedException } from './exception-codes.ts'
import { raise } from './raise.ts'

const CODE = 'CONTRACT_MISSING' satisfies ExceptionCode

/** Payments that wait for the same agreement. */
export interface UntoldPayments {
  /** What is missing or contradicts itself: a route, a contract, a calendar. */
  readonly kind: string
  readonly acquirer: string | null
  readonly merchantAccount: string | null
  readonly currency: string
  readonly firstDay: number
  readonly amountMinor: number
  /** Some of them, to look at. */
  readonly payments: readonly string[]
}

export const missingContractKey = ({
  kind,
  acquirer,
  merchantAccount,
  currency,
}: Pick<UntoldPayments, 'kind' | 'acquirer' | 'merchantAccount' | 'currency'>): string =>
  [CODE, kind, acquirer ?? '-', merchantAccount ?? '-', currency].join(' ')

/** One alarm for an agreement that is not there, not one for each payment that waits for it. */
export const raiseMissingContracts = (untold: readonly UntoldPayments[]): RaisedException[] =>
  untold.map((one) => ({
    ...raise(
      CODE,
      { acquirer: one.acquirer ?? '', merchantAccount: one.merchantAccount, account: null, day: one.firstDay },
      one,
      { payments: one.payments },
    ),
    key: missingContractKey(one),
  }))
