import { type Family, TERMINALS } from './families.ts'
import type { Chance } from './random.ts'
import { type Sale, storeCode, terminalCode } from './row.ts'
import type { StorePayment } from './truth.ts'
import { midnight } from './wall-clock.ts'

const PRICES = [350, 490, 790, 990, 1250, 1990, 2990, 4995, 9900] as const
const MINUTE_MS = 60_000
/** Early enough for a refund in the same day, also on the day that has 23 hours. */
const SHOPS_CLOSE = 21 * 60 + 59

export interface Counter {
  next: number
}

/** One customer: a price point in two of five cases, else log-normal; in America one in four leaves a tip. */
export function makeSale(family: Family, day: number, chance: Chance, counter: Counter): Sale {
  const number = counter.next++
  const store = chance.between(...family.stores)
  const terminal = chance.between(1, TERMINALS)
  const scale = family.currency === 'CNY' ? 7 : 1
  const basket = chance.perMille(400) ? chance.pick(PRICES) : Math.max(100, Math.round(Math.exp(7.3 + 0.8 * chance.normal())))
  const tip = family.currency === 'USD' && chance.perMille(250) ? Math.round(basket * 0.18) : 0
  const opens = family.closesAtMinute > 0 ? 9 * 60 : 8 * 60
  const minutes = chance.between(opens, family.closesAtMinute > 0 ? 24 * 60 + family.closesAtMinute - 61 : SHOPS_CLOSE)
  const atMs = midnight(family.clock, day) + minutes * MINUTE_MS + chance.below(60) * 1000
  return {
    id: paymentId(number),
    kind: 'sale',
    store,
    terminal,
    storeCode: storeCode(store),
    terminalCode: terminalCode(store, terminal),
    scheme: chance.pick(family.schemes as [string, ...string[]]),
    amountMinor: basket * scale + tip,
    atMs,
    salesDay: day,
    acquirerReference: acquirerReference(family, number),
    ourReference: `A${String(number).padStart(9, '0')}`,
    authorisationCode: chance.digits(6),
    trace: String(number % 1_000_000).padStart(6, '0'),
    last4: chance.digits(4),
    original: null,
  }
}

export function makeRefund(family: Family, original: Sale, day: number, chance: Chance, counter: Counter): Sale {
  const number = counter.next++
  const part = chance.perMille(500) ? original.amountMinor : Math.max(1, Math.round(original.amountMinor / 3))
  const sameDay = day === original.salesDay
  const atMs = sameDay
    ? original.atMs + chance.between(5, 40) * MINUTE_MS
    : midnight(family.clock, day) + chance.between(9 * 60, 20 * 60) * MINUTE_MS
  return {
    ...original,
    id: paymentId(number),
    kind: 'refund',
    amountMinor: part,
    atMs,
    salesDay: day,
    acquirerReference: acquirerReference(family, number, true),
    ourReference: `R${String(number).padStart(9, '0')}`,
    trace: String(number % 1_000_000).padStart(6, '0'),
    original,
  }
}

const paymentId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

/** In the acquirer's own shape. */
export function acquirerReference({ id }: Family, number: number, refund = false): string {
  const padded = String(number).padStart(10, '0')
  switch (id) {
    case 'adyen':
    case 'nordpay':
      return `88${id === 'adyen' ? '3' : '5'}${refund ? 'R' : 'P'}${padded}AB`
    case 'stripe':
      return `${refund ? 're' : 'ch'}_3Cf${padded}Xyz`
    case 'wechat':
      return `${refund ? '50' : '42'}00001${padded}20260508123`
    case 'alipay':
      return `20260508220014${refund ? '9' : '0'}${padded}789`
    case 'unionpay':
      return `20260508${refund ? '9' : '0'}${padded}12`
  }
}

/** As the till recorded it, with whatever the terminal told. */
export function storePayment(family: Family, sale: Sale, changed: Partial<StorePayment> = {}): StorePayment {
  const wallet = family.id === 'wechat' || family.id === 'alipay'
  return {
    id: sale.id,
    acquirer: family.id,
    merchantAccount: family.merchantOf(sale.store, sale.terminal),
    currency: family.currency,
    kind: sale.kind,
    outcome: 'approved',
    amountMinor: sale.amountMinor,
    store: storeCode(sale.store),
    terminal: terminalCode(sale.store, sale.terminal),
    method: sale.scheme,
    happenedAtMs: sale.atMs,
    acquirerReference: sale.acquirerReference,
    retrievalReference: null,
    ourReference: sale.ourReference,
    authorisationCode: wallet || sale.kind === 'refund' ? null : sale.authorisationCode,
    traceNumber: sale.trace,
    receiptNumber: null,
    terminalBatch: null,
    last4: wallet ? null : sale.last4,
    originalReference: sale.original?.acquirerReference ?? null,
    ...changed,
  }
}
