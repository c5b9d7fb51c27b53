import { type Decimal, parseDecimal } from '../../decimal.ts'
import type { ParseSink } from '../../model.ts'
import { quote, RejectError } from '../../warning.ts'

/** Digits with a decimal comma, which must be there (SWIFT 15d) and sometimes is not; some banks write a point. */
export const AMOUNT = String.raw`\d{1,24}(?:[.,]\d{0,10})?`

export function readAmount(text: string, line: number): { readonly amount: Decimal; readonly comma: boolean } {
  const amount = parseDecimal(text.replace(',', '.'))
  if (amount === undefined) throw new RejectError(`the amount ${quote(text)} cannot be read`, line)
  return { amount, comma: text.includes(',') }
}

export function tellMissingComma(text: string, line: number, sink: ParseSink): void {
  const read = text.includes('.') ? 'its point is read as one' : 'read as whole units'
  sink.warn({ code: 'amount', severity: 'notice', line, message: `the amount has no decimal comma: ${read}` })
}
