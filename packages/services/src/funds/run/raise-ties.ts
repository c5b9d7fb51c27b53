import {
  checkBatch,
  type Decimal,
  fromMinorUnits,
  type Identity,
  parseDecimal,
  type RaisedException,
  raise,
} from '@counterfoil/settlement/funds'
import { settlementTools } from '../settlement-tools.ts'
import type { RunPayout } from './read-payouts.ts'

const ZERO: Decimal = { units: 0n, scale: 0 }

/** Σ of a payout's lines and of what was carried into it = what is sent. */
export function checkPayouts(payouts: readonly RunPayout[], successors = successorsOf(payouts)): Identity[] {
  const carriedInto = new Map<number, Decimal[]>()
  const byId = new Map(payouts.map((payout) => [payout.id, payout]))
  for (const [from, to] of successors) {
    const small = byId.get(from)
    const net = small && parseDecimal(small.net)
    if (net) carriedInto.set(to, [...(carriedInto.get(to) ?? []), net])
  }
  return payouts
    .filter(({ carriedOver, lines }) => !carriedOver && lines > 0)
    .map(({ id, match, net, lines }) => {
      const exponent = settlementTools.minorUnitExponent(match.currency) ?? 2
      const lineNets = parseDecimal(net) ?? ZERO
      const payout = fromMinorUnits(BigInt(match.amountMinor), exponent)
      const carried = (carriedInto.get(id) ?? []).reduce(
        (sum, one) => ({
          units: sum.units * 10n ** BigInt(one.scale) + one.units * 10n ** BigInt(sum.scale),
          scale: sum.scale + one.scale,
        }),
        ZERO,
      )
      const sums = { batch: match.id, lines, lineNets, adjustments: ZERO, reserve: ZERO, carriedOut: ZERO, payout, exponent }
      const own = checkBatch({ ...sums, carriedIn: ZERO })
      // An announced payout says itself what was carried into it.
      return own.holds ? own : checkBatch({ ...sums, carriedIn: carried })
    })
}

export function raiseTies(payouts: readonly RunPayout[]): RaisedException[] {
  const byId = new Map(payouts.map((payout) => [payout.match.id, payout]))
  return checkPayouts(payouts).flatMap(({ about, holds, residue }) => {
    const payout = byId.get(about)
    if (holds || !payout) return []
    const { match, merchantAccount } = payout
    const exponent = settlementTools.minorUnitExponent(match.currency) ?? 2
    const minor = Math.round((Number(residue.units) / 10 ** residue.scale) * 10 ** exponent)
    const scope = { acquirer: match.acquirer, merchantAccount, account: match.account, day: match.dueDay }
    return [raise('BATCH_DOES_NOT_TIE', scope, { amountMinor: minor, currency: match.currency }, { payouts: [about] })]
  })
}

/** What came with which. */
export const successorsOf = (payouts: readonly RunPayout[]): Map<number, number> =>
  new Map(payouts.flatMap(({ id, carriedInto }) => (carriedInto === null ? [] : [[id, carriedInto]])))

/** The same of bundles in which that is not told: it came with the next payout of its account that is sent. */
export function findSuccessors(payouts: readonly RunPayout[]): Map<number, number> {
  const successors = new Map<number, number>()
  const ofAccount = Map.groupBy(
    payouts,
    ({ match, merchantAccount }) => `${match.acquirer}\n${merchantAccount}\n${match.currency}`,
  )
  for (const group of ofAccount.values()) {
    const inOrder = group.toSorted((a, b) =>
      a.announcedOn < b.announcedOn ? -1 : a.announcedOn > b.announcedOn ? 1 : a.id - b.id,
    )
    let waiting: number[] = []
    for (const { id, carriedOver, open } of inOrder) {
      if (carriedOver && open) continue
      if (carriedOver) waiting.push(id)
      else {
        for (const small of waiting) successors.set(small, id)
        waiting = []
      }
    }
  }
  return successors
}
