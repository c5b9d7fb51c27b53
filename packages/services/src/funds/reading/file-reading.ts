import type { InspectDocument } from '@counterfoil/settlement'
import type { Known } from './read-known.ts'

/** What the thread that reads is asked. */
export interface ReadingOrder {
  readonly fileId: number
  readonly name: string
  readonly bytes: Uint8Array
  /** Text of a mapping that reads the file instead of a known kind. */
  readonly mapping: string | null
  readonly sourceId: number | null
  readonly known: Known
  readonly rows: boolean
}

/** Rows as PostgreSQL takes them, a binary array for each column. */
export interface RowChunk {
  readonly table: 'settlement_line' | 'bank_line'
  readonly columns: readonly Uint8Array[]
  readonly rows: number
  /** How many payouts, or statements, have been begun so far: the highest number in the rows. */
  readonly keys: number
}

export interface AccountInFile {
  readonly account: string | null
  readonly bankAccountId: number | null
  /** That its statements are in; null where none of them tells. Absent in what was written before it was asked, as is the next. */
  readonly currency?: string | null
  /** One of a statement that is not the account's own. */
  readonly otherCurrency?: string | null
}

export interface MerchantInFile {
  readonly merchant: string | null
  readonly currency: string
  readonly acquirer: string | null
}

export interface KindSum {
  readonly kind: string
  readonly currency: string
  readonly lines: number
  readonly gross: string
  readonly fees: string
  readonly net: string
}

export interface StatementRow {
  readonly bankAccountId: number
  readonly kind: 'booked' | 'intraday' | 'notice'
  readonly statement: string | null
  readonly sequence: string | null
  readonly page: string | null
  readonly currency: string
  readonly opening: string | null
  readonly openingOn: string | null
  readonly closing: string | null
  readonly closingOn: string | null
  readonly entryCount: number
}

export interface PayoutRow {
  readonly acquirer: string
  readonly merchantAccount: string
  readonly bankAccountId: number | null
  readonly currency: string
  readonly batch: string
  readonly amountMinor: number
  /** Said by the file; else the sum of the lines. */
  readonly announced: boolean
  /** Less than this is carried over. */
  readonly minimumMinor: number
  readonly referenceTexts: readonly string[]
  /** The last day it holds sales of. */
  readonly salesDay: string
  readonly announcedOn: string
  readonly dueOn: string
  readonly firstOn: string
  readonly lastOn: string
  readonly gross: string
  readonly fees: string
  readonly net: string
  readonly lineCount: number
  /** Told by an account's movements only: the lines stand in another file. */
  readonly movementsOnly: boolean
}

export interface SalesDayOfFile {
  readonly acquirer: string
  readonly merchantAccount: string
  readonly day: string
  readonly lines: number
}

/** All that reading a file once has told, but for its rows. */
export interface FileReading {
  readonly document: InspectDocument
  readonly unknownKind: boolean
  readonly about: 'bank' | 'acquirer' | null
  readonly accounts: readonly AccountInFile[]
  readonly merchants: readonly MerchantInFile[]
  readonly kinds: readonly KindSum[]
  readonly statements: readonly StatementRow[]
  readonly payouts: readonly PayoutRow[]
  readonly salesDays: readonly SalesDayOfFile[]
  readonly rows: number
  readonly firstDay: string | null
  readonly lastDay: string | null
  readonly scopeKey: string | null
  readonly businessKey: string | null
  readonly cardNumbers: { readonly truncated: readonly string[]; readonly count: number; readonly lines: readonly number[] }
}
