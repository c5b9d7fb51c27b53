import type { ExceptionCode } from '../exceptions/exception-codes.ts'
import type { FamilyId } from './families.ts'
import type { WallClock } from './wall-clock.ts'

export interface Sale {
  readonly id: string
  readonly kind: 'sale' | 'refund'
  readonly store: number
  readonly terminal: number
  /** As files write them. */
  readonly storeCode: string
  readonly terminalCode: string
  readonly scheme: string
  readonly amountMinor: number
  readonly atMs: number
  readonly salesDay: number
  readonly acquirerReference: string
  readonly ourReference: string
  readonly authorisationCode: string
  readonly trace: string
  readonly last4: string
  /** Of the sale that a refund gives back. */
  readonly original: Sale | null
}

/** One line of an acquirer's file, before it is written. */
export interface Row {
  readonly kind: 'sale' | 'refund' | 'chargeback' | 'chargeback-reversed' | 'reserve' | 'transfer' | 'invoice'
  readonly sale: Sale | null
  readonly merchant: string
  readonly reference: string
  readonly atMs: number
  readonly salesDay: number
  /** Signed, in minor units; `null` where the line has none. */
  readonly grossMinor: number | null
  readonly grossCurrency: string
  /** In units of the family's fee decimals; a cost is above zero. */
  readonly fee: number
  readonly net: number
  readonly is: 'pair' | 'child' | 'duplicate' | 'unknown' | 'other'
  /** Exceptions that this line makes, about its payment or about itself. */
  readonly raises: readonly { readonly code: ExceptionCode; readonly about: 'payment' | 'line'; readonly amountMinor: number }[]
}

export interface Batch {
  readonly merchant: string
  /** As the file names it, and as the product names the payout. */
  readonly batch: string
  readonly payout: string
  readonly rows: readonly Row[]
  /** What the file says it sends; null where it does not. */
  readonly announcedMinor: number | null
  readonly payoutReference: string
}

/** Whose bill it is, as far as its writer has to know. */
export interface BillFamily {
  readonly id: FamilyId
  readonly currency: string
  /** Decimals of the currency in major units. */
  readonly exponent: number
  readonly clock: WallClock
}

export interface Bill {
  readonly family: BillFamily
  readonly name: string
  /** Day number of the last sales day in it. */
  readonly day: number
  readonly sentDay: number
  readonly batches: readonly Batch[]
}

export interface WrittenBill {
  readonly bytes: Uint8Array
  /** In the order of the file; null for a line that is only the payout's. */
  readonly order: readonly (Row | null)[]
}

/** Units of so many decimals as a number in major units: 8420 with 2 is 84.20. */
export function major(units: number, decimals = 2): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(whole.length)}`
  return units < 0 ? `-${text}` : text
}

export const storeCode = (store: number): string => `S${String(store).padStart(4, '0')}`
export const terminalCode = (store: number, terminal: number): string => `${storeCode(store)}-T${terminal}`
