import type { Balance, ParseSink, StatementHead, StatementTail } from '../../model.ts'
import { balanceType, readBalance } from './read-values.ts'
import { all, firstText, textAt, type XmlNode } from './xml-node.ts'

export function readHead(node: XmlNode, kind: StatementHead['kind'], sink: ParseSink): StatementHead {
  const opening = findOpening(node, sink)
  const closing = findBalance(node, 'CLBD', SILENT)
  return {
    at: node.at,
    id: textAt(node, 'Id'),
    account: firstText(
      node,
      ['Acct', 'Id', 'IBAN'],
      ['Acct', 'Id', 'Othr', 'Id'],
      ['Acct', 'Id', 'PrtryAcct', 'Id'],
      ['Acct', 'Id', 'BBAN'],
    ),
    currency: textAt(node, 'Acct', 'Ccy') ?? opening?.currency ?? closing?.currency ?? null,
    kind,
    sequence: firstText(node, ['ElctrncSeqNb'], ['LglSeqNb']),
    page: firstText(node, ['StmtPgntn', 'PgNb'], ['RptPgntn', 'PgNb'], ['NtfctnPgntn', 'PgNb']),
    partial: false,
    opening,
  }
}

export function readTail(node: XmlNode, sink: ParseSink): StatementTail {
  return { closing: findBalance(node, 'CLBD', sink), available: findBalance(node, 'CLAV', sink) }
}

/** The opening balance in the currency the statement closes in, else the closing one of the day before. */
function findOpening(node: XmlNode, sink: ParseSink): Balance | null {
  const closing = findBalance(node, 'CLBD', SILENT)?.currency ?? undefined
  for (const type of ['OPBD', 'PRCD']) {
    const found = findBalance(node, type, sink, closing) ?? findBalance(node, type, sink)
    if (found !== null) return found
  }
  return null
}

function findBalance(node: XmlNode, type: string, sink: ParseSink, currency?: string): Balance | null {
  const found = all(node, 'Bal').find(
    (each) =>
      balanceType(each) === type &&
      (currency === undefined || each.children.some(({ name, attributes }) => name === 'Amt' && attributes.Ccy === currency)),
  )
  return found === undefined ? null : readBalance(found, sink)
}

const SILENT: ParseSink = {
  beginStatement: () => {},
  entry: () => {},
  endStatement: () => {},
  line: () => {},
  warn: () => {},
}
