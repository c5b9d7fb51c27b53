import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addContract, addRoute, addSource, runMatching } from '../../src/funds/index.ts'
import { CONTRACT, type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const codes = async () => (await bed.exceptions()).map(({ code, state }) => `${code} ${state}`)
const links = async (): Promise<number> =>
  (await bed.database.owner.query('select count(*)::int as n from funds_allocation')).rows[0].n

describe('the money of a payment', () => {
  let sale: string
  it('is expected in the commit that records the payment, and told by the follower, with what holds it', async () => {
    sale = await bed.pay({ day: '2026-05-08', basket: 'B-100', amountMinor: 10_000 })
    expect(await bed.payment(sale)).toMatchObject({ state: 'new', amount_minor: 10_000, kind: 'sale' })
    expect(await bed.expect()).toBe(1)
    // Friday, T+2.
    expect(await bed.payment(sale)).toMatchObject({
      ...{ state: 'expected', due: '2026-05-12', contract_id: 'adyen-de', contract_version: 1, open: true },
      ...{ fee: '1', net: '99', position: 'authorised', health: 'on_time', calendars: { target2: 1 } },
    })
    expect(await bed.expect()).toBe(0)
  })

  it('is settled, paid out and arrives, once, and a run without news writes nothing', async () => {
    bed.moveTo('2026-05-12')
    const { payoutId } = await bed.settle('7', '2026-05-12', [
      { reference: 'PSP100', merchantReference: 'B-100', grossMinor: 10_000, day: '2026-05-08' },
    ])
    const first = await bed.run()
    expect(first.counts).toMatchObject({ linked: 1, opened: 0, closed: 0 })
    expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', payout_id: payoutId, settled_minor: 10_000 })
    const again = await bed.run()
    expect(again).toMatchObject({ run: null, result: first.result })
    await bed.statement({
      day: '2026-05-12',
      sequence: 1,
      opening: 0,
      lines: [{ amountMinor: 9_900, text: 'TX7XT batch 7 ADYEN' }],
    })
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', arrived: '2026-05-12', health: 'on_time', open: false })
    expect(await links()).toBe(2)
    const { rows } = await bed.database.owner.query('select name, holds from funds_identity order by name')
    expect(rows).toEqual([
      { name: 'bank_line', holds: true },
      { name: 'batch', holds: true },
      { name: 'funds', holds: true },
      { name: 'sales_day', holds: true },
      { name: 'statement', holds: true },
    ])
    const runs = await bed.database.owner.query('select count(*)::int as n from funds_run')
    expect(runs.rows[0].n).toBe(2)
    expect((await bed.run()).run).toBeNull()
  })

  it('is refunded by the store and charged back by the acquirer, beside where it is', async () => {
    await bed.pay({ day: '2026-05-13', basket: 'R-100', amountMinor: 4_000, parent: sale, paymentKind: 'refund' })
    bed.moveTo('2026-05-15')
    await bed.settle('8', '2026-05-15', [
      { kind: 'refund', reference: 'PSPR', merchantReference: 'R-100', grossMinor: -4_000, feeMinor: 0, day: '2026-05-13' },
      { kind: 'chargeback', reference: 'PSPC', original: 'PSP100', grossMinor: -10_000, feeMinor: 0, day: '2026-05-13' },
    ])
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', exits: ['refunded_part', 'charged_back_first'] })
    expect(await codes()).toEqual(['CHARGEBACK_NEW open'])
  })

  it('that was paid short, and a line of nobody, are exceptions until evidence closes them', async () => {
    const short = await bed.pay({ day: '2026-05-13', basket: 'B-101', amountMinor: 5_000 })
    const { fileId } = await bed.settle('9', '2026-05-15', [
      { reference: 'PSP101', merchantReference: 'B-101', grossMinor: 4_500, day: '2026-05-13' },
      { reference: 'PSP102', merchantReference: 'B-102', grossMinor: 700, day: '2026-05-13' },
    ])
    await bed.run()
    expect(await codes()).toEqual(['CHARGEBACK_NEW open', 'SHORT_PAID open', 'UNKNOWN_IN_STORE open'])
    expect(await bed.payment(short)).toMatchObject({ health: 'short', position: 'in_payout' })
    // The till was offline: its payment comes after the acquirer's line. A corrected file takes the place of the first.
    const late = await bed.pay({ day: '2026-05-13', basket: 'B-102', amountMinor: 700 })
    await bed.settle(
      '9',
      '2026-05-15',
      [
        { reference: 'PSP101', merchantReference: 'B-101', grossMinor: 5_000, day: '2026-05-13' },
        { reference: 'PSP102', merchantReference: 'B-102', grossMinor: 700, day: '2026-05-13' },
      ],
      { supersedes: fileId },
    )
    const { counts } = await bed.run()
    expect(counts).toMatchObject({ unlinked: 1, linked: 2 })
    expect(await codes()).toEqual(['CHARGEBACK_NEW open', 'DUPLICATE_FILE open'])
    for (const id of [short, late]) expect(await bed.payment(id)).toMatchObject({ health: 'on_time', position: 'in_payout' })
    expect((await bed.run()).run).toBeNull()
  })

  it('that an acquirer settles though it was declined or reversed is a conflict', async () => {
    await bed.pay({ day: '2026-05-14', basket: 'B-103', amountMinor: 900, outcome: 'declined' })
    const reversed = await bed.pay({ day: '2026-05-14', basket: 'B-104', amountMinor: 800 })
    await bed.pay({ day: '2026-05-14', basket: 'V-104', amountMinor: 800, parent: reversed, paymentKind: 'reversal' })
    await bed.expect()
    expect(await bed.payment(reversed)).toMatchObject({ exits: ['voided'], open: false })
    await bed.settle('10', '2026-05-18', [
      { reference: 'PSP103', merchantReference: 'B-103', grossMinor: 900, day: '2026-05-14' },
      { reference: 'PSP104', merchantReference: 'B-104', grossMinor: 800, day: '2026-05-14' },
    ])
    await bed.run()
    expect(await codes()).toEqual(['CHARGEBACK_NEW open', 'DUPLICATE_FILE open', 'STATUS_CONFLICT open', 'STATUS_CONFLICT open'])
  })

  it('that does not come is missing only where its file is here: a missing file is one alarm for all', async () => {
    const missing = await bed.pay({ day: '2026-05-20', basket: 'B-105', amountMinor: 2_000 })
    await addSource(bed.ctx, {
      ...{ name: 'Adyen M1', kind: 'acquirer', acquirer: 'adyen', merchantAccount: 'M1', calendars: ['every-day'] },
      ...{ dueAfterDays: 1, dueBy: '10:00', timeZone: 'Europe/Berlin', activeFrom: '2026-05-20' },
    })
    bed.moveTo('2026-05-26')
    await bed.run()
    const quiet = (await bed.exceptions()).filter(({ key }) => key.includes(missing) || key.includes('Adyen M1'))
    expect(quiet.map(({ code, state }) => `${code} ${state}`)).toEqual(['FILE_MISSING open', 'MISSING_IN_SETTLEMENT silenced'])
    expect(await bed.payment(missing)).toMatchObject({ health: 'file_missing' })
    // It comes and has another sale only.
    await bed.pay({ day: '2026-05-20', basket: 'B-106', amountMinor: 300 })
    await bed.settle('11', '2026-05-26', [
      { reference: 'PSP106', merchantReference: 'B-106', grossMinor: 300, day: '2026-05-20' },
    ])
    await bed.run()
    const loud = (await bed.exceptions()).filter(({ key }) => key.includes(missing) || key.includes('Adyen M1'))
    expect(loud.map(({ code, state }) => `${code} ${state}`)).toEqual(['MISSING_IN_SETTLEMENT open'])
    expect(await bed.payment(missing)).toMatchObject({ health: 'late' })
  })

  it('without a route or contract is one exception, which ends when the agreement is here, and no payment is refused for it', async () => {
    const day = '2025-12-30'
    const [early, another] = [
      await bed.pay({ day, basket: 'B-0', amountMinor: 100 }),
      await bed.pay({ day, basket: 'B-00', amountMinor: 200 }),
    ]
    const untold = async () =>
      (
        await bed.database.owner.query(
          `select key, state, amount_minor::int as amount, payments::text[] as payments from funds_exception where code = 'CONTRACT_MISSING' order by key desc`,
        )
      ).rows
    await bed.run()
    expect(await bed.payment(early)).toMatchObject({ state: 'not_told', not_told: { kind: 'no_route', currency: 'EUR' } })
    expect(CONTRACT.validFrom > day).toBe(true)
    const missing = { key: 'CONTRACT_MISSING no_route - - EUR', state: 'open', amount: 300, payments: [early, another].sort() }
    expect(await untold()).toEqual([missing])
    await bed.pay({ day, basket: 'B-000', amountMinor: 50 })
    await bed.run()
    expect(await untold()).toEqual([{ ...missing, amount: 350 }])
    // The route alone tells nothing: now the contract is missing.
    await addRoute(bed.ctx, {
      currency: 'EUR',
      acquirer: 'old',
      merchantAccount: 'M0',
      validFrom: '2025-12-01',
      validTo: '2025-12-31',
    })
    await bed.run()
    expect(await untold()).toMatchObject([{ state: 'closed' }, { key: 'CONTRACT_MISSING no_contract old M0 EUR', state: 'open' }])
    await addContract(bed.ctx, { ...CONTRACT, id: 'old', acquirer: 'old', merchantAccount: 'M0', validFrom: '2025-12-01' })
    await bed.run()
    expect(await untold()).toMatchObject([{ state: 'closed' }, { state: 'closed' }])
    expect(await bed.payment(early)).toMatchObject({ state: 'expected', contract_id: 'old' })
  })

  it('is judged by one run at a time, and by none that was killed', async () => {
    const { pool, owner } = bed.database
    const holder = await owner.connect()
    await holder.query('begin; select pg_advisory_xact_lock(7236839, 40)')
    expect(await runMatching(bed.ctx)).toBeNull()
    await holder.query('rollback')
    holder.release()
    await bed.pay({ day: '2026-05-21', basket: 'B-107', amountMinor: 600 })
    await bed.settle('12', '2026-05-27', [
      { reference: 'PSP107', merchantReference: 'B-107', grossMinor: 600, day: '2026-05-21' },
    ])
    await bed.expect()
    const state = async () =>
      JSON.stringify(
        await Promise.all(
          [
            'funds_allocation order by key',
            'funds_exception order by key',
            'funds_run order by id',
            'funds_payment order by payment_id',
            'settlement_line_open order by file_id, position',
            'funds_identity order by name, about',
          ].map(async (table) => (await owner.query(`select * from ${table}`)).rows),
        ),
      )
    const before = await state()
    // Killed at each of the statements that write, the last one being the word to browsers.
    for (const word of [
      'insert into funds_run',
      'insert into funds_allocation',
      'delete from settlement_line_open',
      'update funds_payment',
      'pg_notify',
    ]) {
      const dying = {
        ...bed.ctx,
        pool: Object.assign(Object.create(pool), {
          connect: async () => {
            const client = await pool.connect()
            const query = client.query.bind(client)
            return Object.assign(Object.create(client), {
              release: () => client.release(true),
              query: async (asked: string | { text: string }, values?: unknown[]) => {
                const text = typeof asked === 'string' ? asked : asked.text
                if (text.includes(word)) await owner.query('select pg_terminate_backend($1)', [Reflect.get(client, 'processID')])
                return query(asked as string, values)
              },
            })
          },
        }),
      }
      await expect(runMatching(dying), word).rejects.toThrow()
      expect(await state(), word).toBe(before)
    }
    expect((await bed.run()).counts).toMatchObject({ linked: 1 })
  })
})
