import type { DemoAccount } from './acquirers.ts'
import { openDay } from './bank-days.ts'
import type { Booking } from './ledger.ts'
import type { PayoutTrouble } from './troubles.ts'

export interface PayoutToBook {
  readonly merchant: string
  readonly batch: string
  readonly reference: string
  readonly amountMinor: number
  readonly trouble: PayoutTrouble | undefined
  readonly dueDay: number
  readonly account: DemoAccount
  readonly payer: string
}

/** What the bank books for a payout: once and on its day, unless something goes wrong with it. */
export function bookingsOf({
  merchant,
  batch,
  reference,
  amountMinor,
  trouble,
  dueDay,
  account,
  payer,
}: PayoutToBook): Booking[] {
  const remittance = /^[A-Z]{2}\d/.test(reference) ? `${reference} BATCH ${batch} ${merchant}` : `PAYOUT ${reference}`
  const text = trouble === 'unnamed' ? 'SETTLEMENT' : remittance
  const whole: Booking = { day: dueDay, amountMinor, name: payer, text }
  switch (trouble) {
    case 'late':
      return [{ ...whole, day: openDay(account.calendars, dueDay, 2) }]
    case 'missing':
      return []
    case 'short':
      return [{ ...whole, amountMinor: amountMinor - Math.min(4_215, amountMinor - 1) }]
    case 'split': {
      const part = Math.round(amountMinor * 0.4)
      return [
        { ...whole, amountMinor: part },
        { ...whole, amountMinor: amountMinor - part },
      ]
    }
    case 'returned':
      return [whole, { ...whole, day: openDay(account.calendars, dueDay, 1), amountMinor: -amountMinor }]
    case 'booked-twice':
      return [{ ...whole, twice: true }]
    case 'beside':
      return [whole, { ...whole, amountMinor: 8_990, text: `${remittance.replaceAll(/\d/g, '7')} CORRECTION` }]
    default:
      return [whole]
  }
}
