import { type Decimal, ZERO } from '../decimal.ts'
import type { LineKind, Position, SettlementLine } from '../model.ts'

/** What every line has; all else is what the file tells, and nothing where it does not. */
export interface NewLine extends Partial<SettlementLine> {
  readonly at: Position
  readonly kind: LineKind
  readonly type: string
  readonly net: Decimal
  readonly currency: string
}

export function settlementLine(line: NewLine): SettlementLine {
  return { ...EMPTY, ...line }
}

const EMPTY = {
  batch: null,
  merchant: null,
  method: null,
  acquirerReference: null,
  merchantReference: null,
  originalReference: null,
  payoutReference: null,
  store: null,
  terminal: null,
  authorisationCode: null,
  traceNumber: null,
  card: null,
  happenedAt: null,
  zone: null,
  gross: null,
  grossCurrency: null,
  fees: ZERO,
  balanceAfter: null,
  text: '',
} as const
