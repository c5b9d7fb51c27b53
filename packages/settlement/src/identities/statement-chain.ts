import { formatDecimal, isEqual } from '../decimal.ts'
import type { StatementTotals } from '../totals/statement-totals.ts'
import type { Warning } from '../warning.ts'

/** closing(n) = opening(n+1) for each account of the file: a gap means that a statement was lost. */
export function checkStatementChain(statements: readonly StatementTotals[]): Warning[] {
  const byAccount = Map.groupBy(
    statements.filter(({ head }) => head.kind === 'booked' && !head.partial && head.account !== null),
    ({ head }) => `${head.account}\n${head.currency ?? ''}`,
  )
  return [...byAccount.values()].flatMap((chain) => checkChain(inOrderOfTime(chain)))
}

function checkChain(chain: readonly StatementTotals[]): Warning[] {
  const warnings: Warning[] = []
  let before: StatementTotals | undefined
  for (const statement of chain) {
    if (before !== undefined && isRepeated(before, statement)) {
      warnings.push({
        code: 'statement-repeated',
        severity: 'warning',
        line: statement.head.at.line,
        message: 'the same statement is in the file twice',
      })
      continue
    }
    const closing = before?.tail.closing
    const opening = statement.head.opening
    if (closing && opening && closing.currency === opening.currency && !isEqual(closing.amount, opening.amount)) {
      warnings.push({
        code: 'statement-chain',
        severity: 'warning',
        line: opening.at.line,
        message:
          `the statement opens with ${formatDecimal(opening.amount)}, the one before closed with ` +
          `${formatDecimal(closing.amount)}: a statement between them is missing`,
      })
    }
    before = statement
  }
  return warnings
}

/** Some banks put the newest first. Pages of one day keep the order of the file. */
function inOrderOfTime(chain: readonly StatementTotals[]): StatementTotals[] {
  const dated = chain.map((statement) => ({
    statement,
    date: statement.head.opening?.date ?? statement.tail.closing?.date ?? null,
  }))
  if (dated.some(({ date }) => date === null)) return [...chain]
  return dated.toSorted((a, b) => (a.date ?? '').localeCompare(b.date ?? '')).map(({ statement }) => statement)
}

function isRepeated(a: StatementTotals, b: StatementTotals): boolean {
  const [aClosing, bClosing] = [a.tail.closing, b.tail.closing]
  const [aOpening, bOpening] = [a.head.opening, b.head.opening]
  if (!aClosing || !bClosing || !aOpening || !bOpening) return false
  return (
    a.head.id === b.head.id &&
    a.head.sequence === b.head.sequence &&
    a.head.page === b.head.page &&
    a.entries === b.entries &&
    a.entries > 0 &&
    aClosing.date === bClosing.date &&
    isEqual(aClosing.amount, bClosing.amount) &&
    isEqual(aOpening.amount, bOpening.amount)
  )
}
