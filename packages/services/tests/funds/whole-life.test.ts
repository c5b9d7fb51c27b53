import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addContract,
  decideProposal,
  getPaymentFunds,
  getPayout,
  reopenException,
  resolveException,
} from '../../src/funds/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { newId } from '../ingest-bed.ts'
import { CONTRACT, type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
let [anna, bo]: ServiceContext[] = []
beforeAll(async () => {
  bed = await openFundsBed()
  await addContract(bed.ctx, { ...CONTRACT, version: 2, reserve: { percent: '10', releaseDays: 10 } })
  ;[anna, bo] = [await person(), await person()]
})
afterAll(() => bed?.[Symbol.asyncDispose]())

async function person(): Promise<ServiceContext> {
  const id = newId()
  await bed.database.pool.query('insert into "user" (id, name, email, role) values ($1, $1, $2, $3)', [
    id,
    `${id}@chain.example`,
    'finance',
  ])
  return { ...bed.ctx, actor: { kind: 'user', id, sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] } }
}
const as = (who: ServiceContext | undefined): ServiceContext => who ?? bed.ctx
const keysOf = async (code: string) =>
  (await bed.exceptions()).filter((one) => one.code === code).map(({ key, state }) => `${key} ${state}`)

describe('where the money is', () => {
  it('is captured from the end of day of its terminal on, and only what was sold before it', async () => {
    const before = await bed.pay({ day: '2026-05-06', basket: 'C-1', amountMinor: 100 })
    const at = Date.parse('2026-05-06T20:00:00Z')
    const totals = { kind: 'terminal.totals', terminal: 'zvt-1', at, currency: 'EUR', amountMinor: 100, brands: [] }
    await bed.tell([{ ...totals, at: at - 1, resultCode: '6c' }])
    await bed.run()
    expect(await bed.payment(before)).toMatchObject({ position: 'authorised' })
    await bed.tell([{ ...totals, resultCode: '00' }])
    const after = await bed.pay({ day: '2026-05-07', basket: 'C-2', amountMinor: 100 })
    await bed.run()
    expect(await bed.payment(before)).toMatchObject({ position: 'captured', health: 'on_time' })
    expect(await bed.payment(after)).toMatchObject({ position: 'authorised' })
  })

  it('is held back in part until it is released, and asked for when it is not', async () => {
    const sale = await bed.pay({ day: '2026-05-08', basket: 'H-1', amountMinor: 10_000 })
    await bed.run()
    // Until then, ten days after the day on which it should be settled.
    expect(await getPaymentFunds(bed.ctx, { id: sale })).toMatchObject({ reserve: { amount: '10', releaseOn: '2026-05-22' } })
    bed.moveTo('2026-05-12')
    const { fileId } = await bed.settle('20', '2026-05-12', [
      { reference: 'PSPH1', merchantReference: 'H-1', grossMinor: 10_000, day: '2026-05-08' },
      { kind: 'reserve', reference: 'HOLD', grossMinor: -1_000, feeMinor: 0, day: '2026-05-08' },
    ])
    await bed.statement({ day: '2026-05-12', sequence: 1, opening: 0, lines: [{ amountMinor: 8_900, text: 'TX20XT ADYEN' }] })
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', exits: ['reserved'], open: false })
    const [{ payout } = { payout: '' }] = (
      await bed.database.pool.query<{ payout: string }>(`select id::text as payout from payout where batch = '20'`)
    ).rows
    // The day of the line that held it back and ten more, on both pages.
    expect(await getPayout(bed.ctx, { id: payout })).toMatchObject({
      releaseOn: '2026-05-18',
      identity: { holds: true, terms: { left: expect.arrayContaining([{ term: 'reserve', amount: '-10' }]) } },
    })
    expect(await getPaymentFunds(bed.ctx, { id: sale })).toMatchObject({ reserve: { amount: '10', releaseOn: '2026-05-18' } })
    // Ten days, and four more for the file that would show it.
    bed.moveTo('2026-05-22')
    await bed.run()
    expect(await keysOf('RESERVE_OVERDUE')).toEqual([])
    bed.moveTo('2026-05-23')
    await bed.run()
    expect(await keysOf('RESERVE_OVERDUE')).toEqual([`RESERVE_OVERDUE ${fileId}:2 open`])
    await bed.settle('21', '2026-05-26', [
      { kind: 'reserve', reference: 'FREE', grossMinor: 1_000, feeMinor: 0, day: '2026-05-23' },
    ])
    await bed.run()
    expect(await keysOf('RESERVE_OVERDUE')).toEqual([])
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', exits: [] })
  })

  it('is given up by two people, asked for again by one, and counts as owed only while nobody gave it up', async () => {
    const lost = await bed.pay({ day: '2026-05-20', basket: 'W-1', amountMinor: 20_000 })
    bed.moveTo('2026-06-02')
    await bed.run()
    const key = `MISSING_IN_SETTLEMENT ${lost}`
    expect(await bed.payment(lost)).toMatchObject({ health: 'missing', open: true })
    expect(await resolveException(as(anna), { key, resolution: 'written_off', body: 'The acquirer went away.' })).toBe('proposed')
    await bed.run()
    expect(await bed.payment(lost)).toMatchObject({ exits: [], open: true })
    await decideProposal(as(bo), { key, approve: true, body: 'Yes.' })
    await bed.run()
    expect(await bed.payment(lost)).toMatchObject({ exits: ['written_off'], health: 'on_time', open: false })
    expect((await bed.run()).run).toBeNull()
    await reopenException(as(anna), { key, body: 'It came back.' })
    await bed.run()
    expect(await bed.payment(lost)).toMatchObject({ exits: [], health: 'missing', open: true })
  })
})

