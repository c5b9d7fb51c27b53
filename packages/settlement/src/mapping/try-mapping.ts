import { formatDecimal } from '../decimal.ts'
import { type InspectDocument, inspect } from '../inspect.ts'
import type { Entry, SettlementLine } from '../model.ts'
import { unpack } from '../parse-file.ts'
import type { ParseTools } from '../parse-tools.ts'
import { RejectError } from '../warning.ts'
import { type FileHead, headOf } from './head-of-file.ts'
import { mappedFormat } from './mapped-format.ts'
import type { Mapping } from './mapping.ts'
import { MappingError, readMapping } from './parse-mapping.ts'
import { FaultyValue } from './place.ts'

/** A file read through a mapping that nobody has saved: what it looks like, what would be read, and what stands in the way. */
export interface MappingTrial {
  readonly head: FileHead
  /** What is wrong with the mapping itself; then nothing was read. */
  readonly problem: string | null
  readonly lines: readonly TriedLine[]
  /** Lines that cannot be read: the file would be refused. The first of them. */
  readonly faults: readonly TriedFault[]
  readonly faultCount: number
  readonly document: InspectDocument | null
}

export interface TriedFault {
  readonly line: number | null
  /** As the message calls it. */
  readonly column: string | null
  readonly message: string
}

/** A line as it would be read, in words of the mapping's fields; amounts are exact decimals in major units. */
export interface TriedLine {
  readonly line: number
  readonly kind: string
  readonly date: string | null
  readonly gross: string | null
  readonly fees: string | null
  readonly net: string
  readonly currency: string
  readonly batch: string | null
  readonly account: string | null
  readonly method: string | null
  readonly reference: string | null
  readonly merchantReference: string | null
  readonly store: string | null
  readonly terminal: string | null
  readonly card: string | null
  readonly text: string | null
}

const SHOWN_LINES = 50
const SHOWN_FAULTS = 50

export function tryMapping(name: string, bytes: Uint8Array, draft: unknown, tools: ParseTools): MappingTrial {
  const head = headOf(unpacked(name, bytes, tools), layoutOf(draft), tools)
  const read = readOrProblem(draft)
  if (typeof read === 'string') return { head, problem: read, lines: [], faults: [], faultCount: 0, document: null }
  const lines: TriedLine[] = []
  const faults: TriedFault[] = []
  let faultCount = 0
  let account: string | null = null
  const onFault = (fault: RejectError) => {
    faultCount += 1
    if (faults.length < SHOWN_FAULTS) faults.push(toldFault(fault))
  }
  const keep = (line: () => TriedLine) => void (lines.length < SHOWN_LINES && lines.push(line()))
  const chosen = mappedFormat(read, () => false, onFault)
  const document = inspect(name, bytes, tools, chosen, {
    file: () => {},
    beginStatement: (statement) => {
      account = statement.account
    },
    entry: (entry) => keep(() => ofEntry(entry, account)),
    endStatement: () => {},
    line: (line) => keep(() => ofLine(line)),
  })
  return { head, problem: null, lines, faults, faultCount, document }
}

/** Of an archive the first report in it. */
function unpacked(name: string, bytes: Uint8Array, tools: ParseTools): Uint8Array {
  try {
    return unpack(name, bytes, tools)[0]?.bytes ?? bytes
  } catch (error) {
    if (error instanceof RejectError) return bytes
    throw error
  }
}

function readOrProblem(draft: unknown): Mapping | string {
  try {
    return readMapping(draft)
  } catch (error) {
    if (error instanceof MappingError) return error.message
    throw error
  }
}

/** As much as a draft says of it, whatever else is wrong with it. */
function layoutOf(draft: unknown): Parameters<typeof headOf>[1] {
  const { encoding, layout } = (draft ?? {}) as { encoding?: unknown; layout?: { delimiter?: unknown; quote?: unknown } }
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  return { encoding: text(encoding), delimiter: text(layout?.delimiter), quote: text(layout?.quote) }
}

const toldFault = (fault: RejectError): TriedFault => ({
  line: fault.line,
  column: fault instanceof FaultyValue ? fault.column : null,
  message: fault.message,
})

const ofLine = (line: SettlementLine): TriedLine => ({
  line: line.at.line,
  kind: line.kind,
  date:
    [line.happenedAt, line.happenedAt !== null && line.happenedAt.length > 10 ? line.zone : null].filter(Boolean).join(' ') ||
    null,
  gross: line.gross && formatDecimal(line.gross),
  fees: formatDecimal(line.fees),
  net: formatDecimal(line.net),
  currency: line.currency,
  batch: line.batch,
  account: line.merchant,
  method: line.method,
  reference: line.acquirerReference,
  merchantReference: line.merchantReference,
  store: line.store,
  terminal: line.terminal,
  card: line.card,
  text: line.text || null,
})

const ofEntry = (entry: Entry, account: string | null): TriedLine => ({
  line: entry.at.line,
  kind: entry.direction,
  date: entry.bookingDate ?? entry.valueDate,
  gross: null,
  fees: null,
  net: `${entry.direction === 'debit' ? '-' : ''}${formatDecimal(entry.amount)}`,
  currency: entry.currency ?? '',
  batch: null,
  account,
  method: null,
  reference: entry.references.bank,
  merchantReference: entry.references.message,
  store: null,
  terminal: null,
  card: null,
  text: [entry.counterparty, entry.text].filter(Boolean).join(' · ') || null,
})
