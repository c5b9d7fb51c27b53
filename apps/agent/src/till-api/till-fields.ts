import type { FieldTable } from '@counterfoil/protocol'

/** What a till may put into a request, by operation, and what is looked at for card numbers. A test holds it to the routes. */
export const TILL_FIELDS: Readonly<Record<string, FieldTable>> = {
  startPayment: {
    lane: 'typed',
    terminal: 'typed',
    kind: 'typed',
    amountMinor: 'typed',
    currency: 'typed',
    basket: 'free',
    cashier: 'free',
    parent: 'typed',
    // The header: the till's own words, kept with the payment for seven days.
    idempotencyKey: 'free',
  },
  decidePayment: { outcome: 'typed' },
  runOperation: { operation: 'typed' },
}
