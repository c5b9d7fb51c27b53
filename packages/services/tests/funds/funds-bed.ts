import { createTerminal, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import {
  addBankAccount,
  addContract,
  addRoute,
  expectPayments,
  type RunReport,
  runMatching,
  seedCalendars,
} from '../../src/funds/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { createIdMaker } from '../../src/new-id.ts'
import { type Said, saleEvents } from '../../src/testing/index.ts'
import { type Bed, enrolled, newId, openIngest } from '../ingest-bed.ts'

export const ACCOUNT = 'DE02120300000000202051'
export const CONTRACT = {
  id: 'adyen-de',
  version: 1,
  acquirer: 'adyen',
  merchantAccount: 'M1',
  currency: 'EUR',
  validFrom: '2026-01-01',
  zone: 'Europe/Berlin',
  salesDay: { closesAt: '00:00', closes: 'next_day' },
  settlementLag: 2,
  settlementCalendars: ['target2'],
  payout: { every: 'day', referencePattern: 'TX\\d+XT', namePatterns: ['ADYEN'] },
  bank: { account: ACCOUNT, calendars: ['target2'] },
  fees: [{ percent: '1' }],
  late: { graceWorkingDays: 0, missingAfterWorkingDays: 2 },
  fileDueDays: 4,
}

export interface SettledRow {
  readonly kind?: string
  readonly reference: string
  readonly merchantReference?: string | undefined
  readonly original?: string
  /** A terminal's own, with the terminal that tells it. */
  readonly retrieval?: { readonly reference: string; readonly terminal: string }
  readonly grossMinor: number
  readonly feeMinor?: number
  readonly day: string
}

/** A chain with one store, one till, one acquirer and one account; its clock stands until it is moved. */
export interface FundsBed extends AsyncDisposable {
  readonly database: TestDatabase
  readonly ctx: ServiceContext
  readonly storeId: number
  moveTo(day: string): void
  /** What a till tells of; gives the payment's id. */
  pay(given: {
    day: string
    basket: string
    amountMinor: number
    currency?: string
    outcome?: 'approved' | 'declined'
    parent?: string
    paymentKind?: 'refund' | 'reversal'
  }): Promise<string>
  tell(events: readonly Said[]): Promise<void>
  /** Rows as the import of one acquirer's file leaves them. */
  settle(
    batch: string,
    due: string,
    lines: readonly SettledRow[],
    options?: { supersedes?: number; amountMinor?: number },
  ): Promise<{ fileId: number; payoutId: number }>
  statement(given: {
    day: string
    sequence: number
    opening: number
    lines: readonly { amountMinor: number; text: string }[]
  }): Promise<number>
  expect(): Promise<number>
  run(): Promise<RunReport>
  payment(id: string): Promise<Record<string, unknown>>
  exceptions(): Promise<{ code: string; state: string; key: string }[]>
}

/** In a database of its own, unless it is given one. */
export async function openFundsBed(given?: TestDatabase): Promise<FundsBed> {
  const database = given ?? (await openTestDatabase())
  const { db, pool, owner } = database
  let nowMs = Date.UTC(2026, 4, 8, 12)
  const ctx: ServiceContext = { db, pool, now: () => new Date(nowMs), newId, actor: { kind: 'system', name: 'test' } }
  const bed: Bed = await openIngest(pool)
  const { agent, script } = await enrolled(db)
  await createTerminal(db, { storeId: agent.storeId, agentId: agent.id })
  const { rows: entities } = await owner.query<{ name: string; code: string }>(
    'select e.name, s.code from store s join legal_entity e on e.id = s.legal_entity_id where s.id = $1',
    [agent.storeId],
  )
  await seedCalendars(ctx)
  await addBankAccount(ctx, {
    number: ACCOUNT,
    currency: 'EUR',
    name: 'House bank',
    timeZone: 'Europe/Berlin',
    legalEntity: entities[0]?.name ?? '',
  })
  await addContract(ctx, CONTRACT)
  await addRoute(ctx, { currency: 'EUR', acquirer: 'adyen', merchantAccount: 'M1', validFrom: '2026-01-01' })
  const one = async <Row>(sql: string, values: readonly unknown[]): Promise<Row> =>
    (await owner.query(sql, [...values])).rows[0] as Row

  async function addFile(day: string, state = 'imported'): Promise<number> {
    const { id } = await one<{ id: string }>(
      `insert into funds_file (sha256, name, size, received_at, received_via, received_by, state, first_day, last_day, imported_at)
       values (sha256(random()::text::bytea), 'file', 1, $1, 'cli', 'test', $2, $3, $3, $1) returning id`,
      [ctx.now(), state, day],
    )
    return Number(id)
  }

  async function tell(events: readonly Said[]): Promise<void> {
    const answer = await bed.ingest.submit(agent, script.batch(events))
    if (!answer.ok) throw new Error(JSON.stringify(answer))
  }

  return {
    database,
    ctx,
    storeId: agent.storeId,
    moveTo: (day) => {
      nowMs = Date.parse(`${day}T12:00:00Z`)
    },
    tell,
    async pay({ day, parent, ...given }) {
      const at = Date.parse(`${day}T10:00:00Z`)
      const id = createIdMaker({ nowMs: () => at, fillRandom: (bytes) => crypto.getRandomValues(bytes) })()
      const [opened, ...rest] = saleEvents({ id, at, ...given })
      await tell([{ ...(opened as Said), ...(parent === undefined ? {} : { parent }) }, ...rest])
      return id
    },
    async settle(batch, due, lines, { supersedes, amountMinor } = {}) {
      const fileId = await addFile(lines[0]?.day ?? due)
      if (supersedes !== undefined)
        await owner.query(
          `with gone as (update funds_file set state = 'superseded' where id = $1) update funds_file set supersedes = $1 where id = $2`,
          [supersedes, fileId],
        )
      const net = lines.reduce((sum, { grossMinor, feeMinor = Math.round(grossMinor / 100) }) => sum + grossMinor - feeMinor, 0)
      const { id } = await one<{ id: string }>(
        `insert into payout (file_id, acquirer, merchant_account, bank_account_id, currency, batch, amount_minor, reference_texts, announced_on,
           due_on, first_on, last_on, gross, fees, net, line_count, open)
         values ($1, 'adyen', 'M1', (select id from bank_account), 'EUR', $2, $3, array['TX' || $2 || 'XT'], $4, $4, $4::date - 1, $4::date + 9, 0, 0,
           $5::numeric / 100, $6, true) returning id`,
        [fileId, batch, amountMinor ?? net, due, net, lines.length],
      )
      for (const [at, line] of lines.entries()) {
        const { kind = 'sale', grossMinor, feeMinor = Math.round(grossMinor / 100) } = line
        await owner.query(
          `with opened as (insert into settlement_line_open values ($1, $2))
           insert into settlement_line (file_id, position, line, character_offset, acquirer, merchant_account, currency, kind, type, batch, payout_id,
             acquirer_reference, merchant_reference, original_reference, retrieval_reference, terminal, sales_day, gross, fees, net, gross_minor, net_minor)
           values ($1, $2, $2, 0, 'adyen', 'M1', 'EUR', $3, 'Settled', $4, $5, $6, $7, $8, $12, $13, $9, $10::numeric / 100, $11::numeric / 100,
             ($10::numeric - $11::numeric) / 100, $10, $10::int8 - $11::int8)`,
          [
            fileId,
            at + 1,
            kind,
            batch,
            id,
            line.reference,
            line.merchantReference ?? null,
            line.original ?? null,
            line.day,
            grossMinor,
            feeMinor,
            line.retrieval?.reference ?? null,
            line.retrieval?.terminal ?? null,
          ],
        )
      }
      return { fileId, payoutId: Number(id) }
    },
    async statement({ day, sequence, opening, lines }) {
      const fileId = await addFile(day)
      const closing = lines.reduce((sum, { amountMinor }) => sum + amountMinor, opening)
      const { id } = await one<{ id: string }>(
        `insert into bank_statement (file_id, bank_account_id, kind, sequence, currency, opening, opening_on, closing, closing_on, entry_count)
         values ($1, (select id from bank_account), 'booked', $2, 'EUR', $3::numeric / 100, $5, $4::numeric / 100, $5, $6) returning id`,
        [fileId, String(sequence), opening, closing, day, lines.length],
      )
      for (const [at, { amountMinor, text }] of lines.entries())
        await owner.query(
          `insert into bank_line (file_id, position, line, character_offset, statement_id, bank_account_id, currency, amount, amount_minor, booked_on,
             booked, text, open) values ($1, $2, $2, 0, $3, (select id from bank_account), 'EUR', $4::numeric / 100, $4, $5, true, $6, true)`,
          [fileId, at + 1, id, amountMinor, day, text],
        )
      return fileId
    },
    expect: () => expectPayments(ctx, { most: 1_000 }),
    async run() {
      await expectPayments(ctx, { most: 1_000 })
      const report = await runMatching(ctx)
      if (report === null) throw new Error('another run is under way')
      return report
    },
    payment: (id) =>
      one('select f.*, f.due_on::text as due, f.arrived_on::text as arrived from funds_payment f where payment_id = $1', [id]),
    async exceptions() {
      const { rows } = await owner.query(
        `select code, state, key from funds_exception where state <> 'closed' order by code, key`,
      )
      return rows
    },
    async [Symbol.asyncDispose]() {
      await bed.ingest.close()
      if (given === undefined) await database.close()
    },
  }
}
