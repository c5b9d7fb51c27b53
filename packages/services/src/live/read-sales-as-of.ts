import type { ReadRows } from '../read-rows.ts'
import { groupSales, type SalesDayRecord, type StoreSales } from './read-sales.ts'

/** Sums of each store's business day as far as they were recorded by then: added up from the minutes, which tell both times. */
export async function readDaySalesAsOf(
  rows: ReadRows,
  stores: readonly {
    readonly storeId: number
    readonly businessDate: string
    readonly dayStartMs: number
    readonly dayEndMs: number
  }[],
  asOfMs: number,
): Promise<ReadonlyMap<number, StoreSales>> {
  // The instants only lead the index; a day of margin, because the row's own date decides.
  const found = await rows<SalesDayRecord>(
    `select m.store_id, m.business_date::text as business_date, m.currency::text as currency, m.scheme, m.funding, m.wallet,
       sum(m.sales_minor)::float8 as sales_minor, sum(m.approved)::int as approved, sum(m.declined)::int as declined,
       sum(m.cancelled)::int as cancelled
     from unnest($1::int[], $2::date[], $3::timestamptz[], $4::timestamptz[]) as wanted(store_id, business_date, starts, ends)
     join sales_minute m on m.store_id = wanted.store_id and m.business_date = wanted.business_date
       and m.minute >= wanted.starts - interval '1 day' and m.minute < wanted.ends + interval '1 day'
     where m.recorded_minute < $5::timestamptz
     group by m.store_id, m.business_date, m.currency, m.scheme, m.funding, m.wallet
     order by m.store_id, m.currency, m.scheme, m.funding, m.wallet`,
    stores.map((store) => store.storeId),
    stores.map((store) => store.businessDate),
    stores.map((store) => new Date(store.dayStartMs)),
    stores.map((store) => new Date(store.dayEndMs)),
    new Date(asOfMs),
  )
  return groupSales(found)
}
