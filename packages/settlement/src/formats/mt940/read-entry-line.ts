import type { Decimal } from '../../decimal.ts'
import type { Entry, ParseSink } from '../../model.ts'
import { calendarDate, parseShortDate } from '../../text/dates.ts'
import { quote, RejectError } from '../../warning.ts'
import { AMOUNT, readAmount, tellMissingComma } from './read-amount.ts'
import { tellMissingDay } from './read-balance.ts'
import type { Field } from './split-messages.ts'

/**
 * Value date, entry date (four blanks at Citi), mark, third letter of the currency, amount, type, references. `CR` is a
 * credit with that letter R, `RC` is a credit taken back: only an R (or E, expected) in front changes the meaning.
 */
const LINE = new RegExp(`^(\\d{6})(\\d{4}|\\s{4})?\\s*(RC|RD|EC|ED|C|D)([A-Z])?(${AMOUNT})\\s*(?:([A-Z])([A-Z0-9 ]{3})(.*))?$`)

export interface EntryLine {
  readonly direction: Entry['direction']
  readonly status: Entry['status']
  readonly reversal: boolean
  readonly amount: Decimal
  readonly valueDate: string | null
  readonly bookingDate: string | null
  readonly code: string | null
  readonly customerReference: string | null
  readonly bankReference: string | null
  readonly supplement: string
}

export function readEntryLine(field: Field, sink: ParseSink): EntryLine {
  const [first = '', ...supplement] = field.lines
  const match = LINE.exec(first.trimEnd())
  if (match === null) throw new RejectError(`the entry ${quote(first)} cannot be read`, field.line)
  const [, value = '', entry = '', mark = '', , text = '', , code = null, reference = ''] = match
  const { amount, comma } = readAmount(text, field.line)
  if (!comma) tellMissingComma(text, field.line, sink)
  const valueDate = parseShortDate(value)
  if (valueDate === null) tellMissingDay(value, field.line, sink)
  const [customer = '', bank] = splitReferences(reference)
  return {
    direction: mark === 'C' || mark === 'RD' || mark === 'EC' ? 'credit' : 'debit',
    status: mark.startsWith('E') ? 'pending' : 'booked',
    reversal: mark.startsWith('R'),
    amount,
    valueDate,
    bookingDate: entryDate(value, entry.trim(), field.line, sink) ?? valueDate,
    code: code?.trim() || null,
    customerReference: isReference(customer) ? customer.trim() : null,
    bankReference: bank === undefined || !isReference(bank) ? null : bank.trim(),
    supplement: supplement.join('\n').trim(),
  }
}

function splitReferences(text: string): [string, string | undefined] {
  const at = text.indexOf('//')
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 2)]
}

function isReference(text: string): boolean {
  return text.trim() !== '' && text.trim() !== 'NONREF'
}

/** The entry date has no year: it is the one nearest to the value date, which matters at New Year. */
function entryDate(value: string, entry: string, line: number, sink: ParseSink): string | null {
  if (entry === '') return null
  const year = Number(value.slice(0, 2)) + (Number(value.slice(0, 2)) < 80 ? 2000 : 1900)
  const months = Number(entry.slice(0, 2)) - Number(value.slice(2, 4))
  const date = calendarDate(year + (months > 6 ? -1 : months < -6 ? 1 : 0), Number(entry.slice(0, 2)), Number(entry.slice(2)))
  if (date === null) tellMissingDay(entry, line, sink)
  return date
}
