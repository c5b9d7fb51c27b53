import { randomBytes } from 'node:crypto'
import type { TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '../../src/context.ts'
import { createBusinessCalendar } from '../../src/ingest/business-day.ts'

/** Rows for reading tests, put straight into the tables as ingest would leave them. Everything follows from its arguments. */
export interface Chain {
  readonly ctx: (nowMs: number) => ServiceContext
  readonly addStore: (store: TestStore) => Promise<PlacedStore>
  readonly pay: (store: PlacedStore, payment: TestPayment) => Promise<string>
  readonly addRate: (onDate: string, base: string, quote: string, rate: string) => Promise<void>
}

export interface TestStore {
  readonly code: string
  readonly country?: string
  readonly region?: string
  readonly currency?: string
  readonly timeZone?: string
  readonly cutOffMinutes?: number
}

export interface PlacedStore {
  readonly storeId: number
  readonly laneId: number
  readonly terminalId: number
  readonly agentId: number
  readonly currency: string
  readonly timeZone: string
  readonly cutOffMinutes: number
}

export interface TestPayment {
  readonly atMs: number
  readonly amountMinor: number
  readonly currency?: string
  readonly outcome?: 'open' | 'approved' | 'declined' | 'cancelled' | 'unknown'
  readonly kind?: 'sale' | 'refund' | 'reversal'
  readonly scheme?: string
  readonly funding?: string
  readonly wallet?: string
  readonly first6?: string
  readonly last4?: string
  readonly basket?: string
  readonly receipt?: string
  readonly parent?: string
}

export async function openChain(database: TestDatabase, reportingCurrency = 'EUR'): Promise<Chain> {
  const { owner } = database
  let counter = 0
  const newId = (atMs: number) => {
    counter += 1
    const hex = atMs.toString(16).padStart(12, '0')
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${counter.toString(16).padStart(12, '0')}`
  }
  const one = async <Row>(sql: string, values: readonly unknown[]): Promise<Row> => (await owner.query(sql, [...values])).rows[0]
  await owner.query(
    `insert into installation (id, kind, name, log_origin, reporting_currency, hub_id) values ($1, 'demo', 'Test chain', 'test', $2, $1)`,
    [newId(0), reportingCurrency],
  )
  const entity = await one<{ id: number }>(`insert into legal_entity (name, country) values ('Test GmbH', 'DE') returning id`, [])
  const calendar = createBusinessCalendar()

  return {
    ctx: (nowMs) => ({
      db: database.db,
      pool: database.pool,
      actor: { kind: 'system', name: 'test' },
      now: () => new Date(nowMs),
      newId: () => newId(nowMs),
    }),

    async addStore({ code, country = 'DE', region = 'NRW', currency = 'EUR', timeZone = 'Europe/Berlin', cutOffMinutes = 0 }) {
      const { id: storeId } = await one<{ id: number }>(
        `insert into store (code, name, name_lang, country, region, city, currency, legal_entity_id, opened_on)
         values ($1, 'Store ' || $1, 'de', $2, $3, 'Köln', $4, $5, '2020-01-01') returning id`,
        [code, country, region, currency, entity.id],
      )
      await owner.query(`insert into store_hours values ($1, '2020-01-01', $2, $3)`, [storeId, timeZone, cutOffMinutes])
      await owner.query('insert into store_rev (store_id, rev) values ($1, 7)', [storeId])
      const lane = await one<{ id: number }>(`insert into lane (store_id, key) values ($1, '1') returning id`, [storeId])
      const agent = await one<{ id: number }>(
        `insert into agent (uid, store_id, name, public_key, hostname, platform, version)
         values (gen_random_uuid(), $1, 'back office', $2, 'pc', 'linux', '0.1.0') returning id`,
        [storeId, randomBytes(32)],
      )
      const terminal = await one<{ id: number }>(
        `insert into terminal (store_id, protocol, link, address, note) values ($1, 'zvt', 'tcp', '10.0.0.9:20007', 'ZVT stand-in') returning id`,
        [storeId],
      )
      await owner.query(
        `insert into terminal_assignment (terminal_id, agent_id, key, lane_id, since) values ($1, $2, 'pos-1', $3, '2020-01-01')`,
        [terminal.id, agent.id, lane.id],
      )
      return { storeId, laneId: lane.id, terminalId: terminal.id, agentId: agent.id, currency, timeZone, cutOffMinutes }
    },

    async pay(store, payment) {
      const { outcome = 'approved', kind = 'sale', scheme = null, funding = null, wallet = null, atMs, amountMinor } = payment
      const currency = payment.currency ?? store.currency
      const id = newId(atMs)
      const { businessDate } = calendar(
        [{ validFrom: '2020-01-01', timeZone: store.timeZone, cutOffMinutes: store.cutOffMinutes }],
        atMs,
      )
      const at = new Date(atMs)
      const isFinal = outcome !== 'open' && outcome !== 'unknown'
      await owner.query(
        `insert into payment (store_id, opened_on, id, lane_id, terminal_id, agent_id, kind, intake, requested_minor, currency, authorised_minor,
           outcome, final, scheme, funding, wallet, last4, basket, receipt, parent, opened_at, finalised_at, business_date, time_zone, last_epoch, last_seq, stage, first6)
         values ($1, ($2::timestamptz at time zone 'UTC')::date, $3, $4, $5, $6, $7, 'driven', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
           $2, $20, $21, $22, 1, 1, $23, $24)`,
        [
          store.storeId,
          at,
          id,
          store.laneId,
          store.terminalId,
          store.agentId,
          kind,
          amountMinor,
          currency,
          outcome === 'approved' ? amountMinor : null,
          outcome,
          isFinal,
          scheme,
          funding,
          wallet,
          payment.last4 ?? null,
          payment.basket ?? null,
          payment.receipt ?? null,
          payment.parent ?? null,
          isFinal ? at : null,
          businessDate,
          store.timeZone,
          outcome === 'unknown' ? 'asking' : null,
          payment.first6 ?? null,
        ],
      )
      if (isFinal)
        await count(database, store, { businessDate, currency, at, amountMinor, outcome, kind, scheme, funding, wallet })
      return id
    },

    async addRate(onDate, base, quote, rate) {
      await owner.query(`insert into rate values ($1, $2, $3, $4, 'ECB')`, [onDate, base, quote, rate])
    },
  }
}

interface Counted {
  readonly businessDate: string
  readonly currency: string
  readonly at: Date
  readonly amountMinor: number
  readonly outcome: 'approved' | 'declined' | 'cancelled'
  readonly kind: 'sale' | 'refund' | 'reversal'
  readonly scheme: string | null
  readonly funding: string | null
  readonly wallet: string | null
}

/** The rule of the sums: an approved sale adds, an approved refund or reversal takes away, counters are of sales only. */
async function count({ owner }: TestDatabase, store: PlacedStore, paid: Counted): Promise<void> {
  const sale = paid.kind === 'sale'
  const sign = paid.outcome !== 'approved' ? 0 : sale ? 1 : -1
  const key = [paid.currency, paid.scheme ?? 'none', paid.funding ?? 'not_told', paid.wallet ?? '']
  const sums = [
    sign * paid.amountMinor,
    Number(sale && paid.outcome === 'approved'),
    Number(sale && paid.outcome === 'declined'),
    Number(sale && paid.outcome === 'cancelled'),
  ]
  await owner.query(
    `insert into sales_day (store_id, business_date, currency, scheme, funding, wallet, sales_minor, approved, declined, cancelled)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (store_id, business_date, currency, scheme, funding, wallet) do update set sales_minor = sales_day.sales_minor + excluded.sales_minor,
       approved = sales_day.approved + excluded.approved, declined = sales_day.declined + excluded.declined, cancelled = sales_day.cancelled + excluded.cancelled`,
    [store.storeId, paid.businessDate, ...key, ...sums],
  )
  await owner.query(
    `insert into sales_minute (store_id, minute, recorded_minute, currency, scheme, funding, wallet, business_date, sales_minor, approved, declined, cancelled)
     values ($1, date_trunc('minute', $2::timestamptz), date_trunc('minute', $2::timestamptz), $4, $5, $6, $7, $3, $8, $9, $10, $11)
     on conflict (store_id, minute, recorded_minute, currency, scheme, funding, wallet) do update set
       sales_minor = sales_minute.sales_minor + excluded.sales_minor, approved = sales_minute.approved + excluded.approved,
       declined = sales_minute.declined + excluded.declined, cancelled = sales_minute.cancelled + excluded.cancelled`,
    [store.storeId, paid.at, paid.businessDate, ...key, ...sums],
  )
}
