import { type Decimal, fromMinorUnits, negate, parseDecimal } from '../decimal.ts'
import type { ParseTools } from '../parse-tools.ts'
import { calendarDate } from '../text/dates.ts'
import { quote, RejectError } from '../warning.ts'
import type { Mapping } from './mapping.ts'

/** 1.234,56 · (12.00) · 12.00- · -12 · C000000001200 · ¥12.00: as the mapping says, never guessed. Null where it is empty. */
export function readAmount(
  text: string | null,
  currency: string,
  { amounts }: Mapping,
  line: number,
  tools: ParseTools,
): Decimal | null {
  let digits = text ?? ''
  for (const sign of amounts.strip) digits = digits.replaceAll(sign, '')
  digits = digits.replace(/[\s\u00a0]+/g, '')
  if (digits === '') return null
  const negative =
    /^\(.*\)$/.test(digits) || digits.startsWith('-') || digits.endsWith('-') || /^(D|DR)(?=\d)|\d(D|DR)$/.test(digits)
  digits = digits.replace(/^\((.*)\)$/, '$1').replace(/^(?:CR|DR|[CD+-])|(?:CR|DR|[CD+-])$/g, '')
  if (amounts.thousands !== '') digits = digits.replaceAll(amounts.thousands, '')
  if (amounts.decimal === ',') digits = digits.includes('.') ? '?' : digits.replace(',', '.')
  const amount = /^[\d.]+$/.test(digits) ? parseDecimal(digits) : undefined
  if (amount === undefined) throw new RejectError(`${quote(text ?? '')} is no amount`, line)
  const value = amounts.minorUnits ? fromMinor(amount, currency, line, tools) : amount
  return negative !== amounts.inverted ? negate(value) : value
}

function fromMinor(amount: Decimal, currency: string, line: number, tools: ParseTools): Decimal {
  const exponent = tools.minorUnitExponent(currency)
  if (exponent === undefined) throw new RejectError(`${quote(currency)} is no currency`, line)
  if (amount.scale > 0) throw new RejectError('an amount in minor units has a decimal mark', line)
  return fromMinorUnits(amount.units, exponent)
}

/** The day that a text in the format names; undefined where it is written otherwise, null where there is no such day. */
export function readDay(text: string, format: string): string | null | undefined {
  const parts = readParts(text, format)
  return parts && dayOf(parts)
}

/** The same with the time of day, where the format has one: 2026-05-08 or 2026-05-08 09:30:00. Null for all that is none. */
export function readMoment(text: string | null, format: string): string | null {
  const parts = text === null ? undefined : readParts(text, format)
  const day = parts && dayOf(parts)
  if (parts === undefined || day == null) return null
  return parts.H === undefined
    ? day
    : `${day} ${[parts.H, parts.m ?? '0', parts.s ?? '0'].map((part) => part.padStart(2, '0')).join(':')}`
}

function dayOf(parts: Readonly<Record<string, string>>): string | null {
  const year = Number(parts.y) + (parts.y?.length === 2 ? 2000 : 0)
  return calendarDate(year, Number(parts.M), Number(parts.d))
}

function readParts(text: string, format: string): Record<string, string> | undefined {
  const parts: Record<string, string> = {}
  let at = 0
  for (const [run] of format.matchAll(/y+|M+|d+|H+|m+|s+|[^yMdHms]+/g)) {
    const letter = run[0] ?? ''
    if (!'yMdHms'.includes(letter)) {
      if (text.slice(at, at + run.length) !== run) return undefined
      at += run.length
      continue
    }
    const value = text.slice(at, at + run.length)
    if (!/^\d+$/.test(value) || value.length !== run.length) return undefined
    parts[letter] = value
    at += run.length
  }
  return parts
}
