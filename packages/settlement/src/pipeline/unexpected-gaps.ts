import type { CalendarTable } from '../calendars/calendar-table.ts'
import type { Contract } from '../contracts/contract.ts'
import { openReferenceFinder } from '../contracts/reference-pattern.ts'
import type { RaisedException } from '../exceptions/exception-codes.ts'
import type { ExpectedFiles } from '../exceptions/raise-missing-files.ts'
import type { Gap } from '../exceptions/silence.ts'
import { isMeantToSettle, type MatchPayment } from '../matching/lines/line-item.ts'
import type { MatchBankLine, MatchPayout, PayerMarks } from '../matching/payouts/payout-item.ts'
import { sumOf } from '../matching/payouts/payout-pool.ts'
import type { CarryEvidence } from '../reading/decide-carry.ts'
import { openPayoutDays } from '../reading/read-payouts.ts'
import { type LostMoney, openLostMoney } from './lost-money.ts'
import { payerMarks } from './payer-marks.ts'

/** Days for which the money of the missing file may still come; what was too little to be sent comes with a later payout. */
const AFTER_MISSING = 5
const CARRIED_ON = 21
/** Chargebacks and what is held back may take as much of a day as this, before it is too little to be sent. */
const SURE_SHARE = 0.5

type KeyedGap = Gap & { readonly key: string }

/** What no rung has given to anybody. */
export interface OpenMoney {
  /** In no file. */
  readonly payments: readonly MatchPayment[]
  readonly payouts: readonly MatchPayout[]
  readonly bankLines: readonly MatchBankLine[]
  /** References of payouts whose files are here. */
  readonly told: ReadonlySet<string>
}

/**
 * The money of a missing file comes all the same: bank lines of that acquirer are no surprise while its payout is due, as far as they
 * could be its money. One that names a payout of another file, or is more than the tills know the file could tell of, alone or beside
 * open payouts, is a surprise all the same.
 */
export function unexpectedGaps(
  gaps: readonly KeyedGap[],
  contracts: readonly Contract[],
  tables: readonly CalendarTable[],
  open: OpenMoney,
): KeyedGap[] {
  const daysOf = openPayoutDays(tables)
  const lostOf = openLostMoney(open.payments)
  const mayBring = openBroughtBy(open, payerMarks(contracts))
  return gaps.flatMap(({ key, acquirer, merchantAccount = null, firstDay }) => {
    const paying = contracts.filter(
      (one) => one.acquirer === acquirer && (merchantAccount === null || one.merchantAccount === merchantAccount),
    )
    const seen = new Map<string, KeyedGap>()
    for (const contract of paying) {
      const days = daysOf(contract, firstDay)
      if (!days) continue
      const { payoutDay, missingAfter } = days
      const { currency, payout, bank } = contract
      const lost = lostOf({ acquirer: contract.acquirer, merchantAccount, currency, day: firstDay })
      const mayWait = payout.minimumMinor > 0 && (lost === null || lost.ownMinor * SURE_SHARE < payout.minimumMinor)
      seen.set(`${bank.account} ${payoutDay} ${mayWait} ${currency}`, {
        key,
        acquirer,
        account: bank.account,
        firstDay: payoutDay,
        lastDay: missingAfter + (mayWait ? CARRIED_ON : AFTER_MISSING),
        only: ['UNEXPECTED_BANK_LINE'],
        explains: (exception) => mayBring(exception, contract.acquirer, lost),
      })
    }
    return [...seen.values()]
  })
}

/** Whether a line could be money that is lost, alone or in one booking with payouts that are open. */
function openBroughtBy({ payouts, bankLines, told }: OpenMoney, marks: readonly PayerMarks[]) {
  const lineById = new Map(bankLines.map((line) => [line.id, line]))
  const finders = [...new Set(marks.flatMap(({ referencePattern }) => referencePattern ?? []))].map(openReferenceFinder)
  const namesTold = ({ text }: MatchBankLine): boolean => finders.some((find) => find(text).some((one) => told.has(one)))
  const keyOf = (acquirer: string, { account, currency }: MatchPayout | MatchBankLine) => `${acquirer}\n${account}\n${currency}`
  const payoutsOf = Map.groupBy(payouts, (payout) => keyOf(payout.acquirer, payout))
  const beside = new Map<string, readonly number[]>()
  const besideOf = (key: string): readonly number[] => {
    const known = beside.get(key)
    if (known) return known
    const waiting = payoutsOf.get(key) ?? []
    const sums = [...Map.groupBy(waiting, ({ dueDay }) => dueDay).values(), waiting].map(sumOf)
    const made = [...new Set([0, ...waiting.map(({ amountMinor }) => amountMinor), ...sums])]
    beside.set(key, made)
    return made
  }
  return ({ bankLines: [id = ''] }: RaisedException, acquirer: string, lost: LostMoney | null): boolean => {
    const line = lineById.get(id)
    if (line === undefined) return true
    if (namesTold(line)) return false
    // What is taken from the account has causes that no till knows.
    if (lost === null || line.amountMinor < 0) return true
    return besideOf(keyOf(acquirer, line)).some((other) => {
      const rest = line.amountMinor - other
      return rest <= lost.bringsMinor && rest >= -lost.takesMinor
    })
  }
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
