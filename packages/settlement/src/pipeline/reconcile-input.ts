import type { CalendarTable } from '../calendars/calendar-table.ts'
import type { Contract } from '../contracts/contract.ts'
import type { FileFact } from '../exceptions/raise-duplicate-files.ts'
import type { FeeTraits } from '../exceptions/raise-fee-exceptions.ts'
import type { ExpectedFiles } from '../exceptions/raise-missing-files.ts'
import type { ExpectedStatements, StatementFact } from '../exceptions/raise-missing-statements.ts'
import type { MatchPayment } from '../matching/lines/line-item.ts'
import type { MatchBankLine } from '../matching/payouts/payout-item.ts'
import type { SettledLine } from '../reading/settled-line.ts'
import type { SettlementBatch } from '../reading/settlement-batch.ts'

/**
 * What a run looks at: everything, or what is new and open together with what shares a reference with it (`selectForRun`).
 * The order of the lists has no say in what comes out.
 */
export interface ReconcileInput {
  readonly payments: readonly MatchPayment[]
  readonly lines: readonly SettledLine[]
  readonly batches: readonly SettlementBatch[]
  readonly bankLines: readonly MatchBankLine[]
  readonly statements: readonly StatementFact[]
  readonly files: readonly FileFact[]
  readonly expectedFiles: readonly ExpectedFiles[]
  readonly expectedStatements: readonly ExpectedStatements[]
  /** Source of expected files → the sales days that its files here are of. */
  readonly covered: ReadonlyMap<string, ReadonlySet<number>>
  readonly contracts: readonly Contract[]
  readonly calendars: readonly CalendarTable[]
  /** Pairs that people took apart; see `pairKey`. */
  readonly refused?: ReadonlySet<string>
  /** Day number of the day it is. */
  readonly asOf: number
  minorUnitExponent(currency: string): number | undefined
  traitsOf(payment: MatchPayment): FeeTraits
}
