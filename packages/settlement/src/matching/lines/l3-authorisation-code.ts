import type { Rule } from '../rule.ts'
import { lineAmount } from './line-item.ts'
import type { LinePool } from './line-pool.ts'
import { pairInWindow } from './pair-in-window.ts'

export const L3: Rule = { id: 'L3', version: 1, confidence: 'certain' }

/** Terminal, authorisation code and amount, on the same sales day or its neighbour: cut-offs differ by a day at most. */
export const matchByAuthorisationCode = (pool: LinePool): void =>
  pairInWindow(pool, {
    rule: L3,
    paymentKey: ({ terminal, authorisationCode, amountMinor, currency, kind }) =>
      terminal === null || authorisationCode === null
        ? null
        : `${terminal} ${authorisationCode} ${amountMinor} ${currency} ${kind}`,
    lineKey: (line) =>
      line.terminal === null || line.authorisationCode === null
        ? null
        : `${line.terminal} ${line.authorisationCode} ${lineAmount(line)} ${line.currency} ${line.kind}`,
    paymentPlace: ({ salesDay }) => salesDay,
    linePlace: ({ salesDay }) => salesDay,
    widest: 1,
  })
