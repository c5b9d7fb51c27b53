import type { Rule } from '../rule.ts'
import { lineAmount } from './line-item.ts'
import type { LinePool } from './line-pool.ts'
import { pairInWindow } from './pair-in-window.ts'

export const L6: Rule = { id: 'L6', version: 1, confidence: 'proposal' }
const WIDEST_MS = 600_000

/** Store and amount within ten minutes: two customers buy the same coffee, so a person decides. */
export const matchByTime = (pool: LinePool): void =>
  pairInWindow(pool, {
    rule: L6,
    paymentKey: ({ store, amountMinor, currency, kind }) => `${store} ${amountMinor} ${currency} ${kind}`,
    lineKey: (line) => (line.store === null ? null : `${line.store} ${lineAmount(line)} ${line.currency} ${line.kind}`),
    paymentPlace: ({ happenedAtMs }) => happenedAtMs,
    linePlace: ({ happenedAtMs }) => happenedAtMs,
    widest: WIDEST_MS,
  })
