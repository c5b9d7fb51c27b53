import type { ServiceContext } from '@counterfoil/services'
import type { Sale } from '@counterfoil/settlement/generator'
import type { DemoAcquirer } from './acquirers.ts'
import { acquirerReference } from './references.ts'

type Pool = ServiceContext['pool']

/** A payment that its acquirer knows of. */
export interface Sold extends Sale {
  readonly merchant: string
  readonly country: string
  /** As the chain's fees name it. */
  readonly method: string
  /** The terminal's answer was lost, and nobody could ask it. */
  readonly uncertain: boolean
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
}

const SELECT = `select p.id, p.kind, p.outcome, s.code, s.country, p.tid, coalesce(p.wallet, p.scheme) as method, p.basket,
    coalesce(p.authorised_minor, p.requested_minor)::float8 as "amountMinor", p.authorisation_code as "authorisationCode", p.trace, p.last4,
    (extract(epoch from coalesce(p.answered_at, p.finalised_at, p.opened_at)) * 1000)::float8 as "atMs"
  from payment p join store s on s.id = p.store_id
  where p.opened_on between date '1970-01-01' + $1::int - 1 and date '1970-01-01' + $1::int + 1 and p.basket is not null and s.country = any ($2)`
const IS_SETTLED = `p.outcome in ('approved', 'unknown') and p.kind in ('sale', 'refund') and not exists (
  select from payment c where c.parent = p.id and c.store_id = p.store_id and c.kind = 'reversal' and c.outcome = 'approved')`

/** What one acquirer is to settle of one of its sales days, in the order it happened. */
export const readSales = (pool: Pool, acquirer: DemoAcquirer, day: number): Promise<Sold[]> =>
  read(pool, `${SELECT} and ${IS_SETTLED} order by 1`, acquirer, day)

/** What was declined at the tills of its stores. */
export const readDeclined = (pool: Pool, acquirer: DemoAcquirer, day: number): Promise<Sold[]> =>
  read(pool, `${SELECT} and p.outcome = 'declined' and p.kind = 'sale' order by 1`, acquirer, day)

async function read(pool: Pool, query: string, acquirer: DemoAcquirer, day: number): Promise<Sold[]> {
  const { rows } = await pool.query<SaleRecord>(query, [day, acquirer.countries])
  return rows
    .filter(({ method, atMs }) => takes(acquirer, method ?? '') && salesDayOf(acquirer, atMs) === day)
    .map((row) => toSold(row, acquirer, day))
}

/** Of stores where wallets have their own acquirers, somebody else takes the cards. */
const takes = ({ wallet, others }: DemoAcquirer, method: string): boolean =>
  wallet === undefined ? others?.includes(method) !== true : method === wallet

const DAY_MS = 86_400_000

function salesDayOf({ bill: { clock }, closesAt }: DemoAcquirer, atMs: number): number {
  const [hours = 0, minutes = 0] = closesAt.split(':').map(Number)
  return Math.floor((atMs + clock.offsetAt(atMs) - (hours * 60 + minutes) * 60_000) / DAY_MS)
}

function toSold(row: SaleRecord, acquirer: DemoAcquirer, day: number): Sold {
  const { id, kind, amountMinor, code, country, tid, method, atMs } = row
  const merchant = acquirer.merchantOf({ code, country })
  return {
    ...{ id, kind, amountMinor, atMs, merchant, country },
    store: Number(code),
    terminal: 1,
    storeCode: code,
    terminalCode: tid ?? '',
    scheme: method ?? '',
    method: method ?? '',
    salesDay: day,
    acquirerReference: acquirerReference(acquirer.id, id, kind),
    ourReference: row.basket ?? '',
    authorisationCode: row.authorisationCode ?? '',
    trace: row.trace ?? '',
    last4: row.last4 ?? '',
    original: null,
    uncertain: row.outcome === 'unknown',
  }
}
