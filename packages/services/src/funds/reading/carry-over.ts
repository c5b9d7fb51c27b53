import type { PayoutRow } from './file-reading.ts'

/** As it is written: what earlier payouts left over has come to it, or it is itself left for the next. */
export interface CarriedPayout extends PayoutRow {
  readonly id: number
  readonly carriedOver: boolean
  /** It was left over and has come with a later one of the same file. */
  readonly closed: boolean
}

/** Left over by an earlier file. */
export interface WaitingPayout {
  readonly id: number
  readonly key: string
  readonly amountMinor: number
  readonly salesDay: string
}

export type Account = Pick<PayoutRow, 'acquirer' | 'merchantAccount' | 'currency'>

export const keyOf = ({ acquirer, merchantAccount, currency }: Account): string =>
  `${acquirer}\n${merchantAccount}\n${currency.trim()}`

/**
 * What was too little to be sent comes with the next payout of its account, in the order of days. Over a day whose file is not
 * here nothing is carried (`lost`: account → such days): it went with the payout of that file, and waits for it.
 */
export function carryOver(
  rows: readonly (PayoutRow & { readonly id: number })[],
  before: readonly WaitingPayout[],
  lost: ReadonlyMap<string, readonly string[]>,
): { readonly written: readonly CarriedPayout[]; readonly taken: readonly number[] } {
  let waiting = before
  const closed = new Set<number>()
  const written: Omit<CarriedPayout, 'closed'>[] = []
  for (const row of rows.toSorted((a, b) => compare(a.salesDay, b.salesDay) || a.id - b.id)) {
    const key = keyOf(row)
    if (row.announced || row.movementsOnly) {
      written.push({ ...row, carriedOver: false })
      continue
    }
    const gaps = lost.get(key) ?? []
    const comes = ({ key: own, salesDay }: WaitingPayout): boolean =>
      own === key && salesDay <= row.salesDay && !gaps.some((day) => salesDay < day && day < row.salesDay)
    const small = waiting.filter(comes)
    const amountMinor = small.reduce((sum, one) => sum + one.amountMinor, row.amountMinor)
    if (amountMinor < Math.max(row.minimumMinor, 1)) {
      waiting = [...waiting, { id: row.id, key, amountMinor: row.amountMinor, salesDay: row.salesDay }]
      written.push({ ...row, carriedOver: true })
      continue
    }
    for (const { id } of small) closed.add(id)
    waiting = waiting.filter((one) => !comes(one))
    written.push({ ...row, amountMinor, carriedOver: false })
  }
  const mine = new Set(rows.map(({ id }) => id))
  return {
    written: written.map((one) => ({ ...one, closed: closed.has(one.id) })),
    taken: [...closed].filter((id) => !mine.has(id)),
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
