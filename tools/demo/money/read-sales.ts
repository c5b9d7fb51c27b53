import type { ServiceContext } from '@counterfoil/services'
import type { Sale } from '@counterfoil/settlement/generator'
import { acquirerReference } from './references.ts'

/** A payment that its acquirer knows of. */
export interface Sold extends Sale {
  readonly merchant: string
  readonly country: string
  /** As the chain's fees name it. */
  readonly method: string
  /** The terminal's answer was lost, and nobody could ask it. */
  readonly uncertain: boolean
  /** Day number on which its money is due. */
  readonly dueDay: number | null
}

interface SaleRecord {
  readonly id: string
  readonly kind: 'sale' | 'refund'
  readonly outcome: string
  readonly amountMinor: number
  readonly code: string
  readonly country: string
  readonly tid: string | null
  readonly method: string | null
  readonly basket: string | null
  readonly authorisationCode: string | null
  readonly trace: string | null
  readonly last4: string | null
  readonly atMs: number
  readonly merchant: string
  readonly dueDay: number | null
}

const COLUMNS = `p.id, p.outcome, s.code, s.country, p.tid, coalesce(p.wallet, p.scheme) as method, p.basket,
  p.authorisation_code as "authorisationCode", p.trace, p.last4,
  (extract(epoch from coalesce(p.answered_at, p.finalised_at, p.opened_at)) * 1000)::float8 as "atMs"`

/** What one acquirer is to settle of one sales day, in the order it happened. */
export async function readSales(pool: ServiceContext['pool'], acquirer: string, day: number): Promise<Sold[]> {
  const { rows } = await pool.query<SaleRecord>(
    `select ${COLUMNS}, f.kind, f.amount_minor::float8 as "amountMinor", f.merchant_account as merchant, f.due_on - date '1970-01-01' as "dueDay"
     from funds_payment f
     join payment p on p.store_id = f.store_id and p.opened_on = f.opened_on and p.id = f.payment_id
     join store s on s.id = f.store_id
     where f.acquirer = $1 and f.sales_day = date '1970-01-01' + $2::int and f.opened_on between date '1970-01-01' + $2::int - 2 and date '1970-01-01' + $2::int + 2
       and f.state = 'expected' and p.outcome in ('approved', 'unknown')
       and not exists (select from payment c where c.parent = p.id and c.store_id = p.store_id and c.kind = 'reversal' and c.outcome = 'approved')
     order by 1`,
    [acquirer, day],
  )
  return rows.map((row) => toSold(row, acquirer, day))
}

/** Some that were declined at the till of these stores on a day. */
export async function readDeclined(
  pool: ServiceContext['pool'],
  acquirer: string,
  day: number,
  merchantOf: (store: string) => string | undefined,
): Promise<Sold[]> {
  const { rows } = await pool.query<Omit<SaleRecord, 'merchant' | 'dueDay' | 'kind'>>(
    `select ${COLUMNS}, p.requested_minor::float8 as "amountMinor"
     from payment p join store s on s.id = p.store_id
     where p.outcome = 'declined' and p.kind = 'sale' and p.business_date = date '1970-01-01' + $1::int
       and p.opened_on between date '1970-01-01' + $1::int - 1 and date '1970-01-01' + $1::int + 1 and p.basket is not null order by p.id`,
    [day],
  )
  return rows.flatMap((row) => {
    const merchant = merchantOf(row.code)
    return merchant === undefined ? [] : [toSold({ ...row, kind: 'sale', merchant, dueDay: null }, acquirer, day)]
  })
}

function toSold(row: SaleRecord, acquirer: string, day: number): Sold {
  const { id, kind, amountMinor, code, country, tid, method, merchant, dueDay, atMs } = row
  return {
    ...{ id, kind, amountMinor, atMs, merchant, country, dueDay },
    store: Number(code),
    terminal: 1,
    storeCode: code,
    terminalCode: tid ?? '',
    scheme: method ?? '',
    method: method ?? '',
    salesDay: day,
    acquirerReference: acquirerReference(acquirer, id, kind),
    ourReference: row.basket ?? '',
    authorisationCode: row.authorisationCode ?? '',
    trace: row.trace ?? '',
    last4: row.last4 ?? '',
    original: null,
    uncertain: row.outcome === 'unknown',
  }
}
