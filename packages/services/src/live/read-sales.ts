import type { MethodSum, StoreDay } from '@counterfoil/protocol'
import { epochMs, type ReadRows } from '../read-rows.ts'
import type { MinuteSums } from './live-snapshot.ts'

export interface SalesDayRecord {
  readonly store_id: number
  readonly business_date: string
  readonly currency: string
  readonly scheme: string
  readonly funding: string
  readonly wallet: string
  readonly sales_minor: number
  readonly approved: number
  readonly declined: number
  readonly cancelled: number
}

export interface StoreSales {
  readonly days: readonly Omit<StoreDay, 'unknownOpen'>[]
  readonly methods: readonly MethodSum[]
}

/** Sums of each store's business day, by currency and by method. */
export async function readDaySales(
  rows: ReadRows,
  stores: readonly { readonly storeId: number; readonly businessDate: string }[],
): Promise<ReadonlyMap<number, StoreSales>> {
  const found = await rows<SalesDayRecord>(
    `select d.store_id, d.business_date::text as business_date, d.currency::text as currency, d.scheme, d.funding, d.wallet,
       d.sales_minor::float8 as sales_minor, d.approved, d.declined, d.cancelled
     from unnest($1::int[], $2::date[]) as wanted(store_id, business_date)
     join sales_day d on d.store_id = wanted.store_id and d.business_date = wanted.business_date
     order by d.store_id, d.currency, d.scheme, d.funding, d.wallet`,
    stores.map((store) => store.storeId),
    stores.map((store) => store.businessDate),
  )
  return groupSales(found)
}

export function groupSales(found: readonly SalesDayRecord[]): ReadonlyMap<number, StoreSales> {
  return new Map(
    [...Map.groupBy(found, (row) => row.store_id)].map(([storeId, of]) => [
      storeId,
      { days: sumDays(of), methods: of.map(toMethodSum) },
    ]),
  )
}

function toMethodSum(row: SalesDayRecord): MethodSum {
  return {
    businessDate: row.business_date,
    currency: row.currency,
    scheme: row.scheme,
    funding: row.funding,
    wallet: row.wallet || null,
    salesMinor: row.sales_minor,
    approved: row.approved,
    finished: row.approved + row.declined + row.cancelled,
  }
}

function sumDays(rows: readonly SalesDayRecord[]): StoreSales['days'] {
  return [...Map.groupBy(rows, (row) => row.currency)].map(([currency, of]) => {
    const total = (amountOf: (row: SalesDayRecord) => number) => of.reduce((sum, row) => sum + amountOf(row), 0)
    const approved = total((row) => row.approved)
    return {
      businessDate: of[0]?.business_date ?? '',
      currency,
      salesMinor: total((row) => row.sales_minor),
      payments: approved,
      approved,
      declined: total((row) => row.declined),
      cancelled: total((row) => row.cancelled),
    }
  })
}

/** Sums by the minute they happened, from `fromMs` on; with `recordedBeforeMs` (a full minute) only what was recorded by then. */
export async function readMinuteSales(
  rows: ReadRows,
  storeIds: readonly number[],
  fromMs: number,
  recordedBeforeMs: number | null = null,
): Promise<ReadonlyMap<number, readonly MinuteSums[]>> {
  const found = await rows<{
    store_id: number
    at: number
    currency: string
    sales: number
    approved: number
    declined: number
    cancelled: number
  }>(
    `select store_id, ${epochMs('minute')} as at, currency::text as currency, sum(sales_minor)::float8 as sales,
       sum(approved)::float8 as approved, sum(declined)::float8 as declined, sum(cancelled)::float8 as cancelled
     from sales_minute where store_id = any($1::int[]) and minute >= $2::timestamptz
       and ($3::timestamptz is null or recorded_minute < $3::timestamptz)
     group by store_id, minute, currency order by store_id, minute, currency`,
    storeIds,
    new Date(fromMs),
    recordedBeforeMs === null ? null : new Date(recordedBeforeMs),
  )
  const tuple = (row: (typeof found)[number]): MinuteSums => [
    row.at,
    row.currency,
    row.sales,
    row.approved,
    row.approved,
    row.declined,
    row.cancelled,
  ]
  return new Map([...Map.groupBy(found, (row) => row.store_id)].map(([storeId, of]) => [storeId, of.map(tuple)]))
}
