import { type Decimal, formatDecimal, isEqual, negate, subtract, ZERO } from '../../decimal.ts'
import type { LineKind, ParseSink, SettlementLine } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { type ByteLine, readByteLines } from '../../text/read-byte-lines.ts'
import { quote, RejectError } from '../../warning.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { settlementLine } from '../settlement-line.ts'
import { cutFields } from './fixed-fields.ts'
import { clearingDay, readFen, readSignedFen, transactionTime } from './read-values.ts'

/** Widths of 商户入网 ZM (42 fields) and ZME (22). */
const ZM = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32, 13,
  13, 12, 2, 1, 32, 98,
]
const ZME = [3, 11, 11, 6, 10, 19, 12, 4, 2, 2, 6, 10, 4, 12, 13, 13, 15, 15, 1, 12, 2, 135]
/** The last field without which a line says nothing about money. */
const ZM_NEEDED = 33
const ZME_NEEDED = 16

const KINDS: Readonly<Record<string, LineKind>> = { S22: 'sale', S30: 'refund', S32: 'refund', S56: 'sale', S57: 'refund' }

export function parseUnionpay({ name, bytes }: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  const errors = isErrorFile(name, bytes)
  const clearing = clearingDay(name)
  if (clearing === null) {
    const message = 'the name of the file has no clearing day: times are left without a year'
    sink.warn({ code: 'date', severity: 'notice', line: null, message })
  }
  let lines = 0
  for (const line of readByteLines(bytes, tools.limits)) {
    if (line.bytes.every((byte) => byte === 0x20 || byte === 0x1a)) continue
    lines += 1
    if (lines > tools.limits.entries) throw new RejectError('it holds more lines than any file of a day', line.line)
    const fields = cutFields(line, errors ? ZME : ZM, errors ? ZME_NEEDED : ZM_NEEDED)
    const read = { line, field: (number: number) => fields[number - 1] ?? '', clearing, sink }
    sink.line(errors ? readAdjustment(read) : readTransaction(read))
  }
  if (lines === 0) throw new RejectError('it holds no line')
  return { format: errors ? 'unionpay-zme' : 'unionpay-zm', version: null }
}

interface Read {
  readonly line: ByteLine
  readonly field: (number: number) => string
  readonly clearing: ReturnType<typeof clearingDay>
  readonly sink: ParseSink
}

function readTransaction(read: Read): SettlementLine {
  const { line, field, sink } = read
  const code = field(1)
  const kind = KINDS[code] ?? 'other'
  const fees = negate(readSignedFen(field(16), line.line) ?? ZERO)
  const settled = readSignedFen(field(17), line.line)
  const amount = readFen(field(7), line.line)
  const gross = settled === null ? (kind === 'refund' ? negate(amount) : amount) : sameSign(amount, settled)
  const net = readSignedFen(field(33), line.line) ?? settled ?? subtract(gross, fees)
  if (!isEqual(subtract(gross, fees), net)) tell(gross, fees, net, line.line, sink)
  return settlementLine({
    ...common(read, field(28)),
    kind,
    acquirerReference: field(10) || null,
    merchantReference: field(12) || null,
    originalReference: field(27) || null,
    gross,
    grossCurrency: 'CNY',
    fees,
    net,
  })
}

/** ZME: corrections of days before, without order numbers. */
function readAdjustment(read: Read): SettlementLine {
  const { line, field } = read
  const fees = negate(readSignedFen(field(15), line.line) ?? ZERO)
  const settled = readSignedFen(field(16), line.line)
  const amount = readFen(field(7), line.line)
  const net = settled ?? subtract(amount, fees)
  return settlementLine({
    ...common(read, field(17)),
    kind: 'adjustment',
    acquirerReference: field(14) || null,
    gross: sameSign(amount, net),
    grossCurrency: 'CNY',
    fees,
    net,
  })
}

function common({ line, field, clearing, sink }: Read, merchant: string) {
  const happenedAt = transactionTime(field(5), clearing?.day ?? null)
  if (happenedAt === null && field(5) !== '') {
    const message = `there is no time ${quote(field(5))}: left without a date`
    sink.warn({ code: 'date', severity: 'warning', line: line.line, message })
  }
  return {
    at: { line: line.line, character: line.character },
    batch: clearing?.day ?? null,
    merchant: merchant || clearing?.merchant || null,
    type: field(1),
    traceNumber: field(4) || null,
    card: field(6) || null,
    happenedAt,
    zone: 'Asia/Shanghai',
    currency: 'CNY',
  }
}

function sameSign(amount: Decimal, sign: Decimal): Decimal {
  return sign.units < 0n ? negate(amount) : amount
}

function tell(gross: Decimal, fees: Decimal, net: Decimal, line: number, sink: ParseSink): void {
  const message = `gross ${formatDecimal(gross)} less fees ${formatDecimal(fees)} is not the net ${formatDecimal(net)}`
  sink.warn({ code: 'line-does-not-tie', severity: 'warning', line, message })
}

/** By its name, else by the length of its first line: the two kinds have different widths. */
function isErrorFile(name: string, bytes: Uint8Array): boolean {
  if (/ZME(?:_|$|\.)/i.test(name)) return true
  if (/ZM(?:_|$|\.)/i.test(name)) return false
  const end = bytes.indexOf(0x0a)
  return (end === -1 ? bytes.length : end) < 400
}
