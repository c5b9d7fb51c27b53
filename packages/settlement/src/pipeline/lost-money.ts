import { isMeantToSettle, type MatchPayment } from '../matching/lines/line-item.ts'

/** Payments of days before may stand in the file of a day. */
const STRAGGLERS = 7
/** Tips, tills that were away, fees given back: a file may tell so much more than the tills know of. */
const MARGIN = 1.5

/** Minor units that a file may bring at most, and take. */
export interface LostMoney {
  readonly bringsMinor: number
  readonly takesMinor: number
  /** Sales less refunds of the file's own day, as far as the tills know. */
  readonly ownMinor: number
}

export interface FileOfDay {
  readonly acquirer: string
  /** null where one file has all merchant accounts. */
  readonly merchantAccount: string | null
  readonly currency: string
  readonly day: number
}

interface DaySum {
  sold: number
  refunded: number
}

/**
 * What files that are not here may tell of, by the payments that no file has told of. null where payments are of another currency than
 * the payout: then nobody knows.
 */
export function openLostMoney(payments: readonly MatchPayment[]): (file: FileOfDay) => LostMoney | null {
  const sums = new Map<string, Map<string, Map<number, DaySum>>>()
  for (const payment of payments) {
    if (!isMeantToSettle(payment)) continue
    for (const key of [payment.acquirer, `${payment.acquirer}\n${payment.merchantAccount}`]) {
      const currencies = sums.get(key) ?? new Map<string, Map<number, DaySum>>()
      sums.set(key, currencies)
      const days = currencies.get(payment.currency) ?? new Map<number, DaySum>()
      currencies.set(payment.currency, days)
      const sum = days.get(payment.salesDay) ?? { sold: 0, refunded: 0 }
      days.set(payment.salesDay, sum)
      if (payment.kind === 'sale') sum.sold += Math.abs(payment.amountMinor)
      else sum.refunded += Math.abs(payment.amountMinor)
    }
  }
  return ({ acquirer, merchantAccount, currency, day }) => {
    const currencies = sums.get(merchantAccount === null ? acquirer : `${acquirer}\n${merchantAccount}`)
    const inWindow = [...(currencies ?? [])].flatMap(([money, days]) =>
      [...days].filter(([sold]) => day - STRAGGLERS <= sold && sold <= day).map(([sold, sum]) => ({ money, sold, sum })),
    )
    if (inWindow.some(({ money }) => money !== currency)) return null
    const own = inWindow.find(({ sold }) => sold === day)?.sum
    return {
      bringsMinor: Math.ceil(MARGIN * inWindow.reduce((all, { sum }) => all + sum.sold, 0)),
      takesMinor: Math.ceil(MARGIN * inWindow.reduce((all, { sum }) => all + sum.refunded, 0)),
      ownMinor: (own?.sold ?? 0) - (own?.refunded ?? 0),
    }
  }
}
