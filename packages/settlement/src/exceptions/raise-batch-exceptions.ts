import type { Contract } from '../contracts/contract.ts'
import { checkBatch, type Identity } from '../identities/conservation.ts'
import { byText } from '../matching/sorted.ts'
import { mergeBatches } from '../reading/merge-batches.ts'
import { minorAmount } from '../reading/minor-amount.ts'
import type { SettlementBatch } from '../reading/settlement-batch.ts'
import type { RaisedException } from './exception-codes.ts'
import { raise } from './raise.ts'

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

const dayOf = ({ salesDays, sentDay }: SettlementBatch): number =>
  salesDays.size > 0 ? Math.max(...salesDays.keys()) : (sentDay ?? 0)
const scopeOf = (batch: SettlementBatch): RaisedException['scope'] => ({
  acquirer: batch.acquirer,
  merchantAccount: batch.merchantAccount,
  account: null,
  day: dayOf(batch),
})

/** Each release frees the oldest open hold of its amount. */
function raiseReserves(batches: readonly SettlementBatch[], { contractOf, exponentOf, today }: BatchContext): RaisedException[] {
  const moves = batches
    .flatMap((batch) => batch.reserves.map((reserve) => ({ batch, reserve, day: reserve.day ?? dayOf(batch) })))
    .toSorted((a, b) => a.day - b.day || byText(a.reserve.id, b.reserve.id))
  const released = new Map<string, number>()
  const keyOf = ({ batch, reserve }: (typeof moves)[number]): string => {
    const minor = Math.abs(minorAmount(reserve.amount, exponentOf(batch.currency)))
    return `${batch.acquirer}\n${batch.merchantAccount}\n${batch.currency}\n${minor}`
  }
  for (const move of moves) if (move.reserve.amount.units < 0n) released.set(keyOf(move), (released.get(keyOf(move)) ?? 0) + 1)
  return moves.flatMap((move) => {
    if (move.reserve.amount.units <= 0n) return []
    const left = released.get(keyOf(move)) ?? 0
    released.set(keyOf(move), Math.max(0, left - 1))
    const contract = contractOf(move.batch)
    if (left > 0 || !contract?.reserve) return []
    const due = move.day + contract.reserve.releaseDays + contract.fileDueDays
    const amountMinor = minorAmount(move.reserve.amount, exponentOf(move.batch.currency))
    return today > due
      ? [
          raise(
            'RESERVE_OVERDUE',
            { ...scopeOf(move.batch), day: due },
            { amountMinor, currency: move.batch.currency },
            { lines: [move.reserve.id] },
          ),
        ]
      : []
  })
}
