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

const SHOWN_ROWS = 50

/** A file that takes the place of another whole may change batches of others besides: all of it is shown. */
export function joinDifferences(whole: Difference | null, batches: Difference | null): Difference | null {
  if (whole === null || batches === null) return whole ?? batches
  return {
    fileId: whole.fileId,
    onlyThere: whole.onlyThere + batches.onlyThere,
    onlyHere: whole.onlyHere + batches.onlyHere,
    mostStays: whole.mostStays !== false && batches.mostStays !== false,
    there: [...whole.there, ...batches.there].slice(0, SHOWN_ROWS),
    here: [...whole.here, ...batches.here].slice(0, SHOWN_ROWS),
  }
}

/** Whether a person was shown this: another file may have come since, whose rows would go too. */
export const isAsShown = (shown: Pick<Difference, 'fileId' | 'onlyThere' | 'onlyHere'> | null, now: Difference | null): boolean =>
  shown?.fileId === now?.fileId && shown?.onlyThere === now?.onlyThere && shown?.onlyHere === now?.onlyHere

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
