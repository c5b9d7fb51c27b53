import type pg from 'pg'

/**
 * What is expected of the store's payments, where the ingest could not write it: payments of before there were expectations, and
 * those that were just put right. Dates, fees and where the money is follow from contracts and files, which no event tells.
 */
export async function openExpectations(client: pg.ClientBase, storeId: number): Promise<void> {
  await client.query(
    `insert into public.funds_payment as f (store_id, opened_on, payment_id, kind, currency, amount_minor)
     select store_id, opened_on, id, kind, currency, coalesce(authorised_minor, requested_minor) from public.payment
     where store_id = $1 and kind <> 'reversal' and outcome in ('approved', 'unknown')
     on conflict (store_id, opened_on, payment_id) do update
       set kind = excluded.kind, currency = excluded.currency, amount_minor = excluded.amount_minor, state = 'new', run_id = null
       where (f.kind, f.currency, f.amount_minor) is distinct from (excluded.kind, excluded.currency, excluded.amount_minor)`,
    [storeId],
  )
}
