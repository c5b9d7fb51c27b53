import { formatDecimal, isZero, subtract } from '../decimal.ts'
import type { BatchTotals } from '../totals/batch-totals.ts'
import type { Warning } from '../warning.ts'

/** Σ of the lines = payout, where the file announces one. An account with a balance pays out when it likes. */
export function checkBatchPayout(batch: BatchTotals): Warning | null {
  if (batch.payout === null || batch.hasBalance) return null
  const difference = subtract(batch.payout, batch.net)
  if (isZero(difference)) return null
  return {
    code: 'payout-mismatch',
    severity: 'warning',
    line: (batch.payoutAt ?? batch.at).line,
    message:
      `batch ${batch.batch ?? 'without a number'}: its lines come to ${formatDecimal(batch.net)} ${batch.currency}, ` +
      `the payout is ${formatDecimal(batch.payout)}: ${formatDecimal(difference)} is unexplained`,
  }
}
