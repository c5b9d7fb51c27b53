import { dayNumber, type RaisedException, raise } from '@counterfoil/settlement/funds'
import type pg from 'pg'

/** Older ones have been told of, and stay until a person ends them. */
const DAYS_BACK = 45

/** Files that say again what another one has said, and those a corrected one took the place of. */
export async function readCopies(client: pg.ClientBase, asOf: string): Promise<RaisedException[]> {
  const { rows } = await client.query<{
    file: string
    other: string
    acquirer: string | null
    account: string | null
    on: string
  }>(
    `select f.id::text as file, o.id::text as other, coalesce(o.first_day, f.received_at::date)::text as on,
       (select min(p.acquirer) from payout p where p.file_id = o.id) as acquirer,
       (select min(a.number) from bank_statement s join bank_account a on a.id = s.bank_account_id where s.file_id = o.id) as account
     from funds_file f
     join funds_file o on case f.state when 'duplicate' then o.id = f.same_as else o.supersedes = f.id and o.state in ('imported', 'superseded') end
     where f.state in ('duplicate', 'superseded') and f.received_at >= $1::date - ${DAYS_BACK} order by f.id, o.id`,
    [asOf],
  )
  return rows.map(({ file, other, acquirer, account, on }) =>
    raise(
      'DUPLICATE_FILE',
      { acquirer: acquirer ?? '', account, day: dayNumber(on) },
      { amountMinor: 0, currency: 'XXX' },
      { files: [file, other] },
    ),
  )
}
