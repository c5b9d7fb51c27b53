import type { Decimal } from '../decimal.ts'
import type { MatchLine } from '../matching/lines/line-item.ts'
import type { LineKind, SettlementLine } from '../model.ts'
import { minorAmount } from './minor-amount.ts'
import type { ReadingTools, SettlementSource } from './settlement-source.ts'

/** A line that is about one payment, with what is checked after it is matched. */
export interface SettledLine extends MatchLine {
  /** Exact: fees have parts of a minor unit. A cost is above zero. */
  readonly fee: Decimal
  readonly net: Decimal
  /** The currency of fee and net; `currency` is that of the gross amount. */
  readonly settledCurrency: string
  readonly payout: string
}

const KINDS: ReadonlySet<LineKind> = new Set(['sale', 'refund', 'refund-reversed', 'chargeback', 'chargeback-reversed', 'fee'])
const isAboutPayment = (kind: LineKind): kind is MatchLine['kind'] => KINDS.has(kind)

export interface LinePlace {
  readonly position: number
  readonly batch: string
  readonly payout: string
  readonly salesDay: number | null
  readonly happenedAtMs: number | null
}

/** null for a line about the batch as a whole. The same line of the same file always has the same id. */
export function settledLine(
  line: SettlementLine,
  source: SettlementSource,
  place: LinePlace,
  tools: ReadingTools,
): SettledLine | null {
  const { kind } = line
  if (!isAboutPayment(kind)) return null
  const named = line.acquirerReference ?? line.merchantReference ?? line.originalReference
  if (kind === 'fee' && named === null) return null
  const currency = line.grossCurrency ?? line.currency
  return {
    id: `${source.file}:${place.position}`,
    file: source.fileNumber,
    position: place.position,
    acquirer: source.acquirer,
    merchantAccount: line.merchant ?? source.merchantAccount,
    currency,
    kind,
    grossMinor: minorAmount(line.gross ?? line.net, tools.minorUnitExponent(currency) ?? 2),
    batch: place.batch,
    store: line.store,
    terminal: line.terminal,
    method: line.method,
    salesDay: place.salesDay,
    happenedAtMs: place.happenedAtMs,
    acquirerReference: line.acquirerReference,
    retrievalReference: null,
    merchantReference: line.merchantReference,
    originalReference: line.originalReference,
    authorisationCode: line.authorisationCode,
    traceNumber: line.traceNumber,
    terminalBatch: null,
    last4: lastFour(line.card),
    fee: line.fees,
    net: line.net,
    settledCurrency: line.currency,
    payout: place.payout,
  }
}

function lastFour(card: string | null): string | null {
  const digits = card?.slice(-4) ?? ''
  return /^\d{4}$/.test(digits) ? digits : null
}
