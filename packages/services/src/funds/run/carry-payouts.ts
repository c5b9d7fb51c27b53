import { decideCarry, openDayTally, payerMarks, seenReferences } from '@counterfoil/settlement/funds'
import type { RunInput } from './decide.ts'
import type { RunPayout } from './read-payouts.ts'

export type CarryInput = Omit<RunInput, 'payouts'> & { readonly payouts: readonly RunPayout[] }

/**
 * Payouts with what comes with them of earlier ones that were too little to be sent. What lies before the horizon stays as an
 * earlier run has decided it: not all of its account is here.
 */
export function carryPayouts({ payouts, payments, bankLines, contracts, completeness, since }: CarryInput): RunPayout[] {
  const isDecided = ({ ownMinor, announced, match }: RunPayout): boolean =>
    ownMinor !== null && !announced && match.dueDay >= since
  const tally = openDayTally(payments.map(({ match }) => match))
  const { carried, waiting } = decideCarry(
    payouts.filter(isDecided).map(({ match, merchantAccount, batch, salesDay, ownMinor, minimumMinor }) => ({
      ...{ id: match.id, acquirer: match.acquirer, merchantAccount, currency: match.currency, batch, salesDay },
      ...{ ownMinor: ownMinor ?? 0, minimumMinor, references: match.references },
    })),
    {
      gaps: completeness.missing.gaps,
      seen: seenReferences(bankLines, payerMarks(contracts)),
      // Of a day whose file is missing everything is still open, and so among the payments; what was given up is not.
      sold: (acquirer, merchantAccount, day) =>
        tally.sold(acquirer, merchantAccount, day) ||
        (!tally.tried(acquirer, merchantAccount, day) && completeness.busy.has(acquirer, merchantAccount, day)),
    },
  )
  const into = new Map([...carried].flatMap(([sent, small]) => small.map(({ id }) => [id, Number(sent)] as const)))
  const before = new Map<number, number>()
  for (const one of payouts)
    if (!isDecided(one) && one.carriedInto !== null)
      before.set(one.carriedInto, (before.get(one.carriedInto) ?? 0) + (one.ownMinor ?? one.match.amountMinor))
  return payouts.map((payout) => {
    if (!isDecided(payout)) return payout
    const { match, id, ownMinor } = payout
    const small = carried.get(match.id)
    const carriedOver = small === undefined
    const brought = small?.reduce((sum, one) => sum + one.ownMinor, before.get(id) ?? 0) ?? 0
    const amountMinor = (ownMinor ?? 0) + brought
    const carriedInto = into.get(match.id) ?? null
    return {
      ...payout,
      ...{ match: { ...match, amountMinor }, carriedOver, carriedInto },
      open: waiting.has(match.id) || (!carriedOver && payout.open),
    }
  })
}
