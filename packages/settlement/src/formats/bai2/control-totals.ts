import type { ParseSink } from '../../model.ts'
import { FieldReader } from './read-fields.ts'
import type { BaiRecord } from './split-records.ts'

/** What groups (98) and the file (99) declare against what their parts declare: an account that is missing shows here. */
export class ControlTotals {
  private readonly sink: ParseSink
  private accounts: bigint | null = 0n
  private groups: bigint | null = 0n

  constructor(sink: ParseSink) {
    this.sink = sink
  }

  account(record: BaiRecord): void {
    this.accounts = plus(this.accounts, declaredBy(record))
  }

  group(record: BaiRecord): void {
    this.compare(record, "the group's control total is not that of its accounts", this.accounts)
    this.accounts = 0n
    this.groups = plus(this.groups, declaredBy(record))
  }

  file(record: BaiRecord): void {
    this.compare(record, "the file's control total is not that of its groups", this.groups)
  }

  /** A notice, as of an account: banks sum their trailers up in several ways. */
  private compare(record: BaiRecord, message: string, found: bigint | null): void {
    const declared = declaredBy(record)
    if (declared === null || found === null || declared === found) return
    this.sink.warn({ code: 'declared-total', severity: 'notice', line: record.line, message })
  }
}

const declaredBy = (record: BaiRecord): bigint | null => new FieldReader(record).amount()
const plus = (sum: bigint | null, part: bigint | null): bigint | null => (sum === null || part === null ? null : sum + part)
