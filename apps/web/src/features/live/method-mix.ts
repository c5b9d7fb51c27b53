import type { MethodSum } from '@counterfoil/protocol'
import type { LiveComparison, LiveStore } from '@counterfoil/services/live'
import type { Rates } from '@counterfoil/services/rates'
import { addUp } from '../../components/money/add-up.ts'

export interface Method {
  readonly scheme: string
  readonly funding: string
  readonly wallet: string | null
}

export interface MethodShare extends Method {
  readonly key: string
  /** In the reporting currency; currencies without a rate are in `unconverted` of the whole page, not here. */
  readonly amountMinor: number
  readonly share: number
  /** The same business day last week, whole day; null when nothing was sold then. */
  readonly lastWeekShare: number | null
  readonly approved: number
  readonly finished: number
}

type Sums = Method & { readonly currency: string; readonly salesMinor: number }

/** Sales by wallet, or by scheme and funding where there is no wallet; largest first. */
export function methodMix(stores: Iterable<LiveStore>, comparison: LiveComparison | undefined, rates: Rates): MethodShare[] {
  const sums = [...stores].flatMap((store) => store.methods)
  const today = amountsByMethod(sums, rates)
  const lastWeek = amountsByMethod(comparison?.lastWeekMethods ?? [], rates)
  const total = sumPositive(today)
  const lastTotal = sumPositive(lastWeek)
  const byMethod = Map.groupBy(sums, methodKey)
  return [...byMethod]
    .map(([key, rows]): MethodShare => {
      const { scheme, funding, wallet } = methodOf(rows[0])
      const amountMinor = today.get(key) ?? 0
      return {
        key,
        scheme,
        funding,
        wallet,
        amountMinor,
        share: total === 0 ? 0 : Math.max(0, amountMinor) / total,
        lastWeekShare: lastTotal === 0 ? null : Math.max(0, lastWeek.get(key) ?? 0) / lastTotal,
        approved: count(rows, (row) => row.approved),
        finished: count(rows, (row) => row.finished),
      }
    })
    .filter((method) => method.scheme !== 'none' || method.wallet !== null)
    .sort((a, b) => b.amountMinor - a.amountMinor || (a.key < b.key ? -1 : 1))
}

/** A wallet hides the card behind it: then funding and scheme are nobody's to tell. */
export function methodKey({ scheme, funding, wallet }: Method): string {
  return wallet === null ? `${scheme} ${funding}` : `wallet ${wallet}`
}

function methodOf(row: Method | undefined): Method {
  if (row === undefined) return { scheme: 'none', funding: 'not_told', wallet: null }
  return row.wallet === null ? row : { scheme: 'none', funding: 'not_told', wallet: row.wallet }
}

function amountsByMethod(sums: readonly Sums[], rates: Rates): ReadonlyMap<string, number> {
  const byMethod = Map.groupBy(sums, methodKey)
  return new Map(
    [...byMethod].map(([key, rows]) => [
      key,
      addUp(
        rows.map((row) => ({ currency: row.currency, amountMinor: row.salesMinor })),
        rates,
      ).amountMinor,
    ]),
  )
}

function sumPositive(amounts: ReadonlyMap<string, number>): number {
  return [...amounts.values()].reduce((sum, amount) => sum + Math.max(0, amount), 0)
}

function count(rows: readonly MethodSum[], of: (row: MethodSum) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0)
}
