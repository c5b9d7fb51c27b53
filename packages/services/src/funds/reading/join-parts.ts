import type pg from 'pg'

/** Payouts of the batches of a file that other files tell parts of, with its own. */
const PARTS = `told as (
    select distinct p.acquirer, p.merchant_account, p.currency, p.batch, f.format from payout p join funds_file f on f.id = p.file_id
    where p.file_id = $1 and p.replaced_by is null),
  part as (
    select p.*, dense_rank() over (order by p.acquirer, p.merchant_account, p.currency, p.batch) as nth,
      round(p.net * 10 ^ c.exponent)::int8 as lines_minor, exists (select from funds_allocation a where a.from_id = p.id::text
        and a.join_kind = 'payout_bank' and a.run_id is null and a.reverses is null
        and not exists (select from funds_allocation r where r.reverses = a.key)) as linked
    from told t join payout p on (p.acquirer, p.merchant_account, p.currency, p.batch) = (t.acquirer, t.merchant_account, t.currency, t.batch)
      and p.replaced_by is null
    join funds_file f on f.id = p.file_id and f.state = 'imported' and f.format = t.format join currency c on c.code = p.currency)`

/**
 * Parts of a batch, each a payout of what its own lines come to, are sent together. The reference that one file tells is that of all.
 * What is announced is often said of all of them: then each has what its own lines come to, but where a person has linked one by hand:
 * under that link nothing is changed.
 */
export async function joinParts(client: Pick<pg.PoolClient, 'query'>, fileId: number): Promise<void> {
  await client.query(
    `with ${PARTS}, named as (select nth, array_agg(distinct text order by text) as texts from part cross join unnest(reference_texts) text group by nth)
     update payout p set reference_texts = n.texts from part s join named n using (nth) where p.id = s.id and p.reference_texts <> n.texts`,
    [fileId],
  )
  await client.query(
    `with ${PARTS}, batch as (select nth, sum(lines_minor) as minor, bool_or(linked) as linked from part group by nth)
     update payout p set amount_minor = s.lines_minor, open = s.lines_minor <> 0 from part s join batch b using (nth)
     where p.id = s.id and s.announced and s.amount_minor = b.minor and s.amount_minor <> s.lines_minor and not b.linked`,
    [fileId],
  )
}
