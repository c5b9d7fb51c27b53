import type { ReadRows } from '../../read-rows.ts'
import type { LockedException } from './lock-exception.ts'
import { readLimit } from './read-limit.ts'

/** Why one person alone may not end an exception. */
export interface SecondPerson {
  /** Its own sum, or what it silences of one currency: a missing file has no sum of its own, and all of its day's money below it. */
  readonly of: 'own' | 'silenced'
  /** Minor units, without a sign. */
  readonly amountMinor: number
  readonly limitMinor: number
  readonly currency: string
}

/** Null where one person may end it; `lock` lets nobody change the limit meanwhile. */
export async function findSecondPerson(
  rows: ReadRows,
  { key, amountMinor, currency }: Pick<LockedException, 'key' | 'amountMinor' | 'currency'>,
  lock: 'for share' | '' = '',
): Promise<SecondPerson | null> {
  const silenced = await rows<{ currency: string; amountMinor: number }>(
    `select currency::text as currency, sum(abs(amount_minor))::float8 as "amountMinor" from funds_exception
     where silenced_by = $1 and state in ('silenced', 'proposed') group by currency order by currency`,
    key,
  )
  const sums = [
    { of: 'own' as const, currency, amountMinor: Math.abs(amountMinor) },
    ...silenced.map((sum) => ({ of: 'silenced' as const, ...sum })),
  ]
  for (const sum of sums) {
    const limitMinor = await readLimit(rows, sum.currency, lock)
    if (sum.amountMinor > limitMinor) return { ...sum, limitMinor }
  }
  return null
}
