import type { ParseSink } from '../../model.ts'
import type { ParseTools } from '../../parse-tools.ts'
import { parseShortDate } from '../../text/dates.ts'
import { detectEncoding } from '../../text/encoding.ts'
import { readLines } from '../../text/read-lines.ts'
import { withEncodingWarning } from '../../text/read-table.ts'
import { quote, RejectError } from '../../warning.ts'
import type { ParsedFormat, SourceFile } from '../format.ts'
import { AccountReader } from './account-reader.ts'
import { ControlTotals } from './control-totals.ts'
import { FieldReader } from './read-fields.ts'
import { type BaiRecord, splitRecords } from './split-records.ts'

/** File 01 … 99, groups 02 … 98, accounts 03 … 49 with transactions 16. */
export function parseBai2({ bytes }: SourceFile, sink: ParseSink, tools: ParseTools): ParsedFormat {
  const lines = withEncodingWarning(readLines(bytes, detectEncoding(bytes, 'one-byte'), tools.limits), sink)
  let group = { currency: 'USD', date: '' }
  let account: AccountReader | null = null
  let last: BaiRecord | null = null
  let accounts = 0
  const totals = new ControlTotals(sink)
  for (const record of splitRecords(lines)) {
    last = record
    if (record.code === '01') checkVersion(record)
    else if (record.code === '02') group = readGroup(record, sink)
    else if (record.code === '03') {
      if (account !== null) throw new RejectError('an account begins before the one before it ends', record.line)
      accounts += 1
      account = new AccountReader(record, group.currency, group.date, tools)
      sink.beginStatement(account.head)
    } else if (record.code === '16') {
      if (account === null) throw new RejectError('a transaction belongs to no account', record.line)
      sink.entry(account.readTransaction(record, sink))
    } else if (record.code === '49') {
      if (account === null) throw new RejectError('an account ends that did not begin', record.line)
      account.checkTrailer(record, sink)
      totals.account(record)
      sink.endStatement(account.tail)
      account = null
    } else if (record.code === '98') totals.group(record)
    else if (record.code === '99') totals.file(record)
  }
  if (account !== null) throw new RejectError('the file ends inside an account: it is cut off', last?.line ?? null)
  if (accounts === 0) throw new RejectError('it holds no account')
  if (last?.code !== '99') {
    const message = 'the file ends without its trailer (99): it may be cut off'
    sink.warn({ code: 'file', severity: 'warning', line: last?.line ?? null, message })
  }
  return { format: 'bai2', version: '2' }
}

function checkVersion(record: BaiRecord): void {
  const fields = new FieldReader(record)
  for (let skipped = 0; skipped < 7; skipped += 1) fields.next()
  const version = fields.next()
  if (version !== '' && version !== '2')
    throw new RejectError(`it is version ${quote(version)} of BAI, only 2 is read`, record.line)
}

function readGroup(record: BaiRecord, sink: ParseSink): { currency: string; date: string } {
  const fields = new FieldReader(record)
  for (let skipped = 0; skipped < 3; skipped += 1) fields.next()
  const date = fields.next()
  if (date !== '' && parseShortDate(date) === null) {
    const message = `there is no day ${quote(date)}: left without a date`
    sink.warn({ code: 'date', severity: 'notice', line: record.line, message })
  }
  fields.next()
  return { date, currency: fields.next() || 'USD' }
}
