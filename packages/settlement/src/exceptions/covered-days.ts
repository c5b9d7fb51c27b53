import { isMeantToSettle, type MatchLine, type MatchPayment } from '../matching/lines/line-item.ts'
import type { ExpectedFiles } from './raise-missing-files.ts'

/** Of a day's payments, so many have to be in the files before the file of that day is here: stragglers are in those after it. */
const SHARE = 0.3

/** Source → sales days that its files are of, judged by what stands in them against what was sold. */
export function coveredDays(
  expected: readonly ExpectedFiles[],
  payments: Iterable<MatchPayment>,
  lines: Iterable<MatchLine>,
): Map<string, Set<number>> {
  const sold = openCounts()
  const told = openCounts()
  for (const payment of payments) if (isMeantToSettle(payment)) sold.add(payment, payment.salesDay)
  for (const line of lines) if (line.salesDay !== null) told.add(line, line.salesDay)
  return new Map(
    expected.map((files) => {
      const [counts, sales] = [told.of(files), sold.of(files)]
      return [
        files.source,
        new Set([...counts].filter(([day, count]) => count >= SHARE * (sales.get(day) ?? 0)).map(([day]) => day)),
      ]
    }),
  )
}

function openCounts() {
  const counts = new Map<string, Map<number, number>>()
  const count = (key: string, day: number): void => {
    const days = counts.get(key) ?? new Map<number, number>()
    counts.set(key, days)
    days.set(day, (days.get(day) ?? 0) + 1)
  }
  return {
    add({ acquirer, merchantAccount }: { readonly acquirer: string; readonly merchantAccount: string }, day: number): void {
      count(acquirer, day)
      count(`${acquirer}\n${merchantAccount}`, day)
    },
    of: ({ acquirer, merchantAccount }: ExpectedFiles): ReadonlyMap<number, number> =>
      counts.get(merchantAccount === null ? acquirer : `${acquirer}\n${merchantAccount}`) ?? new Map(),
  }
}
