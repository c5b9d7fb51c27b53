import type { Contract } from '../contracts/contract.ts'
import { checkBatch, type Identity } from '../identities/conservation.ts'
import { mergeBatches } from '../reading/merge-batches.ts'
import { minorAmount } from '../reading/minor-amount.ts'
import type { SettlementBatch } from '../reading/settlement-batch.ts'
import type { RaisedException } from './exception-codes.ts'
import { raise } from './raise.ts'
import { pairHolds, raiseOverdueHolds } from './reserve-holds.ts'

export interface BatchContext {
  exponentOf(currency: string): number
  /** The contract of a batch, or null. */
  contractOf(batch: SettlementBatch): Contract | null
  /** Day by which files that would show a release are here; absence after it proves nothing. */
  readonly today: number
}

export interface BatchFindings {
  readonly identities: readonly Identity[]
  readonly exceptions: readonly RaisedException[]
}

/** What a batch says it pays out has to be what its lines come to, and what was held back has to come one day. */
export function raiseBatchExceptions(batches: readonly SettlementBatch[], context: BatchContext): BatchFindings {
  const merged = mergeBatches(batches)
  const told = merged.filter(({ announced, hasBalance }) => announced !== null && !hasBalance)
  const checked = told.map((batch) => ({
    batch,
    identity: checkBatch({
      ...batch,
      batch: batch.payout,
      payout: batch.announced ?? { units: 0n, scale: 0 },
      exponent: context.exponentOf(batch.currency),
    }),
  }))
  return {
    identities: checked.map(({ identity }) => identity),
    exceptions: [
      ...checked
        .filter(({ identity }) => !identity.holds)
        .map(({ batch, identity }) =>
          raise(
            'BATCH_DOES_NOT_TIE',
            scopeOf(batch),
            { amountMinor: minorAmount(identity.residue, context.exponentOf(batch.currency)), currency: batch.currency },
            { payouts: [batch.payout] },
          ),
        ),
      ...raiseReserves(merged, context),
    ],
  }
}

const dayOf = ({ salesDays, lastDay, sentDay }: SettlementBatch): number =>
  salesDays.size > 0 ? Math.max(...salesDays.keys()) : (lastDay ?? sentDay ?? 0)
const scopeOf = (batch: SettlementBatch): RaisedException['scope'] => ({
  acquirer: batch.acquirer,
  merchantAccount: batch.merchantAccount,
  account: null,
  day: dayOf(batch),
})

function raiseReserves(batches: readonly SettlementBatch[], { contractOf, exponentOf, today }: BatchContext): RaisedException[] {
  const moves = batches.flatMap((batch) =>
    batch.reserves.map(({ id, amount, day }) => ({
      ...{ batch, id, day: day ?? dayOf(batch), amountMinor: minorAmount(amount, exponentOf(batch.currency)) },
      ...{ acquirer: batch.acquirer, merchantAccount: batch.merchantAccount, currency: batch.currency },
    })),
  )
  return raiseOverdueHolds(pairHolds(moves), ({ batch }) => contractOf(batch), today)
}
