import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const sell = async (basket: string, day: string, amountMinor: number) => {
  const sale = await bed.pay({ day, basket, amountMinor })
  await bed.expect()
  return sale
}
const settle = (batch: string, basket: string, grossMinor: number) =>
  bed.settle(batch, '2026-05-12', [{ reference: `PSP-${basket}`, merchantReference: basket, grossMinor, day: '2026-05-08' }])
const known = async () =>
  (await bed.database.owner.query('select key, state from funds_exception order by key')).rows.map(
    ({ key, state }) => `${key} ${state}`,
  )

it('a statement that comes three months late brings its money, and a run after it leaves all as it is', async () => {
  const sale = await sell('B-1', '2026-05-08', 10_000)
  bed.moveTo('2026-05-12')
  await settle('7', 'B-1', 10_000)
  await bed.run()
  expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', open: true })
  bed.moveTo('2026-08-14')
  await bed.run()
  await bed.statement({
    day: '2026-05-12',
    sequence: 1,
    opening: 0,
    lines: [{ amountMinor: 9_900, text: 'ADYEN without a reference' }],
  })
  await bed.run()
  expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', arrived: '2026-05-12', open: false })
  // The next file is of these days, and what is old is not looked at: its links stand all the same.
  await bed.statement({ day: '2026-08-13', sequence: 2, opening: 9_900, lines: [] })
  await bed.run()
  expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', arrived: '2026-05-12', open: false })
})

it('an acquirer’s file that comes three months late finds the line that nobody knew', async () => {
  const sale = await sell('B-2', '2026-05-08', 20_000)
  await bed.statement({
    day: '2026-05-13',
    sequence: 3,
    opening: 9_900,
    lines: [{ amountMinor: 19_800, text: 'TX8XT batch 8 ADYEN' }],
  })
  await bed.run()
  const unexpected = (await known()).filter((one) => one.startsWith('UNEXPECTED_BANK_LINE'))
  expect(unexpected).toEqual([expect.stringMatching(/ open$/)])
  bed.moveTo('2026-08-20')
  await settle('8', 'B-2', 20_000)
  await bed.run()
  expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', arrived: '2026-05-13', open: false })
  expect((await known()).filter((one) => one.startsWith('UNEXPECTED_BANK_LINE'))).toEqual([expect.stringMatching(/ closed$/)])
})

it.each(['0001-01-01', '9999-11-20'])('a line of %s, which some files have where they know no day, stops no run', async (day) => {
  bed.moveTo('2026-08-21')
  const batch = `9${day.slice(0, 4)}`
  const { fileId } = await bed.settle(batch, '2026-08-24', [{ reference: `PSP-${day}`, grossMinor: 1_000, day }])
  expect((await bed.run()).run).not.toBeNull()
  expect((await known()).filter((one) => one.startsWith(`UNKNOWN_IN_STORE ${fileId}:`))).toEqual([
    expect.stringMatching(/ open$/),
  ])
  const sale = await sell(`B-${day}`, '2026-08-20', 700)
  await settle(`${batch}-after`, `B-${day}`, 700)
  await bed.run()
  expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout' })
})
