import { formatDecimal } from './decimal.ts'
import type { FileFormat, SourceFile } from './formats/format.ts'
import type { Balance, ParseSink } from './model.ts'
import { type ParsedFile, parseFile } from './parse-file.ts'
import type { ParseTools } from './parse-tools.ts'
import type { BatchTotals } from './totals/batch-totals.ts'
import type { StatementTotals } from './totals/statement-totals.ts'
import { RejectError, type Warning } from './warning.ts'

export interface BalanceDocument {
  readonly amount: string
  readonly currency: string | null
  readonly date: string | null
}

export interface StatementDocument {
  readonly id: string | null
  readonly account: string | null
  readonly currency: string | null
  readonly kind: 'booked' | 'intraday' | 'notice'
  readonly sequence: string | null
  readonly page: string | null
  readonly opening: BalanceDocument | null
  readonly closing: BalanceDocument | null
  readonly available: BalanceDocument | null
  readonly entries: number
  readonly details: number
  readonly credits: Readonly<Record<string, string>>
  readonly debits: Readonly<Record<string, string>>
  /** How many of the entries are announced only and move no balance. */
  readonly pendingEntries: number
}

export interface SettlementDocument {
  readonly batch: string | null
  readonly merchant: string | null
  readonly currency: string
  readonly lines: number
  readonly gross: string
  readonly grossByCurrency: Readonly<Record<string, string>>
  readonly fees: string
  readonly adjustments: string
  readonly net: string
  readonly payout: string | null
  readonly payoutReferences: readonly string[]
}

/** What `counterfoil inspect --json` prints of one file. */
export interface InspectDocument {
  readonly file: string
  readonly format: string | null
  readonly version: string | null
  readonly verdict: 'accept' | 'accept-with-warning' | 'reject'
  readonly reason: string | null
  readonly statements: readonly StatementDocument[]
  readonly settlement: readonly SettlementDocument[]
  readonly warnings: readonly Warning[]
}

/** Who hears what is read beside the document; of a file that is refused in the end it must keep nothing. */
export interface Listener extends Omit<ParseSink, 'warn'> {
  file(format: FileFormat, file: SourceFile): void
}

const NOBODY: Listener = {
  file: () => {},
  beginStatement: () => {},
  entry: () => {},
  endStatement: () => {},
  line: () => {},
}

/** Reads a file whole and tells what it holds, keeping none of its lines. Never throws because of what is in the file. */
export function inspect(
  name: string,
  bytes: Uint8Array,
  tools: ParseTools,
  chosen?: FileFormat,
  listener: Listener = NOBODY,
): InspectDocument {
  const warnings: Warning[] = []
  const sink: ParseSink = { ...listener, warn: (warning) => warnings.push(warning) }
  try {
    return accepted(name, parseFile(name, bytes, sink, tools, chosen, listener.file), warnings)
  } catch (error) {
    if (error instanceof RejectError) return rejected(name, error.message, error.line)
    throw error
  }
}

/** The document of a file of which nothing may be kept. */
export function rejected(file: string, reason: string, line: number | null = null): InspectDocument {
  const at = line === null ? reason : `line ${line}: ${reason}`
  return { file, format: null, version: null, verdict: 'reject', reason: at, statements: [], settlement: [], warnings: [] }
}

function accepted(file: string, parsed: ParsedFile, found: readonly Warning[]): InspectDocument {
  const warnings = found.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
  const serious = warnings.filter(({ severity }) => severity === 'warning')
  return {
    file,
    format: parsed.format,
    version: parsed.version,
    verdict: serious.length > 0 ? 'accept-with-warning' : 'accept',
    reason: serious[0]?.message ?? null,
    statements: parsed.totals.statements.map(statementDocument),
    settlement: parsed.totals.batches.map(settlementDocument),
    warnings,
  }
}

function statementDocument(totals: StatementTotals): StatementDocument {
  const { head, tail } = totals
  return {
    id: head.id,
    account: head.account,
    currency: head.currency ?? onlyCurrency(totals),
    kind: head.kind,
    sequence: head.sequence,
    page: head.page,
    opening: balanceDocument(head.opening),
    closing: balanceDocument(tail.closing),
    available: balanceDocument(tail.available),
    entries: totals.entries,
    details: totals.details,
    credits: totals.credits.format(),
    debits: totals.debits.format(),
    pendingEntries: totals.pendingEntries,
  }
}

/** Notices name no currency but those of their entries. */
function onlyCurrency({ credits, debits }: StatementTotals): string | null {
  const [first, ...others] = new Set([...credits.currencies, ...debits.currencies])
  return first === undefined || others.length > 0 ? null : first
}

function balanceDocument(balance: Balance | null): BalanceDocument | null {
  return balance && { amount: formatDecimal(balance.amount), currency: balance.currency, date: balance.date }
}

function settlementDocument(totals: BatchTotals): SettlementDocument {
  return {
    batch: totals.batch,
    merchant: totals.merchant,
    currency: totals.currency,
    lines: totals.lines,
    gross: formatDecimal(totals.gross),
    grossByCurrency: totals.grossByCurrency.format(),
    fees: formatDecimal(totals.fees),
    adjustments: formatDecimal(totals.adjustments),
    net: formatDecimal(totals.net),
    payout: totals.payout === null ? null : formatDecimal(totals.payout),
    payoutReferences: totals.payoutReferences,
  }
}
