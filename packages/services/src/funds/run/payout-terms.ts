import { type CalendarTable, type Contract, civilDay, dayNumber, joinCalendars } from '@counterfoil/settlement/funds'
import type { RunPayout } from './read-payouts.ts'

export interface PayoutTerms {
  readonly toleranceMinor: number
  /** Day numbers. */
  readonly lateAfter: number
  readonly missingAfter: number
}

/** The contract under which a payout was announced. */
export function findPayoutContract(
  payout: {
    readonly acquirer: string
    readonly merchantAccount: string
    readonly currency: string
    readonly announcedOn: string
  },
  contracts: readonly Contract[],
): Contract | undefined {
  const { acquirer, merchantAccount, currency, announcedOn } = payout
  return contracts
    .filter(
      (one) =>
        one.acquirer === acquirer &&
        one.merchantAccount === merchantAccount &&
        one.currency === currency &&
        one.validFrom <= announcedOn &&
        announcedOn <= (one.validTo ?? '9999-12-31'),
    )
    .sort((a, b) => b.version - a.version)[0]
}

/** What the contract of a payout says about being late; without one the due day itself is the end of patience. */
export function openPayoutTerms(
  payouts: readonly RunPayout[],
  contracts: readonly Contract[],
  tables: readonly CalendarTable[],
): (id: string) => PayoutTerms {
  const byId = new Map(payouts.map((payout) => [payout.match.id, payout]))
  const known = new Map<string, PayoutTerms>()
  const count = ({ match, merchantAccount, announcedOn }: RunPayout): PayoutTerms => {
    const { acquirer, currency } = match
    const contract = findPayoutContract({ acquirer, merchantAccount, currency, announcedOn }, contracts)
    if (!contract) return { toleranceMinor: 0, lateAfter: match.dueDay, missingAfter: match.dueDay }
    const bank = joinCalendars(contract.bank.calendars, tables)
    const late = bank.add(civilDay(match.dueDay), contract.late.graceWorkingDays)
    const missing = late.ok ? bank.add(late.day, contract.late.missingAfterWorkingDays) : late
    return {
      toleranceMinor: contract.tolerance.payoutMinor,
      lateAfter: late.ok ? dayNumber(late.day) : match.dueDay,
      missingAfter: missing.ok ? dayNumber(missing.day) : match.dueDay,
    }
  }
  return (id) => {
    const payout = byId.get(id)
    if (!payout) return { toleranceMinor: 0, lateAfter: 0, missingAfter: 0 }
    const key = `${payout.match.acquirer}\n${payout.merchantAccount}\n${payout.match.currency}\n${payout.announcedOn}\n${payout.match.dueDay}`
    const terms = known.get(key) ?? count(payout)
    known.set(key, terms)
    return terms
  }
}
