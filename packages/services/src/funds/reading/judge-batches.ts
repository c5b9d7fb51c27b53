import type pg from 'pg'
import type { FileReason } from '../files/file-state.ts'
import type { Difference } from './changes.ts'
import type { BatchJudgement } from './compare-batches.ts'
import type { FileReading } from './file-reading.ts'
import type { Judgement } from './judge-reading.ts'

/** Every batch of it stands in earlier files with the same rows. */
export const saysNothingNew = ({ payouts, statements }: FileReading, { copies }: BatchJudgement): boolean =>
  payouts.length > 0 && copies.length === payouts.length && statements.length === 0

export const sameAs = ({ earlierFiles }: BatchJudgement): Judgement => ({
  ...{ state: 'duplicate', reason: 'same_content', supersedes: null, overlaps: [], sameScope: [], beside: [] },
  sameAs: earlierFiles[0] ?? null,
})

/**
 * A file about the same batches with other rows is a correction or a second part, and nobody but a person can tell which.
 * A statement that a bank sends again under its number says so itself.
 */
export function reasonToAsk(
  { payouts, statements }: FileReading,
  differences: readonly (Difference | null)[],
): FileReason | null {
  if (differences.every((difference) => difference?.mostStays !== false)) return null
  const saysItself = payouts.length === 0 && statements.every(({ sequence, statement }) => (sequence ?? statement) !== null)
  return saysItself ? null : 'takes_rows_away'
}

interface Replacing {
  readonly supersedes: number | null
  readonly batches: BatchJudgement
  /** Payouts of the new file. */
  readonly reading: Pick<FileReading, 'payouts'>
  readonly ids: readonly number[]
  readonly fileId: number
}

/** Payouts that others take the place of: all of a file that is replaced whole, and batches that are corrected. */
export async function findGone(
  client: Pick<pg.PoolClient, 'query'>,
  { supersedes, batches, reading, ids }: Replacing,
): Promise<{ gone: number; by: number }[]> {
  if (supersedes === null) return [...batches.corrections]
  const keyOf = (...told: readonly string[]): string => told.join('\n')
  const byKey = new Map(
    reading.payouts.map(({ acquirer, merchantAccount, currency, batch }, at) => [
      keyOf(acquirer, merchantAccount, currency, batch),
      ids[at],
    ]),
  )
  const { rows } = await client.query<{ id: number; key: string[] }>(
    'select id::float8 as id, array[acquirer, merchant_account, currency::text, batch] as key from payout where file_id = $1',
    [supersedes],
  )
  const whole = rows.flatMap(({ id, key }) => {
    const by = byKey.get(keyOf(...key))
    return by === undefined ? [] : [{ gone: id, by }]
  })
  return [...whole, ...batches.corrections]
}
