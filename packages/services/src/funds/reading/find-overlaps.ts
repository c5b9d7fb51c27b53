import type pg from 'pg'
import type { PayoutRow } from './file-reading.ts'

/** A batch that an imported file of the same kind has told of already. */
export interface Overlap {
  /** Which payout of the file, from 0. */
  readonly payout: number
  readonly earlier: number
  readonly earlierFile: number
}

/**
 * Payouts of the batch `u`, for a `lateral` that ends with `offset 0`: each is looked up by its unique index. Of a table that was empty
 * a minute ago PostgreSQL has no statistics, and goes through all of it for each file.
 */
export const PAYOUTS_OF_BATCH = `select p.* from payout p
  where (p.acquirer, p.merchant_account, p.currency, p.batch) = (u.acquirer, u.merchant_account, u.currency::char(3), u.batch)`

interface Asked {
  readonly fileId: number
  readonly format: string | null
  readonly payouts: readonly PayoutRow[]
  /** A file that is replaced whole. */
  readonly except: number | null
}

/** Of a bill of trades and one of movements neither says what the other does: only files of one kind are held against each other. */
export async function findOverlaps(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  { fileId, format, payouts, except }: Asked,
): Promise<Overlap[]> {
  if (payouts.length === 0) return []
  const { rows } = await client.query<Overlap>(
    `select (u.nr - 1)::int4 as payout, p.id::float8 as earlier, p.file_id::float8 as "earlierFile"
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality u(acquirer, merchant_account, currency, batch, nr)
     cross join lateral (${PAYOUTS_OF_BATCH} and p.file_id <> $6 and p.file_id is distinct from $7 offset 0) p
     join funds_file f on f.id = p.file_id and f.state = 'imported' and f.format = $5
     left join payout r on r.id = p.replaced_by left join funds_file rf on rf.id = r.file_id
     where p.replaced_by is null or rf.format is distinct from f.format
     order by u.nr, p.id`,
    [
      payouts.map(({ acquirer }) => acquirer),
      payouts.map(({ merchantAccount }) => merchantAccount),
      payouts.map(({ currency }) => currency),
      payouts.map(({ batch }) => batch),
      format,
      fileId,
      except,
    ],
  )
  return rows
}
