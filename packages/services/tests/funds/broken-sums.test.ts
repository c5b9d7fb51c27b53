import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const broken = async (): Promise<string[]> =>
  (
    await bed.database.owner.query<{ name: string }>('select name from funds_identity where not holds order by name, about')
  ).rows.map(({ name }) => name)

it('a sum that did not hold in a file is no trouble any more once a corrected one has taken its place', async () => {
  bed.moveTo('2026-05-08')
  await bed.pay({ day: '2026-05-08', basket: 'B-1', amountMinor: 10_000 })
  const lines = [{ reference: 'PSP-1', merchantReference: 'B-1', grossMinor: 10_000, feeMinor: 100, day: '2026-05-08' }]
  bed.moveTo('2026-05-12')
  const wrong = await bed.settle('1', '2026-05-12', lines, { amountMinor: 9_800 })
  await bed.statement({ day: '2026-05-11', sequence: 1, opening: 0, lines: [{ amountMinor: -1, text: 'fee' }] })
  const torn = await bed.statement({ day: '2026-05-12', sequence: 2, opening: 500, lines: [{ amountMinor: -1, text: 'fee' }] })
  await bed.run()
  expect(await broken()).toEqual(expect.arrayContaining(['batch', 'statement_chain']))
  await bed.settle('1', '2026-05-12', lines, { supersedes: wrong.fileId })
  const whole = await bed.statement({ day: '2026-05-12', sequence: 2, opening: -1, lines: [{ amountMinor: -1, text: 'fee' }] })
  await bed.database.owner.query(
    `with gone as (update funds_file set state = 'superseded' where id = $1) update funds_file set supersedes = $1 where id = $2`,
    [torn, whole],
  )
  await bed.run()
  expect(await broken()).toEqual([])
  expect((await bed.run()).run).toBeNull()
})
