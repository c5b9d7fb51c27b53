import { dayNumber } from '../calendars/civil-day.ts'
import { type Decimal, negate } from '../decimal.ts'
import type { MatchBankLine } from '../matching/payouts/payout-item.ts'
import type { Entry, EntryDetail, StatementHead } from '../model.ts'
import { minorAmount } from './minor-amount.ts'

export interface StatementSource {
  readonly file: string
  readonly fileNumber: number
  minorUnitExponent(currency: string): number | undefined
}

export interface StatementReading {
  begin(head: StatementHead): void
  /** null for an entry that is no money of the account, or has no day or no currency. */
  read(entry: Entry): MatchBankLine | null
  /** What an entry of a notice tells, one by one where each has its amount; nothing for an entry of a statement. */
  readNotice(entry: Entry): NoticePart[]
}

export type NoticePart = Pick<MatchBankLine, 'currency' | 'amountMinor' | 'bookingDay' | 'text' | 'bankReference'> & {
  /** Signed. */
  readonly amount: Decimal
  readonly counterparty: string | null
}

/** One file of a bank, entry by entry. A notice (camt.054) tells details of what a statement books: none of it is money again. */
export function openStatementReading({ file, fileNumber, minorUnitExponent }: StatementSource): StatementReading {
  let head: StatementHead | null = null
  let position = 0
  return {
    begin(next) {
      head = next
    },
    read(entry) {
      position += 1
      if (head === null || head.kind === 'notice' || head.account === null) return null
      if (entry.status === 'information' || entry.status === 'no-movement') return null
      const currency = entry.currency ?? head.currency
      const day = entry.bookingDate ?? entry.valueDate ?? head.opening?.date ?? null
      const exponent = currency === null ? undefined : minorUnitExponent(currency)
      if (currency === null || exponent === undefined || day === null) return null
      const size = minorAmount(entry.amount, exponent)
      return {
        id: `${file}:${position}`,
        file: fileNumber,
        position,
        account: plainAccount(head.account),
        currency,
        amountMinor: entry.direction === 'credit' ? size : -size,
        bookingDay: dayNumber(day),
        booked: entry.status === 'booked' && head.kind === 'booked',
        text: textOf(entry),
        bankReference: entry.references.bank,
      }
    },
    readNotice(entry) {
      if (head === null || head.kind !== 'notice' || head.account === null || entry.status === 'information') return []
      const currency = entry.currency ?? head.currency
      const day = entry.bookingDate ?? entry.valueDate ?? head.opening?.date ?? null
      const exponent = currency === null ? undefined : minorUnitExponent(currency)
      if (currency === null || exponent === undefined || day === null) return []
      const { bank, message } = entry.references
      const common = { currency, bookingDay: dayNumber(day), bankReference: bank ?? entry.batch?.reference ?? message }
      const each = entry.details.every(({ amount, currency: own }) => amount !== null && (own ?? currency) === currency)
      const parts: readonly (Entry | EntryDetail)[] = each && entry.details.length > 0 ? entry.details : [entry]
      return parts.map((part) => {
        const amount = part.amount ?? entry.amount
        const signed = part.direction === 'credit' ? amount : negate(amount)
        const text = part === entry ? textOf(entry) : textOf({ ...part, details: [] })
        return { ...common, amount: signed, amountMinor: minorAmount(signed, exponent), text, counterparty: part.counterparty }
      })
    },
  }
}

/** Banks print blanks into it. */
export const plainAccount = (account: string): string => account.replace(/\s+/g, '').toUpperCase()

/** References first: only the beginning of a text is searched for them. A batch entry has those of all that is in it. */
function textOf(entry: Pick<Entry, 'references' | 'text' | 'counterparty' | 'details'>): string {
  const rows: readonly Pick<EntryDetail, 'references' | 'text' | 'counterparty'>[] = [entry, ...entry.details]
  const told = [
    ...rows.flatMap(({ references: { endToEnd, transaction, message } }) => [endToEnd, transaction, message]),
    ...rows.map(({ text }) => text),
    ...rows.map(({ counterparty }) => counterparty),
  ]
  return [...new Set(told.filter((part) => part !== null && part !== ''))].join(' ')
}
