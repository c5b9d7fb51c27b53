import type { Limits } from '../../limits.ts'
import type { EntryDetail, ParseSink, StatementHead } from '../../model.ts'
import { StatementTotals } from '../../totals/statement-totals.ts'
import { RejectError } from '../../warning.ts'
import { checkDeclared } from './check-declared.ts'
import { DetailCheck } from './check-details.ts'
import { readDetail } from './read-details.ts'
import { readEntry } from './read-entry.ts'
import { readHead, readTail } from './read-statement.ts'
import { readDirection } from './read-values.ts'
import type { XmlHandler } from './read-xml.ts'
import type { XmlNode } from './xml-node.ts'

/** By the element that holds the entries (ISO 20022 camt.052, .053, .054). */
const KINDS: Readonly<Record<string, { readonly message: string; readonly kind: StatementHead['kind'] }>> = {
  Rpt: { message: 'camt.052', kind: 'intraday' },
  Stmt: { message: 'camt.053', kind: 'booked' },
  Ntfctn: { message: 'camt.054', kind: 'notice' },
}
const NAMESPACE = /camt\.05[234]\.(\d{3}\.\d{2})/

interface OpenStatement {
  readonly node: XmlNode
  readonly kind: StatementHead['kind']
  readonly check: DetailCheck
  /** Made with the first entry: what stands before it is the head. */
  totals: StatementTotals | null
  creditEntries: number
}

/** Hands on entries one by one as their elements end, and lets the elements go. */
export class CamtReader implements XmlHandler {
  message: string | null = null
  version: string | null = null
  statements = 0
  private entries = 0
  private statement: OpenStatement | null = null
  private entry: XmlNode | null = null
  private details: EntryDetail[] = []
  private toldEncoding = false
  private readonly sink: ParseSink
  private readonly limits: Limits

  constructor(sink: ParseSink, limits: Limits) {
    this.sink = sink
    this.limits = limits
  }

  open(node: XmlNode, parent: XmlNode | undefined): void {
    this.version ??= versionOf(node)
    const kind = KINDS[node.name]
    if (kind !== undefined && this.statement === null) {
      this.message ??= kind.message
      this.statement = { node, kind: kind.kind, check: new DetailCheck(), totals: null, creditEntries: 0 }
    } else if (node.name === 'Ntry' && this.statement !== null && parent === this.statement.node) {
      this.entry = node
      this.details = []
    }
  }

  close(node: XmlNode): boolean {
    if (!this.toldEncoding && node.text.includes('\ufffd')) this.tellEncoding(node)
    if (this.statement === null) return true
    if (node.name === 'TxDtls' && this.entry !== null) {
      this.details.push(readDetail(node, readDirection(this.entry) ?? 'credit'))
      return false
    }
    if (node === this.entry) {
      this.closeEntry(node, this.statement)
      return false
    }
    if (node !== this.statement.node) return true
    this.closeStatement(this.statement)
    return false
  }

  private closeEntry(node: XmlNode, statement: OpenStatement): void {
    this.entries += 1
    if (this.entries > this.limits.entries) throw new RejectError('it holds more entries than any statement', node.at.line)
    const totals = this.begin(statement)
    const entry = readEntry(node, this.details, this.sink)
    if (entry.direction === 'credit') statement.creditEntries += 1
    totals.add(entry)
    statement.check.add(entry)
    this.sink.entry(entry)
    this.entry = null
    this.details = []
  }

  private closeStatement(statement: OpenStatement): void {
    const totals = this.begin(statement)
    for (const warning of checkDeclared(statement.node, totals, statement.creditEntries)) this.sink.warn(warning)
    statement.check.tell(this.sink)
    this.sink.endStatement(readTail(statement.node, this.sink))
    this.statements += 1
    this.statement = null
  }

  private begin(statement: OpenStatement): StatementTotals {
    if (statement.totals !== null) return statement.totals
    const totals = new StatementTotals(readHead(statement.node, statement.kind, this.sink))
    statement.totals = totals
    this.sink.beginStatement(totals.head)
    return totals
  }

  private tellEncoding(node: XmlNode): void {
    this.toldEncoding = true
    const message = 'bytes here are not in the encoding that the file declares'
    this.sink.warn({ code: 'encoding', severity: 'warning', line: node.at.line, message })
  }
}

function versionOf(node: XmlNode): string | null {
  for (const [name, value] of Object.entries(node.attributes)) {
    if (!name.startsWith('xmlns') && !name.endsWith('schemaLocation')) continue
    const version = NAMESPACE.exec(value)?.[1]
    if (version !== undefined) return version
  }
  return null
}
