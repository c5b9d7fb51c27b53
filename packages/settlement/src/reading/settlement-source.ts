import type { ContractClock } from './contract-clock.ts'
import type { TimeReader } from './local-time.ts'

/** What is known of an acquirer's file beside what stands in it. */
export interface SettlementSource {
  readonly acquirer: string
  /** For files that do not name it. */
  readonly merchantAccount: string
  /** As `parseFile` tells it. */
  readonly format: string
  /** Of the file, and its number in the order of arrival. */
  readonly file: string
  readonly fileNumber: number
  readonly fileName: string
}

export interface ReadingTools {
  minorUnitExponent(currency: string): number | undefined
  readonly clock: ContractClock
  readonly times: TimeReader
}

/** Bills of account movements repeat what trade bills say, line by line: only their payouts, reserves and transfers are read. */
export const tellsMovementsOnly = (format: string): boolean =>
  format === 'wechat-fundflow-bill' || format === 'alipay-signcustomer'

/**
 * The day a bill is of, out of its name, for files whose lines tell their own day instead: a sale at midnight may stand in
 * the bill of the day after, and is paid with that one.
 */
export function billDayOf({ format, fileName }: SettlementSource): string | null {
  if (format !== 'wechat-trade-bill') return null
  const found = /(20\d\d)-?(\d\d)-?(\d\d)/.exec(fileName)
  return found ? `${found[1]}-${found[2]}-${found[3]}` : null
}
