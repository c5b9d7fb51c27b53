import type pg from 'pg'

export interface BundleScope {
  /** Sales days, and days on statements. */
  readonly from: string
  readonly to: string
  readonly acquirer: string | null
  readonly storeId: number | null
}

/** The date inside a UUIDv7: where its row is. */
const dateInId = (id: string): string =>
  `(to_timestamp(('x' || left(replace(${id}, '-', ''), 12))::bit(48)::int8 / 1000.0) at time zone 'UTC')::date`

const CREATE = `create temporary table bundle_payment (id uuid primary key, opened_on date not null, acquirer text, merchant_account text) on commit drop`

const PAYMENTS = `insert into bundle_payment
  select f.payment_id, f.opened_on, f.acquirer, f.merchant_account from funds_payment f
  where f.opened_on between $1::date - 8 and $2::date + 8 and coalesce(f.sales_day, f.opened_on) between $1::date and $2::date
    and ($3::text is null or f.acquirer = $3) and ($4::int4 is null or f.store_id = $4)`

/** Whole files: what a file says is proved by all of it or not at all. */
const FILES = `create temporary table bundle_file on commit drop as
  select f.id, f.state, f.imported_at from funds_file f
  where case when f.first_day is null then (f.received_at at time zone 'UTC')::date between $1::date and $2::date
      else f.first_day <= $2::date and f.last_day >= $1::date end
    and ($3::text is null and $4::int4 is null
      or (select l.acquirer from settlement_line l where l.file_id = f.id limit 1) = coalesce($3, '') and $4::int4 is null
      or exists (select from settlement_line l join funds_allocation a on a.join_kind = 'payment_line' and a.to_id = l.file_id || ':' || l.position
        join bundle_payment p on p.id = a.from_id::uuid where l.file_id = f.id)
      or exists (select from bank_line b join funds_allocation a on a.join_kind = 'payout_bank' and a.to_id = b.file_id || ':' || b.position
        join payout o on o.id = a.from_id::int8 where b.file_id = f.id and ($3::text is null or o.acquirer = $3)
          and ($4::int4 is null or exists (select from settlement_line l join funds_allocation c on c.join_kind = 'payment_line'
            and c.to_id = l.file_id || ':' || l.position join bundle_payment p on p.id = c.from_id::uuid where l.payout_id = o.id))))`

/** The other parts of a batch: what is announced of all of them is proved by all or not at all. */
const PARTS = `insert into bundle_file
  select f.id, f.state, f.imported_at from funds_file f
  where f.state in ('imported', 'superseded') and f.id not in (select id from bundle_file)
    and (f.id in (select unnest(o.beside) from bundle_file b join funds_file o on o.id = b.id)
      or f.beside <> '{}' and f.beside && array(select id from bundle_file))`

/** Payments of other days that lines of these files were linked to; one that was declined has no expectation, its line knows whose it is. */
const LINKED = `insert into bundle_payment
  select distinct on (a.from_id) a.from_id::uuid, ${dateInId('a.from_id')}, l.acquirer, l.merchant_account
  from bundle_file f join settlement_line l on l.file_id = f.id
  join funds_allocation a on a.join_kind = 'payment_line' and a.to_id = l.file_id || ':' || l.position
  where ($1::text is null or l.acquirer = $1) and $2::int4 is null
  order by a.from_id, a.to_id on conflict do nothing`

const PAYOUTS = `create temporary table bundle_payout on commit drop as
  select p.id from payout p join bundle_file f on f.id = p.file_id
  union select l.payout_id from bundle_file f join settlement_line l on l.file_id = f.id where l.payout_id is not null`

const ALLOCATIONS = `create temporary table bundle_allocation on commit drop as
  select a.key from bundle_payment p join funds_allocation a on a.join_kind = 'payment_line' and a.from_id = p.id::text
  union select a.key from bundle_payout p join funds_allocation a on a.join_kind = 'payout_bank' and a.from_id = p.id::text
  union select a.key from bundle_file f join bank_line b on b.file_id = f.id
    join funds_allocation a on a.join_kind = 'payout_bank' and a.to_id = b.file_id || ':' || b.position
    join payout o on o.id = a.from_id::int8 where ($1::text is null or o.acquirer = $1) and $2::int4 is null`

const EXCEPTIONS = `create temporary table bundle_exception on commit drop as
  select e.key from funds_exception e
  where (e.day between $1::date and $2::date or e.files && array(select id from bundle_file) or e.payments && array(select id from bundle_payment))
    and ($3::text is null or e.acquirer = $3) and ($4::int4 is null or e.store_id = $4)`

/** Marks every row of the bundle, once, in the transaction that reads them: nothing that happens meanwhile tears them apart. */
export async function chooseRows(client: pg.ClientBase, { from, to, acquirer, storeId }: BundleScope): Promise<void> {
  const values = [from, to, acquirer, storeId]
  await client.query(CREATE)
  await client.query(PAYMENTS, values)
  await client.query(FILES, values)
  await client.query(PARTS)
  await client.query(LINKED, [acquirer, storeId])
  await client.query(PAYOUTS)
  await client.query(ALLOCATIONS, [acquirer, storeId])
  await client.query(EXCEPTIONS, values)
  await client.query('analyze bundle_payment')
}
