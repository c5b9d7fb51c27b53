import { civilDay } from '../calendars/civil-day.ts'
import { type Decimal, fromMinorUnits } from '../decimal.ts'
import type { LineContext } from '../exceptions/raise-line-exceptions.ts'
import { checkSalesDay, type Identity } from '../identities/conservation.ts'
import { isMeantToSettle, lineAmount, type MatchPayment } from '../matching/lines/line-item.ts'
import type { LineMatching } from '../matching/lines/match-lines.ts'
import type { ReconcileInput } from './reconcile-input.ts'

interface Sums {
  readonly about: string
  readonly currency: string
  authorised: number
  voided: number
  settledGross: number
  missing: number
  inFlight: number
  differences: number
}

/** Sales of each acquirer, store and sales day. What settled though the store says it was never meant to is a difference. */
export function checkSalesDays(
  { payments, asOf, minorUnitExponent }: ReconcileInput,
  { pairs, bags, openPayments }: LineMatching,
  { fileDueDay }: LineContext,
): Identity[] {
  const days = new Map<string, Sums>()
  const sumsOf = ({ acquirer, store, salesDay, currency }: MatchPayment): Sums => {
    const key = `${acquirer} ${store} ${salesDay} ${currency}`
    let sums = days.get(key)
    if (sums === undefined) {
      const about = `${acquirer} ${store} ${civilDay(salesDay)} ${currency}`
      sums = { about, currency, authorised: 0, voided: 0, settledGross: 0, missing: 0, inFlight: 0, differences: 0 }
      days.set(key, sums)
    }
    return sums
  }
  const sales = (payment: MatchPayment): boolean => payment.kind === 'sale'
  for (const payment of payments) {
    if (!sales(payment) || (payment.outcome !== 'voided' && !isMeantToSettle(payment))) continue
    const sums = sumsOf(payment)
    sums.authorised += payment.amountMinor
    if (payment.outcome === 'voided') sums.voided += payment.amountMinor
  }
  for (const { payment, line } of pairs) {
    if (!sales(payment)) continue
    const sums = sumsOf(payment)
    const settled = line.currency === payment.currency ? lineAmount(line) : payment.amountMinor
    sums.settledGross += settled
    sums.differences += settled - (isMeantToSettle(payment) ? payment.amountMinor : 0)
  }
  const bagged = new Set(bags.flatMap((bag) => bag.payments))
  if (bagged.size > 0)
    for (const payment of payments)
      if (sales(payment) && bagged.has(payment.id)) sumsOf(payment).settledGross += payment.amountMinor
  for (const payment of openPayments) {
    if (!sales(payment)) continue
    const due = fileDueDay(payment)
    if (due !== null && asOf > due) sumsOf(payment).missing += payment.amountMinor
    else sumsOf(payment).inFlight += payment.amountMinor
  }
  return [...days.keys()].sort().flatMap((key) => {
    const sums = days.get(key)
    if (!sums) return []
    const exponent = minorUnitExponent(sums.currency) ?? 2
    const exact = (minor: number): Decimal => fromMinorUnits(BigInt(minor), exponent)
    const { about, authorised, voided, settledGross, missing, inFlight, differences } = sums
    return [
      checkSalesDay({
        about,
        authorised: exact(authorised),
        voided: exact(voided),
        settledGross: exact(settledGross),
        missing: exact(missing),
        inFlight: exact(inFlight),
        differences: exact(differences),
      }),
    ]
  })
}
