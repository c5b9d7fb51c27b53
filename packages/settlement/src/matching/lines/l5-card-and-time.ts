import type { Rule } from '../rule.ts'
import { lineAmount } from './line-item.ts'
import type { LinePool } from './line-pool.ts'
import { pairInWindow } from './pair-in-window.ts'

export const L5: Rule = { id: 'L5', version: 1, confidence: 'strong' }
const WIDEST_MS = 120_000

/** Store, amount and the card's last four within two minutes. */
export const matchByCardAndTime = (pool: LinePool): void =>
  pairInWindow(pool, {
    rule: L5,
    paymentKey: ({ store, amountMinor, currency, kind, last4 }) =>
      last4 === null ? null : `${store} ${amountMinor} ${currency} ${kind} ${last4}`,
    lineKey: (line) =>
      line.store === null || line.last4 === null
        ? null
        : `${line.store} ${lineAmount(line)} ${line.currency} ${line.kind} ${line.last4}`,
    paymentPlace: ({ happenedAtMs }) => happenedAtMs,
    linePlace: ({ happenedAtMs }) => happenedAtMs,
    widest: WIDEST_MS,
  })
