import { type Decimal, negate, parseDecimal } from '../../decimal.ts'
import type { Balance, Charge, ParseSink } from '../../model.ts'
import { parseIsoDate } from '../../text/dates.ts'
import { quote, RejectError } from '../../warning.ts'
import { all, at, child, firstText, textAt, type XmlNode } from './xml-node.ts'

export interface Amount {
  readonly amount: Decimal
  readonly currency: string | null
}

export function readAmount(node: XmlNode): Amount {
  const amount = parseDecimal(node.text.trim())
  if (amount === undefined) throw new RejectError(`the amount ${quote(node.text)} is no decimal number`, node.at.line)
  return { amount, currency: node.attributes.Ccy?.trim() || null }
}

export function amountAt(node: XmlNode | undefined, ...path: readonly string[]): Amount | null {
  const found = at(node, ...path)
  return found === undefined || found.text.trim() === '' ? null : readAmount(found)
}

/** CRDT or DBIT, which alone decides the sign; RvslInd is only a label. */
export function readDirection(node: XmlNode): 'credit' | 'debit' | null {
  const mark = textAt(node, 'CdtDbtInd')
  return mark === 'CRDT' ? 'credit' : mark === 'DBIT' ? 'debit' : null
}

/** A date may be Dt/Dt, Dt/DtTm, DtTm or plain text. One that does not exist is told and left out. */
export function readDate(node: XmlNode | undefined, sink: ParseSink): string | null {
  if (node === undefined) return null
  const text = firstText(node, ['Dt'], ['DtTm'], ['Dt', 'Dt'], ['Dt', 'DtTm'], [])
  if (text === null) return null
  const date = parseIsoDate(text)
  if (date === null) {
    sink.warn({
      code: 'date',
      severity: 'notice',
      line: node.at.line,
      message: `there is no day ${quote(text)}: left without a date`,
    })
  }
  return date
}

export function readBalance(node: XmlNode, sink: ParseSink): Balance | null {
  const amount = amountAt(node, 'Amt')
  if (amount === null) return null
  const direction = readDirection(node)
  return {
    amount: direction === 'debit' ? negate(amount.amount) : amount.amount,
    currency: amount.currency,
    date: readDate(child(node, 'Dt'), sink),
    at: node.at,
  }
}

/** OPBD, PRCD, CLBD … by code or, where a bank has its own, by name. */
export function balanceType(node: XmlNode): string | null {
  return firstText(node, ['Tp', 'CdOrPrtry', 'Cd'], ['Tp', 'Cd'], ['Tp', 'CdOrPrtry', 'Prtry'], ['Tp', 'Prtry'])
}

export function readCharges(node: XmlNode | undefined): Charge[] {
  return all(node, 'Chrgs').flatMap((charges) => {
    const records = all(charges, 'Rcrd')
    // Before version 04 one Chrgs is one charge.
    return (records.length > 0 ? records : [charges]).flatMap((record) => {
      const amount = amountAt(record, 'Amt')
      if (amount === null) return []
      const included = textAt(record, 'ChrgInclInd')
      const sign = readDirection(record) === 'credit' ? negate(amount.amount) : amount.amount
      return [{ amount: sign, currency: amount.currency, included: included === null ? null : included === 'true' }]
    })
  })
}
