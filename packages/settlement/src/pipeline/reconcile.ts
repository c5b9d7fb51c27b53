import type { RaisedException } from '../exceptions/exception-codes.ts'
import { raise } from '../exceptions/raise.ts'
import { raiseBatchExceptions } from '../exceptions/raise-batch-exceptions.ts'
import { raiseDuplicateFiles } from '../exceptions/raise-duplicate-files.ts'
import { raiseFeeExceptions } from '../exceptions/raise-fee-exceptions.ts'
import { raiseLineExceptions } from '../exceptions/raise-line-exceptions.ts'
import { raiseMissingFiles } from '../exceptions/raise-missing-files.ts'
import { raiseMissingStatements } from '../exceptions/raise-missing-statements.ts'
import { raisePayoutExceptions } from '../exceptions/raise-payout-exceptions.ts'
import { type Gap, type Silenced, silenceBelow } from '../exceptions/silence.ts'
import type { Identity } from '../identities/conservation.ts'
import { type LineMatching, matchLines } from '../matching/lines/match-lines.ts'
import { matchPayouts, type PayoutMatching } from '../matching/payouts/match-payouts.ts'
import { byText } from '../matching/sorted.ts'
import { openContractClock } from '../reading/contract-clock.ts'
import { openTimeReader } from '../reading/local-time.ts'
import { openPayoutDays, type PayoutReading, readPayouts } from '../reading/read-payouts.ts'
import { openContractContext } from './contract-context.ts'
import { payerMarks, seenReferences } from './payer-marks.ts'
import type { ReconcileInput } from './reconcile-input.ts'
import { checkSalesDays } from './sales-day-identities.ts'
import { findStandingEvidence } from './standing-evidence.ts'
import { openDayTally, unexpectedGaps } from './unexpected-gaps.ts'

export interface Reconciliation {
  readonly lineMatching: LineMatching
  readonly payoutMatching: PayoutMatching
  readonly payouts: PayoutReading
  readonly exceptions: Silenced
  readonly identities: readonly Identity[]
}

/** Payments, acquirers' files and bank statements to links, exceptions and identities: one function, nothing remembered. */
export function reconcile(input: ReconcileInput): Reconciliation {
  const evidence = findStandingEvidence(input)
  const clock = openContractClock(input.contracts)
  const tools = { minorUnitExponent: input.minorUnitExponent, clock, times: openTimeReader() }
  const tally = openDayTally(input.payments)
  const files = raiseMissingFiles(input.expectedFiles, input.covered, tally.isQuiet, input.calendars, input.asOf)
  const seen = seenReferences(evidence.bankLines, payerMarks(input.contracts))
  const payouts = readPayouts(evidence.batches, tools, openPayoutDays(input.calendars), {
    gaps: files.gaps,
    seen,
    sold: tally.sold,
  })
  const context = openContractContext(input, clock, payouts, evidence.statements)
  const lineMatching = matchLines(input.payments, evidence.lines, input.refused)
  const payoutMatching = matchPayouts(
    payouts.payouts.map(({ payout }) => payout),
    evidence.bankLines,
    payerMarks(input.contracts),
  )
  const statements = raiseMissingStatements(
    evidence.statements,
    input.expectedStatements,
    input.calendars,
    input.asOf,
    payoutMatching.openPayouts,
  )
  const batches = raiseBatchExceptions(evidence.batches, context.ofBatch)
  const raised: readonly RaisedException[] = [
    ...files.exceptions,
    ...statements.exceptions,
    ...raiseDuplicateFiles(evidence.fileVerdicts),
    ...evidence.repeated.map(({ statement, first }) =>
      raise(
        'DUPLICATE_FILE',
        { acquirer: '', account: statement.account, day: statement.day },
        { amountMinor: 0, currency: statement.currency },
        { files: [statement.file, first.file], named: [statement.sequence ?? ''] },
      ),
    ),
    ...batches.exceptions,
    ...raiseLineExceptions(lineMatching, context.ofLine),
    ...raiseFeeExceptions(lineMatching.pairs, context.ofFee),
    ...raisePayoutExceptions(payoutMatching, context.ofPayout),
  ].toSorted((a, b) => byText(a.key, b.key))
  const gaps: (Gap & { readonly key: string })[] = [
    ...files.gaps,
    ...statements.gaps,
    ...unexpectedGaps(files.gaps, input.contracts, input.calendars, {
      payments: lineMatching.openPayments,
      payouts: payoutMatching.openPayouts,
      bankLines: payoutMatching.openLines,
      told: new Set(payouts.payouts.flatMap(({ payout }) => payout.references)),
    }),
  ]
  return {
    lineMatching,
    payoutMatching,
    payouts,
    exceptions: silenceBelow(gaps, raised),
    identities: [...batches.identities, ...checkSalesDays(input, lineMatching, context.ofLine)],
  }
}
