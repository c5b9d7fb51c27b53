import type pg from 'pg'

/** Lines of payouts that say again what an earlier file has said are not matched. */
export async function closeCopies(client: Pick<pg.PoolClient, 'query'>, payouts: readonly number[]): Promise<void> {
  if (payouts.length === 0) return
  await client.query(
    `delete from settlement_line_open o using settlement_line l
     where l.payout_id = any ($1::int8[]) and o.file_id = l.file_id and o.position = l.position`,
    [payouts],
  )
}
