import type { AccountInFile, FileReading, KindSum, MerchantInFile, PayoutRow } from './file-reading.ts'

/** A row that only one of two files has. */
export interface DifferentRow {
  readonly position: number
  readonly line: number
  readonly what: string
}

export interface Difference {
  readonly fileId: number
  readonly onlyThere: number
  readonly onlyHere: number
  /** Most rows of the earlier file, but for those of payouts, stand in this one too, if with other amounts; absent in what was written before it was asked. */
  readonly mostStays?: boolean
  /** The first of them. */
  readonly there: readonly DifferentRow[]
  readonly here: readonly DifferentRow[]
}

/** What would change, or did: kept with the file, so that the page shows what the person decided about. */
export interface FileChanges {
  readonly about: 'bank' | 'acquirer' | null
  readonly rows: number
  readonly kinds: readonly KindSum[]
  readonly accounts: readonly AccountInFile[]
  readonly merchants: readonly MerchantInFile[]
  readonly payouts: number
  readonly firstPayouts: readonly Pick<PayoutRow, 'batch' | 'currency' | 'net' | 'dueOn' | 'acquirer' | 'merchantAccount'>[]
  readonly cardNumberLines: readonly number[]
  readonly difference: Difference | null
}

const SHOWN_PAYOUTS = 20
const SHOWN_PARTIES = 50

export function changesOf(reading: FileReading, difference: Difference | null): FileChanges {
  return {
    about: reading.about,
    rows: reading.rows,
    kinds: reading.kinds,
    accounts: reading.accounts.slice(0, SHOWN_PARTIES),
    merchants: reading.merchants.slice(0, SHOWN_PARTIES),
    payouts: reading.payouts.length,
    firstPayouts: reading.payouts.slice(0, SHOWN_PAYOUTS).map(({ batch, currency, net, dueOn, acquirer, merchantAccount }) => ({
      batch,
      currency,
      net,
      dueOn,
      acquirer,
      merchantAccount,
    })),
    cardNumberLines: reading.cardNumbers.lines,
    difference,
  }
}
