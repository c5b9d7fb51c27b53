import type { Contract } from '../contracts/contract.ts'
import { byText } from '../matching/sorted.ts'
import type { RaisedException } from './exception-codes.ts'
import { raise } from './raise.ts'

/** A line that holds money back, above zero, or gives it free, below. */
export interface ReserveMove {
  readonly id: string
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  readonly amountMinor: number
  /** Day number. */
  readonly day: number
}

export interface PairedHold<Move extends ReserveMove = ReserveMove> {
  readonly hold: Move
  /** null while it is held. */
  readonly release: Move | null
}

/** Each release frees the oldest open hold of its amount. */
export function pairHolds<Move extends ReserveMove>(moves: readonly Move[]): PairedHold<Move>[] {
  const inOrder = moves.toSorted((a, b) => a.day - b.day || byText(a.id, b.id))
  const keyOf = ({ acquirer, merchantAccount, currency, amountMinor }: Move): string =>
    `${acquirer}\n${merchantAccount}\n${currency}\n${Math.abs(amountMinor)}`
  const releases = Map.groupBy(
    inOrder.filter(({ amountMinor }) => amountMinor < 0),
    keyOf,
  )
  return inOrder
    .filter(({ amountMinor }) => amountMinor > 0)
    .map((hold) => ({ hold, release: releases.get(keyOf(hold))?.shift() ?? null }))
}

/** The day by which a hold has to be free again; null where the contract holds nothing back. */
export const releaseDayOf = (hold: ReserveMove, contract: Contract | null): number | null =>
  contract?.reserve ? hold.day + contract.reserve.releaseDays : null

/** What was held back has to come one day: from then on until the files that would show it are here, absence proves nothing. */
export function raiseOverdueHolds<Move extends ReserveMove>(
  paired: readonly PairedHold<Move>[],
  contractOf: (hold: Move) => Contract | null,
  today: number,
): RaisedException[] {
  return paired.flatMap(({ hold, release }) => {
    const contract = release === null ? contractOf(hold) : null
    const releaseDay = releaseDayOf(hold, contract)
    if (!contract || releaseDay === null || today <= releaseDay + contract.fileDueDays) return []
    const { acquirer, merchantAccount, amountMinor, currency } = hold
    const scope = { acquirer, merchantAccount, account: null, day: releaseDay }
    return [raise('RESERVE_OVERDUE', scope, { amountMinor, currency }, { lines: [hold.id] })]
  })
}
