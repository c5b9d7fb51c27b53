import { negate } from '../../decimal.ts'
import type { Balance, ParseSink } from '../../model.ts'
import { parseShortDate } from '../../text/dates.ts'
import { quote, RejectError } from '../../warning.ts'
import { AMOUNT, readAmount, tellMissingComma } from './read-amount.ts'
import type { Field } from './split-messages.ts'

/** D or C, date, currency, amount. */
const BALANCE = new RegExp(`^([CD])(\\d{6})([A-Z]{3})?\\s*(${AMOUNT})\\s*$`)

/** `:60a:`, `:62a:`, `:64:`. Where the currency is left out it is that of the account. */
export function readBalance(field: Field, accountCurrency: string | null, sink: ParseSink): Balance {
  const match = BALANCE.exec(field.lines[0] ?? '')
  if (match === null) throw new RejectError(`the balance ${quote(field.lines[0] ?? '')} cannot be read`, field.line)
  const [, mark, date = '', currency, text = ''] = match
  if (currency === undefined) {
    sink.warn({
      code: 'currency',
      severity: 'warning',
      line: field.line,
      message: `the balance names no currency: taken for ${accountCurrency ?? 'that of the account'}`,
    })
  }
  const day = parseShortDate(date)
  if (day === null) tellMissingDay(date, field.line, sink)
  const { amount, comma } = readAmount(text, field.line)
  if (!comma) tellMissingComma(text, field.line, sink)
  const at = { line: field.line, character: field.character }
  return { amount: mark === 'D' ? negate(amount) : amount, currency: currency ?? accountCurrency, date: day, at }
}

/** Banks that count thirty days to every month write 30 February. It stays without a date rather than becoming another day. */
export function tellMissingDay(date: string, line: number, sink: ParseSink): void {
  sink.warn({ code: 'date', severity: 'notice', line, message: `there is no day ${quote(date)}: left without a date` })
}
