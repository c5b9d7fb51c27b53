import { type Decimal, parseDecimal } from '../../decimal.ts'
import { quote, RejectError } from '../../warning.ts'

/** Digits with a decimal comma, which must be there (SWIFT 15d) and sometimes is not; some banks write a point. */
export const AMOUNT = String.raw`\d{1,24}(?:[.,]\d{0,10})?`

export function readAmount(text: string, line: number): { readonly amount: Decimal; readonly comma: boolean } {
  const amount = parseDecimal(text.replace(',', '.'))
  if (amount === undefined) throw new RejectError(`the amount ${quote(text)} cannot be read`, line)
  return { amount, comma: text.includes(',') }
}