describe('what comes twice', () => {
  it('is told of once: the same bytes, a corrected file, and a statement that stands in another file again', async () => {
    bed.moveTo('2026-06-08')
    const { owner } = bed.database
    const sale = await bed.pay({ day: '2026-06-04', basket: 'D-1', amountMinor: 5_000 })
    const first = await bed.settle('30', '2026-06-08', [
      { reference: 'PSPD1', merchantReference: 'D-1', grossMinor: 4_000, day: '2026-06-04' },
    ])
    const second = await bed.settle(
      '30',
      '2026-06-08',
      [{ reference: 'PSPD1', merchantReference: 'D-1', grossMinor: 5_000, day: '2026-06-04' }],
      { supersedes: first.fileId },
    )
    const { rows } = await owner.query(
      `insert into funds_file (sha256, name, size, received_at, received_via, received_by, state, reason, same_as)
       select sha256, name, size, $2, 'cli', 'test', 'duplicate', 'same_bytes', id from funds_file where id = $1 returning id::int as id`,
      [second.fileId, new Date('2026-06-08T12:00:00Z')],
    )
    const told = { day: '2026-06-08', sequence: 2, opening: 8_900, lines: [{ amountMinor: 4_950, text: 'TX30XT ADYEN' }] }
    const statement = await bed.statement(told)
    await bed.run()
    // The bank sends the day again, in a file of its own.
    const again = await bed.statement(told)
    await bed.run()
    expect(await keysOf('DUPLICATE_FILE')).toEqual([
      `DUPLICATE_FILE ${first.fileId} ${second.fileId} open`,
      `DUPLICATE_FILE ${rows[0]?.id} ${second.fileId} open`,
      `DUPLICATE_FILE ${again} ${statement} 2 open`,
    ])
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', health: 'on_time', settled_minor: 5_000 })
    expect(await keysOf('UNEXPECTED_BANK_LINE')).toEqual([])
  })
})

