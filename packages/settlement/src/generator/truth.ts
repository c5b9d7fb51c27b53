import type { ExceptionCode } from '../exceptions/exception-codes.ts'
import type { MatchPayment } from '../matching/lines/line-item.ts'

/** A payment as the store recorded it; its sales day is for the product to find. */
export type StorePayment = Omit<MatchPayment, 'salesDay'>

/** A file as it would arrive, with what only the sender knows of it. */
export interface MadeFile {
  readonly name: string
  readonly folder: 'acquirer' | 'bank'
  readonly source: string
  readonly bytes: Uint8Array
}

/** What is so, kept apart from what is told. Lines and bank lines are named by file and place. */
export type Truth =
  | {
      readonly is: 'pair'
      readonly payment: string
      readonly line: string
      readonly amountMinor: number
      /** The payout that the line is in. */
      readonly payout: string
    }
  | { readonly is: 'child'; readonly payment: string; readonly line: string }
  | {
      readonly is: 'payout'
      readonly payout: string
      readonly amountMinor: number
      readonly bankLines: readonly string[]
      /** Day number on which it should be booked by the contract. */
      readonly dueDay: number
      /** Whether nothing was done to when it came, or to whether it came. */
      readonly undisturbed: boolean
    }
  | { readonly is: 'exception'; readonly code: ExceptionCode; readonly subject: string; readonly amountMinor: number }

/** Where a generated chain goes; nothing of it is kept in memory. */
export interface ChainSink {
  payment(payment: StorePayment): void
  file(file: MadeFile): void
  truth(truth: Truth): void
}
