import type { Entry, EntryDetail, ParseSink } from '../../model.ts'
import { quote, RejectError } from '../../warning.ts'
import { amountAt, readCharges, readDate, readDirection } from './read-values.ts'
import { at, child, firstText, textAt, type XmlNode } from './xml-node.ts'

/** One Ntry; its details have been read already, those of millions would not fit as elements. */
export function readEntry(node: XmlNode, details: readonly EntryDetail[], sink: ParseSink): Entry {
  const amount = amountAt(node, 'Amt')
  if (amount === null) throw new RejectError('an entry has no amount', node.at.line)
  const direction = readDirection(node)
  if (direction === null) throw new RejectError('an entry does not say whether it is a credit or a debit', node.at.line)
  if (amount.amount.units < 0n) {
    sink.warn({
      code: 'amount',
      severity: 'warning',
      line: node.at.line,
      message: `a ${direction} below zero: it is counted as it stands, against the other ${direction}s`,
    })
  }
  if (amount.currency === null) {
    const message = 'an entry names no currency: it is counted with no balance'
    sink.warn({ code: 'currency', severity: 'warning', line: node.at.line, message })
  }
  const [only] = details.length === 1 ? details : []
  const batch = at(node, 'NtryDtls', 'Btch') ?? child(node, 'Btch')
  const count = textAt(batch, 'NbOfTxs')
  return {
    at: node.at,
    amount: amount.amount,
    currency: amount.currency,
    direction,
    status: readStatus(node, sink),
    reversal: /^(true|1)$/.test(textAt(node, 'RvslInd') ?? ''),
    bookingDate: readDate(child(node, 'BookgDt'), sink),
    valueDate: readDate(child(node, 'ValDt'), sink),
    code: readCode(child(node, 'BkTxCd')),
    references: {
      bank: textAt(node, 'AcctSvcrRef') ?? only?.references.bank ?? null,
      endToEnd: only?.references.endToEnd ?? null,
      transaction: only?.references.transaction ?? null,
      instruction: only?.references.instruction ?? null,
      message: textAt(node, 'NtryRef') ?? textAt(batch, 'MsgId') ?? only?.references.message ?? null,
      mandate: only?.references.mandate ?? null,
      creditor: only?.references.creditor ?? null,
    },
    counterparty: only?.counterparty ?? null,
    counterpartyAccount: only?.counterpartyAccount ?? null,
    text: [only?.text ?? '', textAt(node, 'AddtlNtryInf') ?? ''].filter((part) => part !== '').join(' '),
    charges: readCharges(node),
    returnReason: only?.returnReason ?? null,
    batch:
      batch === undefined
        ? null
        : {
            reference: firstText(batch, ['MsgId'], ['PmtInfId']),
            count: count !== null && /^\d{1,15}$/.test(count) ? Number(count) : null,
          },
    details,
  }
}

/** Text up to version 06, Sts/Cd later. Without one an entry of a statement is booked. */
function readStatus(node: XmlNode, sink: ParseSink): Entry['status'] {
  const status = firstText(node, ['Sts', 'Cd'], ['Sts'], ['Sts', 'Prtry'])
  if (status === 'PDNG' || status === 'FUTR') return 'pending'
  if (status === 'INFO') return 'information'
  if (status !== null && status !== 'BOOK') {
    const message = `the status ${quote(status)} is none of the standard: taken for booked`
    sink.warn({ code: 'field', severity: 'notice', line: node.at.line, message })
  }
  return 'booked'
}

function readCode(node: XmlNode | undefined): string | null {
  const domain = [textAt(node, 'Domn', 'Cd'), textAt(node, 'Domn', 'Fmly', 'Cd'), textAt(node, 'Domn', 'Fmly', 'SubFmlyCd')]
  if (domain[0] !== null) return domain.map((part) => part ?? '').join('/')
  return textAt(node, 'Prtry', 'Cd')
}
