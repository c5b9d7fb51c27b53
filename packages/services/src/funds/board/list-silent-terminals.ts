import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { storesWithin } from '../../permissions/stores-within.ts'
import { epochMs, readTogether } from '../../read-rows.ts'
import { scopeValues } from '../../stores/scope-condition.ts'
import { places } from './places.ts'

export const SilentTerminalsInput = z.strictObject({ scope: WatchScope, limit: z.int().min(1).max(500).default(50) })
export type SilentTerminalsInput = z.infer<typeof SilentTerminalsInput>

/** A terminal that goes on selling while its payments reach no batch, in one currency. */
export interface SilentTerminal {
  readonly terminalId: number
  readonly terminal: string
  /** The number the acquirer knows it by. */
  readonly tid: string | null
  readonly storeId: number
  readonly storeCode: string
  readonly storeName: string
  readonly storeNameLang: string
  readonly currency: string
  /** `not_closed`: it has closed no day since; `not_in_file`: the acquirer's files have others' sales of those days. */
  readonly why: 'not_closed' | 'not_in_file'
  readonly sinceDay: string
  readonly days: number
  readonly payments: number
  readonly amountMinor: number
  /** When the first of it will be late; the warning is worth most before. */
  readonly lateAfter: string
  readonly closedAtMs: number | null
}

/** Sold so many days ago and in no batch. */
const SILENT_DAYS = 2
/** Older ones are exceptions long since. */
const DAYS_BACK = 30

/** Named before the money is late: not closed, or closed and not sent. The most money first. */
export async function listSilentTerminals(
  ctx: ServiceContext,
  { scope, limit }: SilentTerminalsInput,
): Promise<readonly SilentTerminal[]> {
  return readTogether(ctx, (rows) =>
    rows<SilentTerminal>(
      `with ${places},
       waiting as materialized (
         select p.terminal_id, f.store_id, f.currency, f.acquirer, f.merchant_account, f.sales_day, f.late_after, f.amount_minor, p.tid,
           coalesce(p.finalised_at, p.opened_at) as at
         from place join funds_payment f on f.store_id = place.id and f.opened_on >= place.today - ${DAYS_BACK}
         join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id
         where f.open and f.state = 'expected' and f.kind = 'sale' and f.settled_minor is null and f.position in ('authorised', 'captured')
           and f.sales_day <= place.today - ${SILENT_DAYS}
       ), closed as materialized (
         select terminal_id, max(at) as at from terminal_totals
         where at >= $4::timestamptz - interval '${DAYS_BACK + 30} days' and result_code ~ '^0*$' and terminal_id in (select terminal_id from waiting)
         group by terminal_id
       ), told as materialized (
         select distinct w.acquirer, w.merchant_account, w.sales_day
         from (select distinct acquirer, merchant_account, sales_day from waiting) w
         where exists (select from funds_payment f where f.acquirer = w.acquirer and f.merchant_account = w.merchant_account
           and f.sales_day = w.sales_day and f.opened_on between w.sales_day - 2 and w.sales_day + 2 and f.settled_minor is not null)
       ), silent as (
         select w.terminal_id, w.store_id, w.currency, min(w.sales_day) as since, count(distinct w.sales_day)::int4 as days, count(*)::int4 as payments,
           sum(w.amount_minor) as amount, min(w.late_after) as late_after, max(w.tid) as tid, max(c.at) as closed_at,
           bool_or(c.at is not null and c.at < w.at) as not_closed, bool_or(t.acquirer is not null) as told
         from waiting w left join closed c using (terminal_id) left join told t using (acquirer, merchant_account, sales_day)
         group by w.terminal_id, w.store_id, w.currency
       )
       select s.terminal_id as "terminalId", coalesce(t.label, s.tid, t.id::text) as terminal, s.tid, place.id as "storeId", place.code as "storeCode",
         place.name as "storeName", place.name_lang as "storeNameLang", s.currency::text as currency,
         case when s.not_closed then 'not_closed' else 'not_in_file' end as why, s.since::text as "sinceDay", s.days, s.payments,
         s.amount::float8 as "amountMinor", s.late_after::text as "lateAfter", ${epochMs('s.closed_at')} as "closedAtMs"
       from silent s join place on place.id = s.store_id join terminal t on t.id = s.terminal_id
       where s.not_closed or s.told order by s.amount desc, s.terminal_id limit $5`,
      ...scopeValues(storesWithin(ctx, scope)),
      ctx.now(),
      limit,
    ),
  )
}
