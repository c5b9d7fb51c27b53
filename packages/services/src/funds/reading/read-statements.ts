import {
  type Balance,
  type Entry,
  formatDecimal,
  negate,
  RejectError,
  type StatementHead,
  type StatementTail,
} from '@counterfoil/settlement'
import { civilDay, openStatementReading, type StatementReading } from '@counterfoil/settlement/funds'
import { settlementTools } from '../settlement-tools.ts'
import { CreditSums } from './credit-sums.ts'
import { DaySpan } from './day-span.ts'
import type { AccountInFile, KindSum, StatementRow } from './file-reading.ts'
import { plainNumber } from './plain-number.ts'
import type { Known, KnownAccount, KnownSource } from './read-known.ts'
import type { FilePlace } from './read-lines.ts'
import type { BankLineRow } from './rows.ts'

export interface StatementsRead {
  readonly accounts: readonly AccountInFile[]
  readonly kinds: readonly KindSum[]
  readonly statements: readonly StatementRow[]
  readonly days: DaySpan
  readonly scope: readonly string[]
}

/** Statements of a bank's file on their way to rows. Those of accounts that are nobody's are counted and make no row. */
export class StatementsReading {
  readonly #known: Known
  readonly #source: KnownSource | null
  readonly #write: (row: BankLineRow) => void
  readonly #accounts = new Map<string, AccountInFile>()
  readonly #statements: StatementRow[] = []
  readonly #scope: string[] = []
  readonly #sums = new CreditSums()
  readonly #days = new DaySpan()
  readonly #fileId: number
  #reading: StatementReading | null = null
  #head: StatementHead | null = null
  #account: KnownAccount | null = null
  /** What the statement that is open is said of. */
  #told = ''
  #entries = 0
  #span = new DaySpan()
  #position = 0
  #format = ''

  constructor(place: FilePlace, write: (row: BankLineRow) => void) {
    this.#fileId = place.fileId
    this.#known = place.known
    this.#source = place.source
    this.#write = write
  }

  /** The statement that is open counts: rows name it. */
  get statementCount(): number {
    return this.#statements.length + (this.#head === null ? 0 : 1)
  }

  beginFile(format: string): void {
    this.#format = format
    this.#reading = openStatementReading({
      file: String(this.#fileId),
      fileNumber: this.#fileId,
      minorUnitExponent: settlementTools.minorUnitExponent,
    })
  }

  begin(head: StatementHead): void {
    this.#head = head
    this.#entries = 0
    this.#span = new DaySpan()
    this.#account = this.#accountOf(head)
    // The reading skips statements without an account; the expected file may know whose it is.
    this.#reading?.begin({ ...head, account: this.#account?.number ?? head.account })
  }

  entry(entry: Entry): void {
    this.#position += 1
    this.#entries += 1
    const head = this.#head
    if (head === null) return
    this.#sums.add(entry, head.currency)
    this.#span.add(entry.bookingDate ?? entry.valueDate)
    if (this.#account === null) return
    if (head.kind === 'notice') {
      this.#notice(entry, this.#account)
      return
    }
    const read = this.#read(entry)
    if (read === null || read === undefined) return
    const amount = formatDecimal(entry.direction === 'credit' ? entry.amount : negate(entry.amount))
    this.#write({
      position: this.#position,
      line: entry.at.line,
      characterOffset: entry.at.character,
      statement: this.#statements.length + 1,
      bankAccountId: this.#account.id,
      currency: read.currency,
      amount,
      amountMinor: read.amountMinor,
      bookedOn: civilDay(read.bookingDay),
      valueOn: entry.valueDate,
      booked: read.booked,
      text: read.text,
      counterparty: entry.counterparty,
      bankReference: read.bankReference,
      code: entry.code,
    })
  }

  /** What a notice tells is no money again: it is kept beside the line that a statement books. */
  #notice(entry: Entry, account: KnownAccount): void {
    this.#position -= 1
    for (const part of this.#reading?.readNotice(entry) ?? []) {
      this.#position += 1
      this.#write({
        position: this.#position,
        line: entry.at.line,
        characterOffset: entry.at.character,
        statement: this.#statements.length + 1,
        bankAccountId: account.id,
        currency: part.currency,
        amount: formatDecimal(part.amount),
        amountMinor: part.amountMinor,
        bookedOn: civilDay(part.bookingDay),
        valueOn: entry.valueDate,
        booked: false,
        text: part.text,
        counterparty: part.counterparty,
        bankReference: part.bankReference,
        code: entry.code,
      })
    }
  }

  end(tail: StatementTail): void {
    const head = this.#head
    if (head === null) return
    for (const day of [this.#span.first, this.#span.last, tail.closing?.date ?? null]) this.#days.add(day)
    const account = this.#account
    this.#noteCurrency(head.currency ?? tail.closing?.currency ?? head.opening?.currency ?? null)
    if (account !== null) {
      const currency = head.currency ?? tail.closing?.currency ?? head.opening?.currency ?? account.currency
      this.#statements.push({
        bankAccountId: account.id,
        kind: head.kind,
        statement: head.id,
        sequence: head.sequence,
        page: head.page,
        currency,
        opening: amountOf(head.opening),
        openingOn: head.opening?.date ?? null,
        closing: amountOf(tail.closing),
        closingOn: tail.closing?.date ?? null,
        entryCount: this.#entries,
      })
      // A bank that sends one again gives it another name, but the same number or the same days.
      const name = head.sequence ?? head.id ?? ''
      const day = tail.closing?.date ?? head.opening?.date ?? this.#span.last ?? ''
      this.#scope.push(['statement', account.number, currency, head.kind, name, head.page ?? '', day].join('\n'))
    }
    this.#head = null
  }

  finish(): StatementsRead {
    return {
      accounts: [...this.#accounts.values()],
      kinds: this.#sums.format(),
      statements: this.#statements,
      days: this.#days,
      scope: this.#scope,
    }
  }

  #read(entry: Entry) {
    try {
      return this.#reading?.read(entry)
    } catch (error) {
      throw error instanceof RangeError ? new RejectError(error.message, entry.at.line) : error
    }
  }

  #accountOf({ account }: StatementHead): KnownAccount | null {
    const told = account ?? this.#sourceAccount()
    const number = told === null ? null : plainNumber(told)
    const found = this.#known.accounts.find((each) => each.number === number) ?? null
    this.#told = number ?? ''
    if (!this.#accounts.has(this.#told))
      this.#accounts.set(this.#told, { account: told, bankAccountId: found?.id ?? null, currency: null, otherCurrency: null })
    return found
  }

  /** An account has one currency: a statement in another is not its. Of a single entry in another the file itself is warned of. */
  #noteCurrency(currency: string | null): void {
    const account = this.#accounts.get(this.#told)
    if (currency === null || account === undefined) return
    const isOther = this.#account !== null && this.#account.currency.trim() !== currency
    if (account.currency == null || (isOther && account.otherCurrency == null))
      this.#accounts.set(this.#told, {
        ...account,
        currency: account.currency ?? currency,
        otherCurrency: account.otherCurrency ?? (isOther ? currency : null),
      })
  }

  /** Of the expected file that somebody chose, or the only one of this kind: some reports name no account. */
  #sourceAccount(): string | null {
    if (this.#source !== null) return this.#source.accountNumber
    const fitting = this.#known.sources.filter((each) => each.kind === 'bank' && (each.format ?? each.mappingId) === this.#format)
    return fitting.length === 1 ? (fitting[0]?.accountNumber ?? null) : null
  }
}

const amountOf = (balance: Balance | null): string | null => balance && formatDecimal(balance.amount)
