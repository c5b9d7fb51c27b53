import { add, formatDecimal, isZero, subtract } from '../decimal.ts'
import type { StatementTotals } from '../totals/statement-totals.ts'
import type { Warning } from '../warning.ts'

/** opening + credits − debits = closing, of booked entries in the account's currency. */
export function checkStatementBalance(statement: StatementTotals): Warning | null {
  const { head, tail } = statement
  const opening = head.opening
  const closing = tail.closing
  if (opening === null || closing === null) return missingBalance(statement)
  const currency = closing.currency ?? opening.currency
  if (opening.currency !== null && closing.currency !== null && opening.currency !== closing.currency) {
    return {
      code: 'balance-currency',
      severity: 'notice',
      line: closing.at.line,
      message: `opening balance in ${opening.currency}, closing balance in ${closing.currency}: they cannot be compared`,
    }
  }
  const moved = subtract(statement.bookedCredits.of(currency), statement.bookedDebits.of(currency))
  const difference = subtract(closing.amount, add(opening.amount, moved))
  if (isZero(difference)) return null
  const others = [...new Set([...statement.bookedCredits.currencies, ...statement.bookedDebits.currencies])].filter(
    (each) => each !== (currency ?? each),
  )
  return {
    code: 'balance-mismatch',
    severity: head.partial ? 'notice' : 'warning',
    line: closing.at.line,
    message:
      `opening ${formatDecimal(opening.amount)} and entries ${formatDecimal(moved)} are not closing ` +
      `${formatDecimal(closing.amount)} ${currency ?? ''}: ${formatDecimal(difference)} is unexplained` +
      (others.length > 0 ? ` (entries in ${others.join(', ')} are not counted)` : ''),
  }
}

/** Without entries nothing moved, and intraday reports and notices need no balances. */
function missingBalance({ head, tail, entries }: StatementTotals): Warning | null {
  if (head.kind !== 'booked' || head.partial || entries === 0) return null
  const missing = [head.opening === null ? 'opening' : '', tail.closing === null ? 'closing' : ''].filter(Boolean).join(' and ')
  return {
    code: 'balance-missing',
    severity: 'warning',
    line: head.at.line,
    message: `the statement has no ${missing} balance: whether entries are missing cannot be told`,
  }
}
