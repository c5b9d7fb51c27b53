import type { CalendarTable } from '../calendars/calendar-table.ts'
import type { Contract } from '../contracts/contract.ts'
import type { ExpectedFiles } from '../exceptions/raise-missing-files.ts'
import type { Gap } from '../exceptions/silence.ts'
import { isMeantToSettle, type MatchPayment } from '../matching/lines/line-item.ts'
import type { CarryEvidence } from '../reading/decide-carry.ts'
import { openPayoutDays } from '../reading/read-payouts.ts'

/** Days for which the money of the missing file may still come; what was too little to be sent comes with a later payout. */
const AFTER_MISSING = 5
const CARRIED_ON = 21

type KeyedGap = Gap & { readonly key: string }

/** The money of a missing file comes all the same: bank lines of that acquirer are no surprise while its payout is due. */
export function unexpectedGaps(
  gaps: readonly KeyedGap[],
  contracts: readonly Contract[],
  tables: readonly CalendarTable[],
): KeyedGap[] {
  const daysOf = openPayoutDays(tables)
  return gaps.flatMap(({ key, acquirer, merchantAccount = null, firstDay }) => {
    const paying = contracts.filter(
      (one) => one.acquirer === acquirer && (merchantAccount === null || one.merchantAccount === merchantAccount),
    )
    const seen = new Map<string, KeyedGap>()
    for (const contract of paying) {
      const days = daysOf(contract, firstDay)
      if (!days) continue
      const { payoutDay, missingAfter } = days
      const { account } = contract.bank
      seen.set(`${account} ${payoutDay}`, {
        key,
        acquirer,
        account,
        firstDay: payoutDay,
        lastDay: missingAfter + (contract.payout.minimumMinor > 0 ? CARRIED_ON : AFTER_MISSING),
        only: ['UNEXPECTED_BANK_LINE'],
      })
    }
    return [...seen.values()]
  })
}

export interface DayTally {
  /** Whether no payment of the source's merchant accounts was meant to settle that day. */
  isQuiet(files: ExpectedFiles, day: number): boolean
  sold: CarryEvidence['sold']
  /** Whether a merchant account has any payment of that day here, sold or not. */
  tried: CarryEvidence['sold']
}

export function openDayTally(payments: readonly MatchPayment[]): DayTally {
  const ofAcquirer = new Map<string, Set<number>>()
  const ofAccount = new Map<string, Set<number>>()
  const tried = new Map<string, Set<number>>()
  const note = (days: Map<string, Set<number>>, key: string, day: number): void => {
    const known = days.get(key)
    if (known) known.add(day)
    else days.set(key, new Set([day]))
  }
  for (const payment of payments) {
    note(tried, `${payment.acquirer}\n${payment.merchantAccount}`, payment.salesDay)
    if (!isMeantToSettle(payment)) continue
    note(ofAcquirer, payment.acquirer, payment.salesDay)
    note(ofAccount, `${payment.acquirer}\n${payment.merchantAccount}`, payment.salesDay)
  }
  return {
    sold: (acquirer, merchantAccount, day) => ofAccount.get(`${acquirer}\n${merchantAccount}`)?.has(day) === true,
    tried: (acquirer, merchantAccount, day) => tried.get(`${acquirer}\n${merchantAccount}`)?.has(day) === true,
    isQuiet: ({ acquirer, merchantAccount }, day) => {
      const days = merchantAccount === null ? ofAcquirer.get(acquirer) : ofAccount.get(`${acquirer}\n${merchantAccount}`)
      return !days?.has(day)
    },
  }
}
