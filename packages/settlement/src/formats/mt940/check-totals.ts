import { add, formatDecimal, isEqual, ZERO } from '../../decimal.ts'
import type { Entry, ParseSink } from '../../model.ts'
import { AMOUNT, readAmount } from './read-amount.ts'
import type { Message } from './split-messages.ts'

const TOTAL = new RegExp(`^(\\d{1,5})([A-Z]{3})(${AMOUNT})`)

/** `:90D:` and `:90C:` of an MT942: how many debits and credits there are, and their sums. */
export function checkTotals({ fields }: Message, entries: readonly Entry[], sink: ParseSink): void {
  for (const { tag, lines, line } of fields.filter((field) => field.tag.startsWith('90'))) {
    const match = TOTAL.exec(lines[0] ?? '')
    if (match === null) continue
    const direction = tag === '90D' ? 'debit' : 'credit'
    const found = entries.filter((entry) => entry.direction === direction)
    const sum = found.reduce((total, { amount }) => add(total, amount), ZERO)
    const declared = readAmount(match[3] ?? '', line).amount
    if (Number(match[1]) !== found.length) {
      const message = `${Number(match[1])} ${direction}s are declared, ${found.length} are in the message`
      sink.warn({ code: 'declared-count', severity: 'warning', line, message })
    }
    if (!isEqual(declared, sum)) {
      const message = `${direction}s of ${formatDecimal(declared)} are declared, those in the message come to ${formatDecimal(sum)}`
      sink.warn({ code: 'declared-total', severity: 'warning', line, message })
    }
  }
}
