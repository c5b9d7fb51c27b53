import { makeAccount } from './make-account.ts'
import type { StackDatabase } from './open-database.ts'

/**
 * Ends the review of access that another file's tests left open because one of them failed: there is one at a time, and whoever wants
 * to open theirs finds no button for it. Two accounts are made for it, which it does not hold: one decides, the other signs.
 */
export async function endOpenReview(database: StackDatabase, origin: string): Promise<void> {
  const { pool, newId } = database.services
  const open = await pool.query<{ id: string }>(
    'select id from access_review r where not exists (select from access_review_signature s where s.review_id = r.id)',
  )
  for (const { id } of open.rows) {
    const decider = await makeAccount(database, origin, { name: 'ender' })
    const signer = await makeAccount(database, origin, { name: 'closer' })
    const left = await pool.query<{ id: string }>(
      `select id from access_review_item i where review_id = $1
       and not exists (select from access_review_decision d where d.item_id = i.id)`,
      [id],
    )
    await pool.query(
      `insert into access_review_decision (id, item_id, decision, reason, decided_at, decided_by)
       select d.id, d.item_id, 'keep', 'left open by another test', now(), $3 from unnest($1::uuid[], $2::uuid[]) as d (id, item_id)`,
      [left.rows.map(() => newId()), left.rows.map((item) => item.id), decider.userId],
    )
    await pool.query(
      `insert into access_review_signature (review_id, signed_at, signed_by, statement, statement_hash)
       values ($1, now(), $2, '{}'::bytea, sha256('{}'::bytea))`,
      [id, signer.userId],
    )
  }
}
