import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { undoLink } from '../../src/funds/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { newId } from '../ingest-bed.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
let anna: ServiceContext
beforeAll(async () => {
  bed = await openFundsBed()
  const id = newId()
  await bed.database.pool.query('insert into "user" (id, name, email, role) values ($1, $1, $2, $3)', [
    id,
    `${id}@chain.example`,
    'finance',
  ])
  anna = { ...bed.ctx, actor: { kind: 'user', id, sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] } }
})
afterAll(() => bed?.[Symbol.asyncDispose]())

/** A sale of 8 May whose payout of 100.00 less its fee came on 12 May, at the opening balance that is told. */
async function arrive(batch: string, opening: number): Promise<{ sale: string; payoutId: number; line: string }> {
  const sale = await bed.pay({ day: '2026-05-08', basket: `B-${batch}`, amountMinor: 10_000 })
  const { payoutId } = await bed.settle(batch, '2026-05-12', [
    { reference: `PSP-${batch}`, merchantReference: `B-${batch}`, grossMinor: 10_000, day: '2026-05-08' },
  ])
  const file = await bed.statement({
    day: '2026-05-12',
    sequence: Number(batch),
    opening,
    lines: [{ amountMinor: 9_900, text: `TX${batch}XT ADYEN` }],
  })
  await bed.run()
  expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', arrived: '2026-05-12', open: false })
  return { sale, payoutId, line: `${file}:1` }
}

const isOpen = async (payoutId: number): Promise<boolean> =>
  (await bed.database.owner.query('select open from payout where id = $1', [payoutId])).rows[0].open
const linkOf = async (payoutId: number): Promise<string> =>
  (
    await bed.database.owner.query(
      `select key from funds_allocation a where join_kind = 'payout_bank' and from_id = $1 and reverses is null
         and not exists (select from funds_allocation r where r.reverses = a.key)`,
      [String(payoutId)],
    )
  ).rows[0]?.key

describe('money that came three months ago', () => {
  it('stays where it came when a chargeback or a refund names it', async () => {
    bed.moveTo('2026-05-12')
    const [charged, refunded] = [await arrive('1', 0), await arrive('2', 9_900)]
    bed.moveTo('2026-08-14')
    await bed.run()
    await bed.settle('3', '2026-08-14', [
      { kind: 'chargeback', reference: 'PSP-C', original: 'PSP-1', grossMinor: -10_000, feeMinor: 0, day: '2026-08-12' },
    ])
    await bed.run()
    expect(await bed.payment(charged.sale)).toMatchObject({
      ...{ position: 'arrived', arrived: '2026-05-12', open: false, exits: ['charged_back_first'] },
    })
    await bed.pay({ day: '2026-08-12', basket: 'R-2', amountMinor: 4_000, parent: refunded.sale, paymentKind: 'refund' })
    await bed.settle('4', '2026-08-14', [
      { kind: 'refund', reference: 'PSP-2', merchantReference: 'R-2', grossMinor: -4_000, feeMinor: 0, day: '2026-08-12' },
    ])
    await bed.run()
    expect(await bed.payment(refunded.sale)).toMatchObject({
      ...{ position: 'arrived', arrived: '2026-05-12', open: false, exits: ['refunded_part'] },
    })
    const { rows } = await bed.database.owner.query('select name, about from funds_identity where not holds')
    expect(rows).toEqual([])
  })
})

describe('a link of a payout that a person takes apart', () => {
  it.each([
    ['the day after', '2026-05-13', '11', 19_800],
    ['three months after', '2026-08-14', '12', 29_700],
  ])('%s leaves its payout open and its money owed', async (_, day, batch, opening) => {
    bed.moveTo('2026-05-12')
    const { sale, payoutId, line } = await arrive(batch, opening)
    bed.moveTo(day)
    await bed.run()
    await undoLink(anna, { key: await linkOf(payoutId), reason: 'It was of another chain.' })
    await bed.run()
    expect(await isOpen(payoutId)).toBe(true)
    expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', arrived: null, open: true })
    const { rows } = await bed.database.owner.query(`select open from bank_line where file_id || ':' || position = $1`, [line])
    expect(rows).toEqual([{ open: true }])
    expect((await bed.run()).run).toBeNull()
  })
})
