import type { EntryDetail, References } from '../../model.ts'
import { amountAt, readCharges, readDirection } from './read-values.ts'
import { all, at, child, firstText, textAt, type XmlNode } from './xml-node.ts'

type Direction = 'credit' | 'debit'

/** One TxDtls. Its amount may be its own, that of AmtDtls, or missing. */
export function readDetail(node: XmlNode, entryDirection: Direction): EntryDetail {
  const direction = readDirection(node) ?? entryDirection
  const amount =
    amountAt(node, 'Amt') ?? amountAt(node, 'AmtDtls', 'TxAmt', 'Amt') ?? amountAt(node, 'AmtDtls', 'InstdAmt', 'Amt')
  return {
    at: node.at,
    amount: amount?.amount ?? null,
    currency: amount?.currency ?? null,
    direction,
    references: readReferences(child(node, 'Refs'), node),
    ...readCounterparty(node, direction),
    text: readText(node),
    charges: readCharges(node),
    returnReason: firstText(node, ['RtrInf', 'Rsn', 'Cd'], ['RtrInf', 'Rsn', 'Prtry'], ['RtrInf', 'RtrRsn', 'Cd']),
  }
}

function readReferences(refs: XmlNode | undefined, node: XmlNode): References {
  return {
    bank: textAt(refs, 'AcctSvcrRef'),
    endToEnd: textAt(refs, 'EndToEndId'),
    transaction: firstText(refs, ['TxId'], ['UETR'], ['ClrSysRef'], ['Prtry', 'Ref']),
    instruction: firstText(refs, ['InstrId'], ['PmtInfId']),
    message: textAt(refs, 'MsgId'),
    mandate: textAt(refs, 'MndtId'),
    creditor: textAt(node, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref') ?? textAt(node, 'RmtInf', 'Strd', 'CdtrRefInf', 'CdtrRef'),
  }
}

/** Who is on the other side: the debtor of a credit, the creditor of a debit. */
function readCounterparty(
  node: XmlNode,
  direction: Direction,
): { readonly counterparty: string | null; readonly counterpartyAccount: string | null } {
  const parties = child(node, 'RltdPties')
  const role = direction === 'credit' ? 'Dbtr' : 'Cdtr'
  const account = at(parties, `${role}Acct`, 'Id')
  return {
    counterparty: firstText(
      parties,
      [role, 'Nm'],
      [role, 'Pty', 'Nm'],
      [`Ultmt${role}`, 'Nm'],
      [`Ultmt${role}`, 'Pty', 'Nm'],
      ['TradgPty', 'Nm'],
      ['TradgPty', 'Pty', 'Nm'],
    ),
    counterpartyAccount: firstText(account, ['IBAN'], ['Othr', 'Id'], ['PrtryAcct', 'Id'], ['BBAN']),
  }
}

function readText(node: XmlNode): string {
  const remittance = all(child(node, 'RmtInf'), 'Ustrd').map(({ text }) => text.trim())
  const structured = all(child(node, 'RmtInf'), 'Strd').flatMap((each) => all(each, 'AddtlRmtInf').map(({ text }) => text.trim()))
  return [...remittance, ...structured, textAt(node, 'AddtlTxInf') ?? ''].filter((part) => part !== '').join(' ')
}
