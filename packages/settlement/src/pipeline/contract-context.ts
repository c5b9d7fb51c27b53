import type { Contract } from '../contracts/contract.ts'
import type { BatchContext } from '../exceptions/raise-batch-exceptions.ts'
import type { FeeContext } from '../exceptions/raise-fee-exceptions.ts'
import type { LineContext } from '../exceptions/raise-line-exceptions.ts'
import type { StatementFact } from '../exceptions/raise-missing-statements.ts'
import type { PayoutContext } from '../exceptions/raise-payout-exceptions.ts'
import type { MatchPayment } from '../matching/lines/line-item.ts'
import type { MatchPayout } from '../matching/payouts/payout-item.ts'
import type { ContractClock } from '../reading/contract-clock.ts'
import type { PayoutReading } from '../reading/read-payouts.ts'
import type { ReconcileInput } from './reconcile-input.ts'

export interface ContractContext {
  readonly ofLine: LineContext
  readonly ofPayout: PayoutContext
  readonly ofBatch: BatchContext
  readonly ofFee: FeeContext
}

const DAY_MS = 86_400_000

/** What the contracts have to say about each row that an exception may be about. */
export function openContractContext(
  { asOf, minorUnitExponent, traitsOf }: ReconcileInput,
  clock: ContractClock,
  payouts: PayoutReading,
  statements: readonly StatementFact[],
): ContractContext {
  const exponentOf = (currency: string): number => minorUnitExponent(currency) ?? 2
  const contractOf = (payment: MatchPayment): Contract | null => clock.find(payment, payment.happenedAtMs)?.contract ?? null
  const readOf = new Map(payouts.payouts.map((read) => [read.payout.id, read]))
  const daysOf = ({ id, dueDay }: MatchPayout) => readOf.get(id)?.days ?? { lateAfter: dueDay, missingAfter: dueDay }
  const untilOf = new Map<string, number>()
  for (const { account, day } of statements) untilOf.set(account, Math.max(untilOf.get(account) ?? day, day))
  return {
    ofLine: {
      today: asOf,
      toleranceMinor: (payment) => contractOf(payment)?.tolerance.grossMinor ?? 0,
      fileDueDay: (payment) => {
        const contract = contractOf(payment)
        return contract ? payment.salesDay + contract.captureDelayDays + contract.fileDueDays : null
      },
    },
    ofPayout: {
      toleranceMinor: ({ id }) => readOf.get(id)?.contract.tolerance.payoutMinor ?? 0,
      lateAfterDay: (payout) => daysOf(payout).lateAfter,
      missingAfterDay: (payout) => daysOf(payout).missingAfter,
      statementsUntilDay: (account) => untilOf.get(account) ?? 0,
    },
    ofBatch: {
      exponentOf,
      today: asOf,
      contractOf: (batch) => {
        const salesDay = Math.max(...batch.salesDays.keys(), batch.sentDay ?? 0)
        return readOf.get(batch.payout)?.contract ?? clock.find(batch, salesDay * DAY_MS + DAY_MS / 2)?.contract ?? null
      },
    },
    ofFee: { contractOf, exponentOf, traitsOf },
  }
}
