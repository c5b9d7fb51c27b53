import { CurrencyCode } from '@counterfoil/protocol'
import { minorUnitExponent } from '@counterfoil/protocol/currency-exponents'
import type { Outbox } from '../outbox/outbox.ts'
import type { OrderAnswer, PaymentDesk } from '../payments/payment-desk.ts'
import type { TestPaymentNow } from './page-state.ts'

/** Who asked, in the record: no till of a config can be called so (its names hold no blank). */
export const PAGE_TILL = 'local page'
/** What the payment carries as its basket, to the hub and into every list. */
export const TEST_BASKET = 'TEST'

/** In whole units of the currency: enough for a terminal with a least amount, little enough to be a test. */
const MOST_UNITS = 5
const MOST_WHOLE_UNITS = 500
/** Of the newest payments, how many are looked through for the last test. */
const LOOK_BACK = 100

export interface TestOrder {
  readonly lane: string
  readonly terminal: string
  readonly amountMinor: number
  readonly currency: string
}

/** The largest test, in minor units: 5.00 EUR, 500 JPY. */
export function mostMinor(currency: string): number {
  const exponent = minorUnitExponent(currency)
  return exponent === 0 ? MOST_WHOLE_UNITS : MOST_UNITS * 10 ** exponent
}

/** What a person typed: `1`, `0.50`, `0,50` → minor units; nothing for more decimals than the currency has, or out of bounds. */
export function parseAmount(text: string, currency: string): number | undefined {
  const [, whole, decimals = ''] = /^(\d{1,6})(?:[.,](\d{1,4}))?$/.exec(text.trim()) ?? []
  const exponent = minorUnitExponent(currency)
  if (whole === undefined || decimals.length > exponent) return undefined
  return withinBounds(Number(whole + decimals.padEnd(exponent, '0')), currency)
}

export function withinBounds(amountMinor: number, currency: string): number | undefined {
  return Number.isSafeInteger(amountMinor) && amountMinor >= 1 && amountMinor <= mostMinor(currency) ? amountMinor : undefined
}

export function parseCurrency(text: string): string | undefined {
  const parsed = CurrencyCode.safeParse(text.trim().toUpperCase())
  return parsed.success ? parsed.data : undefined
}

/** Places a sale as a till does. `formId` is its key: the same form, however often it comes, is one payment, for seven days. */
export function placeTestPayment(desk: PaymentDesk, order: TestOrder, formId: string): OrderAnswer {
  return desk.place({ ...order, kind: 'sale', basket: TEST_BASKET }, { till: PAGE_TILL, idempotencyKey: formId })
}

/** The newest test payment, also one that was made before a restart. */
export function findTestPayment(desk: PaymentDesk, outbox: Pick<Outbox, 'listPayments'>): TestPaymentNow | undefined {
  const entry = outbox.listPayments(LOOK_BACK).find(({ till }) => till === PAGE_TILL)
  const found = entry && desk.find(entry.id)
  return found && { payment: found.payment, prompt: found.prompt }
}
