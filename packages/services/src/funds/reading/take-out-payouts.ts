import type pg from 'pg'

const SAME_BATCH = (line: string, payout: string): string =>
  `(${line}.acquirer, ${line}.merchant_account, ${line}.currency, ${line}.batch) = (${payout}.acquirer, ${payout}.merchant_account, ${payout}.currency, ${payout}.batch)`

/**
 * Payouts whose file, or whose batch of a file, another takes the place of: their lines are matched no more. What was one payout
 * with them, a bill of trades with one of movements, is two again: the other half still counts, and finds the one that comes.
 */
export async function takeOutPayouts(client: Pick<pg.PoolClient, 'query'>, gone: readonly number[]): Promise<void> {
  if (gone.length === 0) return
  await client.query(
    `update settlement_line l set payout_id = g.id from payout g
     where g.id = any ($1::int8[]) and g.replaced_by is not null and l.file_id = g.file_id and l.payout_id = g.replaced_by and ${SAME_BATCH('l', 'g')}`,
    [gone],
  )
  await client.query(
    `with back as (
       select q.*, g.id as gone from payout g join payout q on q.replaced_by = g.id join funds_file gf on gf.id = g.file_id
       join funds_file qf on qf.id = q.file_id and qf.state = 'imported' and qf.format is distinct from gf.format
       where g.id = any ($1::int8[])),
     lines as (update settlement_line l set payout_id = b.id from back b where l.file_id = b.file_id and l.payout_id = b.gone and ${SAME_BATCH('l', 'b')})
     update payout p set replaced_by = null, open = p.amount_minor <> 0 from back b where p.id = b.id`,
    [gone],
  )
  await client.query(
    `delete from settlement_line_open o using settlement_line l
     where l.payout_id = any ($1::int8[]) and o.file_id = l.file_id and o.position = l.position`,
    [gone],
  )
  await client.query('update payout set open = false where id = any ($1::int8[]) and open', [gone])
}

/** Says of payouts that were taken out, and of those that said the same again, which one counts now. */
export async function nameSuccessors(
  client: Pick<pg.PoolClient, 'query'>,
  pairs: readonly { readonly gone: number; readonly by: number }[],
): Promise<void> {
  if (pairs.length === 0) return
  const values = [pairs.map(({ gone }) => gone), pairs.map(({ by }) => by)]
  const named = 'unnest($1::int8[], $2::int8[]) n(gone, by)'
  await client.query(`update payout p set replaced_by = n.by from ${named} where p.replaced_by = n.gone and p.id <> n.by`, values)
  await client.query(`update payout p set replaced_by = n.by, open = false from ${named} where p.id = n.gone`, values)
}
