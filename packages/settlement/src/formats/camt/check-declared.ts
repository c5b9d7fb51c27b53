import { add, type Decimal, formatDecimal, isEqual, parseDecimal, ZERO } from '../../decimal.ts'
import type { CurrencySums } from '../../totals/currency-sums.ts'
import type { StatementTotals } from '../../totals/statement-totals.ts'
import type { Warning } from '../../warning.ts'
import { child, textAt, type XmlNode } from './xml-node.ts'

/** What TxsSummry declares against what the statement holds. Its sums name no currency. */
export function checkDeclared(statement: XmlNode, totals: StatementTotals, creditEntries: number): Warning[] {
  const summary = child(statement, 'TxsSummry')
  if (summary === undefined) return []
  const debitEntries = totals.entries - creditEntries
  const line = summary.at.line
  return [
    count(textAt(summary, 'TtlNtries', 'NbOfNtries'), totals.entries, 'entries', line),
    count(textAt(summary, 'TtlCdtNtries', 'NbOfNtries'), creditEntries, 'credits', line),
    count(textAt(summary, 'TtlDbtNtries', 'NbOfNtries'), debitEntries, 'debits', line),
    sum(textAt(summary, 'TtlCdtNtries', 'Sum'), totals.credits, totals.head.currency, 'credits', line),
    sum(textAt(summary, 'TtlDbtNtries', 'Sum'), totals.debits, totals.head.currency, 'debits', line),
  ].filter((warning) => warning !== null)
}

function count(declared: string | null, found: number, what: string, line: number): Warning | null {
  if (declared === null || !/^\d{1,15}$/.test(declared) || Number(declared) === found) return null
  return {
    code: 'declared-count',
    severity: 'warning',
    line,
    message: `${declared} ${what} are declared, ${found} are in the file`,
  }
}

function sum(declared: string | null, sums: CurrencySums, currency: string | null, what: string, line: number): Warning | null {
  const total = declared === null ? undefined : parseDecimal(declared)
  if (total === undefined) return null
  const inAll = sums.currencies.reduce<Decimal>((all, each) => add(all, sums.of(each)), ZERO)
  if (isEqual(total, inAll) || (currency !== null && isEqual(total, sums.of(currency)))) return null
  return {
    code: 'declared-total',
    severity: 'warning',
    line,
    message: `${what} of ${formatDecimal(total)} are declared, those in the file come to ${formatDecimal(inAll)}`,
  }
}