describe('sums', () => {
  const broken = async () =>
    (
      await bed.database.owner.query(
        `select name, about, residue::float8 as residue from funds_identity where not holds order by name, about`,
      )
    ).rows
  const alter = (sql: string) => bed.database.owner.query(sql)

  it('hold through short, over, reversed, charged back, held back and given up', async () => {
    bed.moveTo('2026-06-15')
    for (const [basket, amountMinor] of [
      ['S-1', 1_000],
      ['S-2', 2_000],
      ['S-3', 3_000],
    ] as const)
      await bed.pay({ day: '2026-06-10', basket, amountMinor })
    const reversed = await bed.pay({ day: '2026-06-10', basket: 'S-4', amountMinor: 400 })
    await bed.pay({ day: '2026-06-10', basket: 'V-4', amountMinor: 400, parent: reversed, paymentKind: 'reversal' })
    await bed.settle('40', '2026-06-12', [
      { reference: 'PSPS1', merchantReference: 'S-1', grossMinor: 900, day: '2026-06-10' },
      { reference: 'PSPS2', merchantReference: 'S-2', grossMinor: 2_100, day: '2026-06-10' },
      { reference: 'PSPS4', merchantReference: 'S-4', grossMinor: 400, day: '2026-06-10' },
      { kind: 'chargeback', reference: 'PSPSC', original: 'PSPS1', grossMinor: -900, feeMinor: 0, day: '2026-06-11' },
      { kind: 'reserve', reference: 'HOLD2', grossMinor: -100, feeMinor: 0, day: '2026-06-10' },
    ])
    await bed.settle('41', '2026-06-12', [{ reference: 'PSPX', grossMinor: 5_000, day: '2026-06-10' }])
    // The first is paid short, the second over.
    await bed.statement({
      day: '2026-06-15',
      sequence: 3,
      opening: 13_850,
      lines: [
        { amountMinor: 2_300, text: 'TX40XT ADYEN' },
        { amountMinor: 5_000, text: 'TX41XT ADYEN' },
      ],
    })
    await bed.run()
    expect(await broken()).toEqual([])
    const { rows } = await bed.database.owner.query(
      `select name, count(*)::int as n from funds_identity where about ~ '2026-06-1[0-5]' or name = 'bank_line' group by 1 order by 1`,
    )
    expect(rows).toEqual([
      { name: 'bank_line', n: 4 },
      { name: 'funds', n: 1 },
      { name: 'sales_day', n: 1 },
      { name: 'statement', n: 1 },
      { name: 'statement_chain', n: 1 },
    ])
    expect((await bed.run()).run).toBeNull()
  })

  it.each([
    [
      'sales_day',
      `update funds_payment set settled_minor = settled_minor + 7 where settled_minor = 2100`,
      `update funds_payment set settled_minor = 2100 where settled_minor = 2107`,
      -0.07,
    ],
    [
      'funds',
      `update settlement_line set fees = fees - 0.03 where acquirer_reference = 'PSPX'`,
      `update settlement_line set fees = fees + 0.03 where acquirer_reference = 'PSPX'`,
      0.03,
    ],
    [
      'funds',
      `update settlement_line set gross = gross - 0.05 where acquirer_reference = 'PSPX'`,
      `update settlement_line set gross = gross + 0.05 where acquirer_reference = 'PSPX'`,
      -0.05,
    ],
    [
      'bank_line',
      `update bank_line set amount = amount + 0.11 where text like 'TX41XT%'`,
      `update bank_line set amount = amount - 0.11 where text like 'TX41XT%'`,
      -0.11,
    ],
    [
      'statement',
      `update bank_line set amount = amount + 0.11 where text like 'TX41XT%'`,
      `update bank_line set amount = amount - 0.11 where text like 'TX41XT%'`,
      0.11,
    ],
    ['batch', `update payout set net = net + 1 where batch = '41'`, `update payout set net = net - 1 where batch = '41'`, 1],
  ] as const)('of %s fail when a row is altered, and hold again when it is put back', async (name, change, back, residue) => {
    await alter(change)
    await touch()
    expect((await broken()).find((one) => one.name === name)?.residue ?? 0).toBeCloseTo(residue, 6)
    await alter(back)
    await touch()
    expect(await broken()).toEqual([])
  })

  let nth = 0
  /** Something new about the same day and account. */
  async function touch(): Promise<void> {
    nth += 1
    await bed.pay({ day: '2026-06-10', basket: `T-${nth}`, amountMinor: 100 })
    const batch = `9${nth}`
    await bed.settle(batch, '2026-06-12', [
      { reference: `PSPT${nth}`, merchantReference: `T-${nth}`, grossMinor: 100, day: '2026-06-10' },
    ])
    await bed.run()
  }
})
