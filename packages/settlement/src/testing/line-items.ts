import type { MatchLine, MatchPayment } from '../matching/lines/line-item.ts'

const DAY = 20_500
const AT = DAY * 86_400_000 + 36_000_000

/** A sale that tells nothing but its store, amount and time: each test adds what it is about. */
export const paymentWith = (changed: Partial<MatchPayment> = {}): MatchPayment => ({
  id: 'p1',
  acquirer: 'adyen',
  merchantAccount: 'M1',
  currency: 'EUR',
  kind: 'sale',
  outcome: 'approved',
  amountMinor: 1_000,
  store: 's1',
  terminal: null,
  method: null,
  salesDay: DAY,
  happenedAtMs: AT,
  acquirerReference: null,
  retrievalReference: null,
  ourReference: null,
  authorisationCode: null,
  traceNumber: null,
  receiptNumber: null,
  terminalBatch: null,
  last4: null,
  originalReference: null,
  ...changed,
})

export const lineWith = (changed: Partial<MatchLine> = {}): MatchLine => ({
  id: 'l1',
  file: 1,
  position: 1,
  acquirer: 'adyen',
  merchantAccount: 'M1',
  currency: 'EUR',
  kind: 'sale',
  grossMinor: 1_000,
  batch: null,
  store: null,
  terminal: null,
  method: null,
  salesDay: null,
  happenedAtMs: null,
  acquirerReference: null,
  retrievalReference: null,
  merchantReference: null,
  originalReference: null,
  authorisationCode: null,
  traceNumber: null,
  terminalBatch: null,
  last4: null,
  ...changed,
})

export const TEST_DAY = DAY
export const TEST_AT_MS = AT
