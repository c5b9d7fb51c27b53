import type { Totals } from '../totals/totals.ts'
import type { Warning } from '../warning.ts'
import { checkBatchPayout } from './batch-payout.ts'
import { checkStatementBalance } from './statement-balance.ts'
import { checkStatementChain } from './statement-chain.ts'

/** Everything that has to tie in any file, whatever its format. */
export function checkIdentities(totals: Totals): Warning[] {
  return [
    ...totals.statements.flatMap((statement) => checkStatementBalance(statement) ?? []),
    ...checkStatementChain(totals.statements),
    ...totals.batches.flatMap((batch) => checkBatchPayout(batch) ?? []),
  ]
}
