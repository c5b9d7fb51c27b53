import type { TerminalFact } from '../terminal-facts.ts'
import { findBitmap, type ZvtMessage } from './message.ts'
import { currencyLetters, readAmount, readBcd, readBcdNumber } from './values.ts'

export type TotalsFact = Extract<TerminalFact, { kind: 'terminal.totals' }>

/** Order of the brands in bitmap 60 (PA00P015 9.1). */
export const TOTALS_BRANDS = ['girocard', 'jcb', 'mastercard', 'amex', 'visa', 'diners', 'other'] as const

const RECEIPT_BYTES = 2
const AMOUNT_BYTES = 6

/** Totals of an end of day: bitmaps 04 and 60 of its status information. Nothing when neither is there. */
export function readTotals(message: ZvtMessage, defaultCurrency: string): TotalsFact | undefined {
  const amount = findBitmap(message, 0x04)
  const single = findBitmap(message, 0x60)
  if (amount === undefined && single === undefined) return undefined
  const brands: TotalsFact['brands'][number][] = []
  let at = 2 * RECEIPT_BYTES
  for (const brand of TOTALS_BRANDS) {
    const count = single?.[at]
    const sum = single?.subarray(at + 1, at + 1 + AMOUNT_BYTES)
    if (count === undefined || sum === undefined || sum.length < AMOUNT_BYTES) break
    const amountMinor = readAmount(sum)
    if (!Number.isNaN(amountMinor) && (count > 0 || amountMinor > 0)) brands.push({ brand, count, amountMinor })
    at += 1 + AMOUNT_BYTES
  }
  const told = amount === undefined ? Number.NaN : readAmount(amount)
  const currency = findBitmap(message, 0x49)
  const receipts = single !== undefined && single.length >= 2 * RECEIPT_BYTES
  return {
    kind: 'terminal.totals',
    currency: (currency === undefined ? undefined : currencyLetters(readBcdNumber(currency) ?? -1)) ?? defaultCurrency,
    amountMinor: Number.isNaN(told) ? brands.reduce((sum, brand) => sum + brand.amountMinor, 0) : told,
    ...(receipts
      ? {
          receiptFrom: readBcd(single.subarray(0, RECEIPT_BYTES)),
          receiptTo: readBcd(single.subarray(RECEIPT_BYTES, 2 * RECEIPT_BYTES)),
        }
      : {}),
    brands,
    resultCode: (findBitmap(message, 0x27)?.[0] ?? 0).toString(16).padStart(2, '0'),
  }
}
