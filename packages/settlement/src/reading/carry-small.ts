import { type CarryEvidence, decideCarry, NO_EVIDENCE } from './decide-carry.ts'
import type { ReadPayout } from './read-payout.ts'

/** Payouts as they are sent, and those that wait. Files that announce their payouts tell themselves what was carried into them. */
export function carrySmall(
  payouts: readonly ReadPayout[],
  evidence: CarryEvidence = NO_EVIDENCE,
): { payouts: ReadPayout[]; waiting: ReadPayout[] } {
  const items = payouts.flatMap(({ payout, contract, days, announced }) =>
    announced
      ? []
      : [
          {
            ...{ id: payout.id, acquirer: contract.acquirer, merchantAccount: contract.merchantAccount, batch: payout.id },
            ...{ currency: payout.currency, references: payout.references, salesDay: days.salesDay },
            ...{ ownMinor: payout.amountMinor, minimumMinor: contract.payout.minimumMinor },
          },
        ],
  )
  const { carried, waiting } = decideCarry(items, evidence)
  return {
    payouts: payouts.flatMap((one) => {
      if (one.announced) return one.payout.amountMinor === 0 ? [] : [one]
      const small = carried.get(one.payout.id)
      if (small === undefined) return []
      const amountMinor = small.reduce((sum, { ownMinor }) => sum + ownMinor, one.payout.amountMinor)
      return [{ ...one, payout: { ...one.payout, amountMinor }, carried: small.map(({ id }) => id) }]
    }),
    waiting: payouts.filter(({ payout }) => waiting.has(payout.id)),
  }
}
