import type { ParseSink } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { detectEncoding } from '../../text/encoding.ts'
import { readLines } from '../../text/read-lines.ts'
import { withEncodingWarning } from '../../text/read-table.ts'
import { RejectError } from '../../warning.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { checkTotals } from './check-totals.ts'
import { isInterim, readStatement } from './read-statement.ts'
import { splitMessages } from './split-messages.ts'

export function parseMt940({ bytes }: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  const lines = readLines(bytes, detectEncoding(bytes, 'one-byte'), tools.limits)
  const messages = splitMessages(withEncodingWarning(lines, sink)).filter(({ fields }) =>
    fields.some(({ tag }) => tag === '61' || /^6[02][FM]$/.test(tag) || tag === '34F' || tag.startsWith('90')),
  )
  if (messages.length === 0) throw new RejectError('it holds no statement: no balance and no entry')
  let entries = 0
  for (const message of messages) {
    const { head, entries: read, tail } = readStatement(message, sink)
    entries += read.length
    if (entries > tools.limits.entries) throw new RejectError('it holds more entries than any statement', head.at.line)
    sink.beginStatement(head)
    for (const entry of read) sink.entry(entry)
    sink.endStatement(tail)
    checkTotals(message, read, sink)
    if (head.kind === 'booked' && read.length === 0 && tail.closing === null) {
      const text = 'the message ends before its closing balance (:62a:): it may be cut off'
      sink.warn({ code: 'balance-missing', severity: 'warning', line: head.at.line, message: text })
    }
    if (head.account === null) {
      sink.warn({ code: 'field', severity: 'warning', line: head.at.line, message: 'the statement names no account' })
    }
  }
  return { format: messages.every(isInterim) ? 'mt942' : 'mt940', version: null }
}
