import type { TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '../../src/context.ts'
import { openChain, type PlacedStore } from './chain.ts'

/** Friday 20 November 2026, 14:32 in Berlin, 21:32 in Shanghai. */
export const NOW = Date.UTC(2026, 10, 20, 13, 32, 8)
const DAY = 86_400_000

/** Money of six payments: two to come, one due today, one missing, one arrived, one nobody can tell of. */
export interface FundsScene {
  readonly ctx: ServiceContext
  readonly arrived: string
  /** Due on Monday; its line was taken from it again. */
  readonly unlinked: string
  readonly payoutId: string
}

interface Expected {
  readonly amountMinor: number
  readonly fee: string
  readonly net: string
  readonly dueOn: string
  readonly acquirer?: string
  readonly currency?: string
  readonly health?: string
}

/** Rows as expectations, imports and a run leave them. Everything follows from what stands here. */
export async function openFundsScene(database: TestDatabase): Promise<FundsScene> {
  const { owner } = database
  const chain = await openChain(database)
  const koeln = await chain.addStore({ code: '0417' })
  const torino = await chain.addStore({ code: '0640', country: 'IT', region: 'Piemonte', timeZone: 'Europe/Rome' })
  const shanghai = await chain.addStore({
    code: '1304',
    country: 'CN',
    region: '上海',
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
  })
  const id = async (sql: string, values: readonly unknown[]): Promise<string> => (await owner.query(sql, [...values])).rows[0].id

  const pay = async (store: PlacedStore, soldMs: number, expected: Expected): Promise<string> => {
    const paymentId = await chain.pay(store, { atMs: soldMs, amountMinor: expected.amountMinor })
    await owner.query(
      `insert into funds_payment (store_id, opened_on, payment_id, kind, currency, amount_minor, state, acquirer, merchant_account, contract_id,
         contract_version, gross, fee, net, sales_day, payout_on, due_on, late_after, missing_after, file_due, health)
       values ($1, ($2::timestamptz at time zone 'UTC')::date, $3, 'sale', $4, $5, 'expected', $6, 'M1', 'c1', 1, $7, $8, $9,
         ($2::timestamptz at time zone 'Europe/Berlin')::date, $10, $10, $10, $10::date + 2, $10, $11)`,
      [
        store.storeId,
        new Date(soldMs),
        paymentId,
        expected.currency ?? 'EUR',
        expected.amountMinor,
        expected.acquirer ?? 'adyen',
        expected.amountMinor / 100,
        expected.fee,
        expected.net,
        expected.dueOn,
        expected.health ?? 'on_time',
      ],
    )
    return paymentId
  }

  await owner.query(
    `insert into funds_contract (id, version, acquirer, merchant_account, currency, valid_from, document, made_by)
     values ('c1', 1, 'adyen', 'M1', 'EUR', '2025-01-01', $1, 'test')`,
    [JSON.stringify(CONTRACT)],
  )
  await pay(koeln, NOW - 4 * DAY, { amountMinor: 8_420, fee: '0.17', net: '84.03', dueOn: '2026-11-18', health: 'missing' })
  const unlinked = await pay(koeln, NOW - DAY, { amountMinor: 10_000, fee: '0.20', net: '99.80', dueOn: '2026-11-23' })
  await pay(torino, NOW - DAY, { amountMinor: 10_000, fee: '0.20', net: '99.80', dueOn: '2026-11-23' })
  await pay(shanghai, NOW - DAY, {
    amountMinor: 10_000,
    fee: '0.60',
    net: '99.40',
    dueOn: '2026-11-20',
    acquirer: 'wechat',
    currency: 'CNY',
  })
  const arrived = await pay(koeln, NOW - 2 * DAY, { amountMinor: 5_000, fee: '0.10', net: '49.90', dueOn: '2026-11-20' })
  const untold = await chain.pay(koeln, { atMs: NOW - 3_600_000, amountMinor: 700 })
  await owner.query(
    `insert into funds_payment (store_id, opened_on, payment_id, kind, currency, amount_minor, state, not_told)
     select store_id, opened_on, id, 'sale', 'EUR', 700, 'not_told', '{"kind":"no_contract"}' from payment where id = $1`,
    [untold],
  )

  const entity = await id('select id from legal_entity limit 1', [])
  const account = await id(
    `insert into bank_account (legal_entity_id, number, currency, name, time_zone)
     values ($1, 'DE02120300000000202051', 'EUR', 'Deutsche Bank', 'Europe/Berlin') returning id`,
    [entity],
  )
  const file = (name: string, format: string, kind: string) =>
    id(
      `insert into funds_file (sha256, name, size, received_at, received_via, received_by, state, format, imported_at)
       values (sha256($1::bytea), $2, 100, $3, 'cli', 'test', 'imported', $4, $3) returning id`,
      [kind, name, new Date(NOW - 3_600_000), format],
    )
  const settlement = await file('settlement_1187.csv', 'adyen', 'a')
  const statement = await file('20261120.xml', 'camt.053', 'b')
  const run = await id(
    `insert into funds_run (began_at, ended_at, as_of, files, counts, result)
     values (now(), now(), '2026-11-20', array[$1::int8, $2::int8], '{}', sha256('')) returning id`,
    [settlement, statement],
  )
  const payoutId = await id(
    `insert into payout (file_id, acquirer, merchant_account, bank_account_id, currency, batch, amount_minor, reference_texts, announced_on,
       due_on, first_on, last_on, gross, fees, net, line_count, open)
     values ($1, 'adyen', 'M1', $2, 'EUR', '1187', 4990, '{TX1187XT}', '2026-11-19', '2026-11-20', '2026-11-19', '2026-11-24',
       50.00, 0.10, 49.90, 1, false) returning id`,
    [settlement, account],
  )
  for (const position of [1, 2])
    await owner.query(
      `insert into settlement_line (file_id, position, line, character_offset, acquirer, merchant_account, currency, kind, type, batch,
         payout_id, acquirer_reference, gross, fees, net, gross_minor, net_minor)
       values ($1, $2, $3, 0, 'adyen', 'M1', 'EUR', 'sale', 'Settled', '1187', $4, $5, 50.00, 0.10, 49.90, 5000, 4990)`,
      [settlement, position, position + 1, position === 1 ? payoutId : null, `PSP${position}`],
    )
  const book = await id(
    `insert into bank_statement (file_id, bank_account_id, kind, statement, sequence, currency, entry_count)
     values ($1, $2, 'booked', '2026-11-20', '231', 'EUR', 1) returning id`,
    [statement, account],
  )
  await owner.query(
    `insert into bank_line (file_id, position, line, character_offset, statement_id, bank_account_id, currency, amount, amount_minor,
       booked_on, value_on, booked, text, counterparty, open)
     values ($1, 1, 14, 0, $2, $3, 'EUR', 49.90, 4990, '2026-11-20', '2026-11-20', true, 'ADYEN N.V. TX1187XT BATCH 1187', 'ADYEN N.V.', false)`,
    [statement, book, account],
  )
  const allocate = (key: string, kind: string, from: string, to: string, rule: string, reverses: string | null = null) =>
    owner.query(
      `insert into funds_allocation (key, join_kind, from_id, to_id, amount_minor, currency, rule, rule_version, confidence, evidence, run_id,
         reverses, because, made_by)
       values ($1, $2, $3, $4, 4990, 'EUR', $5, 1, 'certain', '{}', $6, $7, $8, 'run')`,
      [key, kind, from, to, rule, run, reverses, reverses === null ? null : 'rerun'],
    )
  await allocate('a1', 'payment_line', arrived, `${settlement}:1`, 'L1')
  await allocate('a2', 'payout_bank', payoutId, `${statement}:1`, 'P1')
  await allocate('a3', 'payment_line', unlinked, `${settlement}:2`, 'L3')
  await allocate('a3 reversed', 'payment_line', unlinked, `${settlement}:2`, 'L3', 'a3')
  await owner.query(
    `update funds_payment set position = 'arrived', arrived_on = '2026-11-20', open = false, payout_id = $2, settled_minor = 5000 where payment_id = $1`,
    [arrived, payoutId],
  )
  const terms = { left: [{ term: 'line_nets', amount: '49.90' }], right: [{ term: 'payout', amount: '49.90' }] }
  await owner.query(
    `insert into funds_identity (name, about, run_id, terms, residue, holds) values ('batch', $1, $2, $3, 0, true)`,
    [payoutId, run, JSON.stringify(terms)],
  )
  return { ctx: chain.ctx(NOW), arrived, unlinked, payoutId }
}

const CONTRACT = {
  id: 'c1',
  acquirer: 'adyen',
  merchantAccount: 'M1',
  currency: 'EUR',
  validFrom: '2025-01-01',
  zone: 'Europe/Berlin',
  salesDay: { closesAt: '00:00', closes: 'next_day' },
  settlementLag: 2,
  settlementCalendars: ['target2'],
  payout: { every: 'weekdays', referencePattern: 'TX\\d+XT', namePatterns: ['ADYEN'] },
  bank: { account: 'DE02120300000000202051', calendars: ['target2'] },
  fees: [{ kind: 'sale', percent: '0.20', fixed: '0' }],
  feeDecimals: 2,
  feesTaken: 'per_line',
}
