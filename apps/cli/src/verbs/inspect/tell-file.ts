import type { BalanceDocument, InspectDocument, SettlementDocument, StatementDocument } from '@counterfoil/settlement'

const VERDICTS: Readonly<Record<InspectDocument['verdict'], string>> = {
  accept: 'accepted',
  'accept-with-warning': 'accepted, but somebody should look at it',
  reject: 'refused',
}

/** The document in sentences. */
export function tellFile(document: InspectDocument): string[] {
  const what = document.format === null ? '' : `, ${document.format}${document.version === null ? '' : ` ${document.version}`}`
  return [
    `${document.file}${what}: ${VERDICTS[document.verdict]}`,
    ...(document.verdict === 'reject' ? [`  ${document.reason}`] : []),
    ...document.statements.map(tellStatement),
    ...document.settlement.map(tellBatch),
    ...document.warnings.map(
      ({ severity, line, message }) =>
        `  ${severity === 'warning' ? '!' : '·'} ${line === null ? '' : `line ${line}: `}${message}`,
    ),
  ]
}

function tellStatement(statement: StatementDocument): string {
  const { id, account, entries, credits, debits, pendingEntries } = statement
  const pending = pendingEntries === 0 ? '' : ` (${pendingEntries} of them not booked)`
  return (
    `  statement ${id ?? 'without a number'} of account ${account ?? 'unknown'}: ${tellBalance('opens with', statement.opening)}` +
    `${count(entries, 'entry', 'entries')}${pending}, credits ${tellSums(credits)}, debits ${tellSums(debits)}` +
    `${statement.closing === null ? '' : `, ${tellBalance('closes with', statement.closing).slice(0, -2)}`}`
  )
}

function tellBalance(how: string, balance: BalanceDocument | null): string {
  if (balance === null) return ''
  return `${how} ${balance.amount} ${balance.currency ?? ''}${balance.date === null ? '' : ` on ${balance.date}`}, `
}

function tellBatch(batch: SettlementDocument): string {
  const { lines, gross, fees, adjustments, net, payout, currency } = batch
  return (
    `  batch ${batch.batch ?? 'without a number'}: ${count(lines, 'line', 'lines')}, gross ${gross}, fees ${fees}, ` +
    `${adjustments === '0' ? '' : `adjustments ${adjustments}, `}net ${net} ${currency}, ` +
    (payout === null ? 'no payout announced' : `payout ${payout}`)
  )
}

function tellSums(sums: Readonly<Record<string, string>>): string {
  const parts = Object.entries(sums).map(([currency, sum]) => `${sum} ${currency}`)
  return parts.length === 0 ? 'none' : parts.join(' and ')
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
