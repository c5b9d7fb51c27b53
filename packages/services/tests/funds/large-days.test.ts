import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

it('a terminal’s day of which only the total can be said is one trouble, however many sales it has', async () => {
  bed.moveTo('2026-05-08')
  const sales: string[] = []
  for (let nth = 0; nth < 150; nth += 1) sales.push(await bed.pay({ day: '2026-05-08', basket: `B-${nth}`, amountMinor: 1_000 }))
  const rows = sales.map((_, nth) => ({ reference: `X-${nth}`, grossMinor: 1_000, day: '2026-05-08' }))
  const { fileId } = await bed.settle('1', '2026-05-12', rows)
  await bed.database.owner.query(
    `update settlement_line l set acquirer_reference = null, terminal = p.tid, method = coalesce(p.wallet, p.scheme)
     from (select tid, wallet, scheme from payment limit 1) p where l.file_id = $1`,
    [fileId],
  )
  await bed.run()
  const { rows: found } = await bed.database.owner.query(
    `select state, cardinality(payments) as payments, cardinality(lines) as lines from funds_exception where code = 'TOTAL_ONLY'`,
  )
  expect(found).toEqual([{ state: 'open', payments: 150, lines: 150 }])
  expect((await bed.run()).run).toBeNull()
})
