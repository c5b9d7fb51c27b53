import { type Decimal, fromMinorUnits, negate, parseDecimal } from '../decimal.ts'
import type { ParseTools } from '../parse-tools.ts'
import { quote, RejectError } from '../warning.ts'
import type { Mapping } from './mapping.ts'
import { FaultyValue, type Place } from './place.ts'

/** 1.234,56 · (12.00) · 12.00- · -12 · C000000001200 · ¥12.00: as the mapping says, never guessed. Null where it is empty. */
export function readAmount(
  text: string | null,
  currency: string,
  { amounts }: Mapping,
  at: Place,
  tools: ParseTools,
): Decimal | null {
  let digits = text ?? ''
  for (const sign of amounts.strip) digits = digits.replaceAll(sign, '')
  digits = digits.replace(/[\s\u00a0]+/g, '')
  if (digits === '') return null
  const negative =
    /^\(.*\)$/.test(digits) || digits.startsWith('-') || digits.endsWith('-') || /^(D|DR)(?=\d)|\d(D|DR)$/.test(digits)
  digits = digits.replace(/^\((.*)\)$/, '$1').replace(/^(?:CR|DR|[CD+-])|(?:CR|DR|[CD+-])$/g, '')
  if (amounts.thousands !== '') digits = withoutThousands(digits, amounts)
  if (amounts.decimal === ',') digits = digits.includes('.') ? '?' : digits.replace(',', '.')
  const amount = /^[\d.]+$/.test(digits) ? parseDecimal(digits) : undefined
  if (amount === undefined) throw new FaultyValue(`${quote(text ?? '')} is no amount`, at)
  const value = amounts.minorUnits ? fromMinor(amount, currency, at, tools) : amount
  return negative !== amounts.inverted ? negate(value) : value
}

/** Marks that stand where no thousands end are those of another way of writing: 1,010.50 is not 1.0105, and 1.5 is not 15. */
function withoutThousands(digits: string, { thousands, decimal }: Mapping['amounts']): string {
  if (!digits.includes(thousands)) return digits
  const [whole = '', ...parts] = digits.split(decimal)
  const [, ...groups] = whole.split(thousands)
  const fits = groups.every((group, at) => (at === groups.length - 1 ? /^\d{3}$/ : /^\d{2,3}$/).test(group))
  return fits && !parts.some((part) => part.includes(thousands)) ? digits.replaceAll(thousands, '') : '?'
}

function fromMinor(amount: Decimal, currency: string, at: Place, tools: ParseTools): Decimal {
  const exponent = tools.minorUnitExponent(currency)
  if (exponent === undefined) throw new RejectError(`${quote(currency)} is no currency`, at.line)
  if (amount.scale > 0) throw new FaultyValue('an amount in minor units has a decimal mark', at)
  return fromMinorUnits(amount.units, exponent)
}
