import type { CalendarTable } from '../calendars/calendar-table.ts'
import type { Contract } from '../contracts/contract.ts'
import type { ExpectedFiles } from '../exceptions/raise-missing-files.ts'
import type { Gap } from '../exceptions/silence.ts'
import { isMeantToSettle, type MatchPayment } from '../matching/lines/line-item.ts'
import { openPayoutDays } from '../reading/read-payouts.ts'

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
        lastDay: missingAfter + 5,
        only: ['UNEXPECTED_BANK_LINE'],
      })
    }
    return [...seen.values()]
  })
}

export interface DayTally {
  /** Whether no payment of the source's merchant accounts was meant to settle that day. */
  isQuiet(files: ExpectedFiles, day: number): boolean
}

export function openDayTally(payments: readonly MatchPayment[]): DayTally {
  const ofAcquirer = new Map<string, Set<number>>()
  const ofAccount = new Map<string, Set<number>>()
  const note = (days: Map<string, Set<number>>, key: string, day: number): void => {
    const known = days.get(key)
    if (known) known.add(day)
    else days.set(key, new Set([day]))
  }
  for (const payment of payments) {
    if (!isMeantToSettle(payment)) continue
    note(ofAcquirer, payment.acquirer, payment.salesDay)
    note(ofAccount, `${payment.acquirer}\n${payment.merchantAccount}`, payment.salesDay)
  }
  return {
    isQuiet: ({ acquirer, merchantAccount }, day) => {
      const days = merchantAccount === null ? ofAcquirer.get(acquirer) : ofAccount.get(`${acquirer}\n${merchantAccount}`)
      return !days?.has(day)
    },
  }
}
