import { InstantMs, type PaymentRow } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { type StoresWithin, storesWithin } from '../permissions/stores-within.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { findStoresInScope } from '../stores/find-stores-in-scope.ts'
import { PaymentFilter, paymentCondition } from './payment-filter.ts'
import { type PaymentRowRecord, paymentRowColumns, paymentRowJoin, toPaymentRow } from './payment-row-sql.ts'

/** The last row seen: the next page begins after it, whatever was inserted meanwhile. */
export const PaymentCursor = z.strictObject({ openedAtMs: InstantMs, id: z.uuid() })
export type PaymentCursor = z.infer<typeof PaymentCursor>

export const ListPaymentsInput = z.strictObject({
  filter: PaymentFilter,
  cursor: PaymentCursor.nullish(),
  limit: z.int().min(1).max(200).default(100),
})
export type ListPaymentsInput = z.infer<typeof ListPaymentsInput>

/** A row of the list with what the store calls itself. */
export interface ListedPayment extends PaymentRow {
  readonly storeCode: string
  readonly storeName: string
  readonly storeNameLang: string
  readonly timeZone: string
}

export interface PaymentPage {
  readonly rows: readonly ListedPayment[]
  readonly next: PaymentCursor | null
}

/** Payments, newest first, by (opened at, id): pages neither repeat nor lose a row that was there when the first was read. */
export async function listPayments(ctx: ServiceContext, { filter, cursor, limit }: ListPaymentsInput): Promise<PaymentPage> {
  return readTogether(ctx, async (rows) => {
    const found = await readPage(rows, filter, storesWithin(ctx, filter.scope), cursor ?? null, limit)
    const page = found.slice(0, limit).map((record) => ({
      ...toPaymentRow(record),
      storeCode: record.store_code,
      storeName: record.store_name,
      storeNameLang: record.store_name_lang,
      timeZone: record.time_zone,
    }))
    const last = page.at(-1)
    return { rows: page, next: found.length > limit && last !== undefined ? { openedAtMs: last.openedAtMs, id: last.id } : null }
  })
}

interface ListedRecord extends PaymentRowRecord {
  readonly store_code: string
  readonly store_name: string
  readonly store_name_lang: string
  readonly time_zone: string
}

async function readPage(
  rows: ReadRows,
  filter: PaymentFilter,
  within: StoresWithin,
  cursor: PaymentCursor | null,
  limit: number,
): Promise<ListedRecord[]> {
  const condition = paymentCondition(filter, await findStoresInScope(rows, within))
  const n = condition.values.length
  const after =
    cursor === null
      ? ''
      : `and p.opened_at <= $${n + 1}::timestamptz and (p.opened_at < $${n + 1}::timestamptz or p.id > $${n + 2}::uuid)
         and p.opened_on <= ($${n + 1}::timestamptz at time zone 'UTC')::date + 1`
  return rows<ListedRecord>(
    `select ${paymentRowColumns}, s.code as store_code, s.name as store_name, s.name_lang as store_name_lang, p.time_zone
     from (
       select p.* from payment p where ${condition.text} ${after}
       order by p.opened_at desc, p.id limit ${limit + 1}
     ) p
     join store s on s.id = p.store_id
     ${paymentRowJoin}
     order by p.opened_at desc, p.id`,
    ...condition.values,
    ...(cursor === null ? [] : [new Date(cursor.openedAtMs), cursor.id]),
  )
}
