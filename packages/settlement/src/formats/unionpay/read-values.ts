import { type Decimal, fromMinorUnits, negate } from '../../decimal.ts'
import { calendarDate } from '../../text/dates.ts'
import { quote, RejectError } from '../../warning.ts'

/** n12 in fen. */
export function readFen(text: string, line: number): Decimal {
  if (!/^\d{1,12}$/.test(text)) throw new RejectError(`the amount ${quote(text)} is no number of fen`, line)
  return fromMinorUnits(BigInt(text), 2)
}

/** X+n12: C in favour of the merchant, D against; empty is nothing. */
export function readSignedFen(text: string, line: number): Decimal | null {
  if (text === '') return null
  const match = /^([CD])(\d{1,12})$/.exec(text)
  if (match === null) throw new RejectError(`the amount ${quote(text)} is not C or D and fen`, line)
  const amount = readFen(match[2] ?? '', line)
  return match[1] === 'D' ? negate(amount) : amount
}

/** yymmdd out of INNyymmddnnZM_merchant: the day it was cleared, which alone has the year. */
export function clearingDay(name: string): { readonly day: string; readonly merchant: string | null } | null {
  const match = /IN[A-Z0-9]\d?(\d{2})(\d{2})(\d{2})\d{2}ZM(?:E)?_?([0-9A-Z]{15})?/i.exec(name)
  if (match === null) return null
  const day = calendarDate(2000 + Number(match[1]), Number(match[2]), Number(match[3]))
  return day === null ? null : { day, merchant: match[4] ?? null }
}

/** MMDDhhmmss has no year: it is that of the clearing day, or the one before for what was sold in December. */
export function transactionTime(text: string, clearing: string | null): string | null {
  const match = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (match === null) return null
  const [, month = '', day = '', ...clock] = match
  if (clearing === null) return `${month}-${day} ${clock.join(':')}`
  const year = Number(clearing.slice(0, 4)) - (`${month}-${day}` > clearing.slice(5) ? 1 : 0)
  return calendarDate(year, Number(month), Number(day)) === null ? null : `${year}-${month}-${day} ${clock.join(':')}`
}
