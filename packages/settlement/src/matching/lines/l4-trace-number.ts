import type { Rule } from '../rule.ts'
import { lineAmount, type MatchPayment } from './line-item.ts'
import type { LinePool } from './line-pool.ts'
import { pairInWindow, type WindowRung } from './pair-in-window.ts'

export const L4: Rule = { id: 'L4', version: 1, confidence: 'certain' }

/** Trace and receipt numbers begin again, so the terminal's batch has to be the same; files without it have to agree on the day. */
const rungOn = (number: (payment: MatchPayment) => string | null, batchTold: boolean): WindowRung => ({
  rule: L4,
  paymentKey: (payment) => {
    const { terminal, amountMinor, currency, kind, terminalBatch } = payment
    const own = number(payment)
    if (terminal === null || own === null || (batchTold && terminalBatch === null)) return null
    return `${terminal} ${own} ${amountMinor} ${currency} ${kind} ${batchTold ? terminalBatch : ''}`
  },
  lineKey: (line) => {
    const { terminal, traceNumber, currency, kind, terminalBatch } = line
    if (terminal === null || traceNumber === null || (terminalBatch !== null) !== batchTold) return null
    return `${terminal} ${traceNumber} ${lineAmount(line)} ${currency} ${kind} ${batchTold ? terminalBatch : ''}`
  },
  paymentPlace: ({ salesDay }) => salesDay,
  // A batch is open for days at most; without one only the same sales day is the same batch.
  linePlace: ({ salesDay }) => salesDay,
  widest: batchTold ? 7 : 0,
})

export function matchByTraceNumber(pool: LinePool): void {
  for (const batchTold of [true, false]) {
    pairInWindow(
      pool,
      rungOn(({ traceNumber }) => traceNumber, batchTold),
    )
    pairInWindow(
      pool,
      rungOn(({ receiptNumber }) => receiptNumber, batchTold),
    )
  }
}
