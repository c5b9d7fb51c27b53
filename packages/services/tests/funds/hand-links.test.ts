import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkByHand, resolveException, undoLink } from '../../src/funds/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { newId } from '../ingest-bed.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
let anna: ServiceContext
beforeAll(async () => {
  bed = await openFundsBed()
  bed.moveTo('2026-05-20')
  const id = newId()
  await bed.database.pool.query('insert into "user" (id, name, email, role) values ($1, $1, $2, $3)', [
    id,
    `${id}@chain.example`,
    'finance',
  ])
  anna = { ...bed.ctx, actor: { kind: 'user', id, sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] } }
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const reason = 'The advice says so.'
const about = async (row: string): Promise<string[]> => {
  const { rows } = await bed.database.owner.query<{ told: string }>(
    `select code || ' ' || amount_minor || ' ' || state as told from funds_exception 
     where $1 = any (payments::text[] || lines || payouts::text[] || bank_lines) and code <> 'FEE_DEVIATES' and state <> 'closed' order by 1`,
    [row],
  )
  return rows.map(({ told }) => told)
}
const broken = async () =>
  (await bed.database.owner.query('select name, about, residue from funds_identity where not holds')).rows
const correct = (old: number, next: number) =>
  bed.database.owner.query(
    `with gone as (update funds_file set state = 'superseded' where id = $1) update funds_file set supersedes = $1 where id = $2`,
    [old, next],
  )

let [sequence, balance] = [0, 0]
async function state(amounts: readonly number[], text = 'SOMEBODY'): Promise<string[]> {
  sequence += 1
  const lines = amounts.map((amountMinor) => ({ amountMinor, text }))
  const file = await bed.statement({ day: '2026-05-18', sequence, opening: balance, lines })
  balance = amounts.reduce((sum, one) => sum + one, balance)
  return amounts.map((_, at) => `${file}:${at + 1}`)
}
async function sell(batch: string, amountMinor: number) {
  const sale = await bed.pay({ day: '2026-05-08', basket: `B-${batch}`, amountMinor })
  const { payoutId, fileId } = await bed.settle(batch, '2026-05-12', [
    { reference: `PSP-${batch}`, merchantReference: `B-${batch}`, grossMinor: amountMinor, feeMinor: 0, day: '2026-05-08' },
  ])
  return { sale, fileId, payout: String(payoutId) }
}

describe('a link by hand explains as much as both rows have', () => {
  it('of a payout and a smaller line: what has not come is short, until another line brings it', async () => {
    const { payout, sale } = await sell('1', 10_000)
    const [first = '', second = ''] = await state([9_500, 700], 'ADYEN')
    await bed.run()
    expect(await about(payout)).toEqual(['MISSING_IN_BANK 10000 open'])
    await linkByHand(anna, { join: 'payout_bank', from: payout, to: first, reason })
    await bed.run()
    expect(await about(first)).toEqual(['SHORT_PAID 500 open'])
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived' })
    expect(await broken()).toEqual([])
    expect((await bed.run()).run).toBeNull()
    const { key } = await linkByHand(anna, { join: 'payout_bank', from: payout, to: second, reason })
    await bed.run()
    expect([await about(first), await about(second)]).toEqual([[], ['OVER_PAID 200 open']])
    await undoLink(anna, { key, reason })
    await bed.run()
    expect(await about(first)).toEqual(['SHORT_PAID 500 open'])
    expect(await about(second)).toEqual(['UNEXPECTED_BANK_LINE 700 open'])
    expect(await broken()).toEqual([])
  })

  it('of a payout and a larger line: what came too much is over, and a person ends it for itself', async () => {
    const { payout } = await sell('2', 7_000)
    const [line = ''] = await state([7_700])
    await bed.run()
    await linkByHand(anna, { join: 'payout_bank', from: payout, to: line, reason })
    await bed.run()
    expect(await about(line)).toEqual(['OVER_PAID 700 open'])
    expect(await broken()).toEqual([])
    const [over] = (await bed.exceptions()).filter(({ key, code }) => code === 'OVER_PAID' && key.includes(line))
    expect(await resolveException(anna, { key: over?.key ?? '', resolution: 'accepted', body: 'Agreed.' })).toBe('resolved')
    await bed.run()
    expect(await about(line)).toEqual(['OVER_PAID 700 resolved'])
    expect(await broken()).toEqual([])
  })

  it('of money that is taken from the account', async () => {
    const [less = '', more = ''] = await state([-950, -1_100])
    for (const [batch, line, told] of [
      ['3', less, 'OVER_PAID 50 open'],
      ['4', more, 'SHORT_PAID 100 open'],
    ] as const) {
      const { payoutId } = await bed.settle(batch, '2026-05-12', [
        { kind: 'fee', reference: `F-${batch}`, grossMinor: -1_000, feeMinor: 0, day: '2026-05-08' },
      ])
      await bed.run()
      await linkByHand(anna, { join: 'payout_bank', from: String(payoutId), to: line, reason })
      await bed.run()
      expect(await about(line)).toEqual([told])
      expect(await broken()).toEqual([])
    }
  })

  it('of a sale and its line', async () => {
    const sale = await bed.pay({ day: '2026-05-08', basket: 'OTHER', amountMinor: 5_000 })
    const { fileId } = await bed.settle('5', '2026-05-12', [{ reference: 'PSP-5', grossMinor: 4_600, day: '2026-05-08' }])
    await bed.run()
    const { key } = await linkByHand(anna, { join: 'payment_line', from: sale, to: `${fileId}:1`, reason })
    await bed.run()
    expect(await about(sale)).toEqual(['SHORT_PAID 400 open'])
    expect(await bed.payment(sale)).toMatchObject({ health: 'short' })
    await undoLink(anna, { key, reason })
    await bed.run()
    expect(await about(sale)).toEqual(['MISSING_IN_SETTLEMENT 5000 open'])
  })
})

describe('a link by hand to what is corrected since', () => {
  it('ends with the statement, and its payout finds the line of the new one', async () => {
    const { payout, sale } = await sell('6', 6_600)
    const [line = ''] = await state([6_600])
    await bed.run()
    await linkByHand(anna, { join: 'payout_bank', from: payout, to: line, reason })
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', open: false })
    balance -= 6_600
    const [again = ''] = await state([6_600], 'TX6XT ADYEN')
    await correct(Number(line.split(':')[0]), Number(again.split(':')[0]))
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', open: false, arrived: '2026-05-18' })
    const { rows } = await bed.database.owner.query(
      `select rule, to_id from funds_allocation a where from_id = $1 and join_kind = 'payout_bank' and reverses is null
         and not exists (select from funds_allocation r where r.reverses = a.key)`,
      [payout],
    )
    expect(rows).toEqual([{ rule: 'P1', to_id: again }])
  })

  it('of an acquirer ends with its file, in one run', async () => {
    const sale = await bed.pay({ day: '2026-05-08', basket: 'CORRECTED', amountMinor: 2_200 })
    const { fileId } = await bed.settle('8', '2026-05-12', [{ reference: 'PSP-8', grossMinor: 2_200, day: '2026-05-08' }])
    await bed.run()
    await linkByHand(anna, { join: 'payment_line', from: sale, to: `${fileId}:1`, reason })
    await bed.run()
    const row = { reference: 'PSP-8', merchantReference: 'CORRECTED', grossMinor: 2_200, day: '2026-05-08' }
    const next = await bed.settle('8', '2026-05-12', [row], { supersedes: fileId })
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ settled_minor: 2_200, payout_id: next.payoutId })
  })

  it('three months after leaves the payout open where the new statement does not tell of it', async () => {
    const { payout, sale } = await sell('7', 3_300)
    const [line = ''] = await state([3_300])
    await bed.run()
    await linkByHand(anna, { join: 'payout_bank', from: payout, to: line, reason })
    await bed.run()
    bed.moveTo('2026-08-20')
    await bed.run()
    balance -= 3_300
    const [again = ''] = await state([3_350], 'ADYEN')
    await correct(Number(line.split(':')[0]), Number(again.split(':')[0]))
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', open: true, arrived: null })
    expect(await about(again)).toEqual(['UNEXPECTED_BANK_LINE 3350 open'])
    await linkByHand(anna, { join: 'payout_bank', from: payout, to: again, reason })
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', open: false })
    expect(await about(again)).toEqual(['OVER_PAID 50 open'])
    // Another three months after nobody reads these rows again, and still it is asked.
    bed.moveTo('2026-12-20')
    await bed.run()
    await state([100])
    await bed.run()
    expect(await about(again)).toEqual(['OVER_PAID 50 open'])
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', open: false })
  })
})
