import { expect, test } from 'vitest'
import { openTestDatabase } from '../src/testing/index.ts'

/** The release before tells with a column which lines the next run looks at; while both run, a table of their own has to say the same. */
test('a line that the release before opens and closes is opened and closed for this one', async () => {
  await using database = await openTestDatabase()
  const open = async (): Promise<number[]> =>
    (await database.owner.query<{ position: number }>('select position from settlement_line_open order by 1')).rows.map(
      ({ position }) => position,
    )
  const set = (position: number, change: string) =>
    database.owner.query(`update settlement_line set ${change} where file_id = 1 and position = $1`, [position])
  await database.owner.query(
    `insert into settlement_line (file_id, position, line, character_offset, acquirer, merchant_account, currency, kind, type, fees, net, gross_minor,
       net_minor, open) select 1, n, n, 0, 'adyen', 'M1', 'EUR', 'sale', 'Settled', 0, 1, 100, 100, n <> 2 from generate_series(1, 3) n`,
  )
  expect(await open()).toEqual([1, 3])
  await set(1, 'open = false')
  await set(2, 'open = true')
  expect(await open()).toEqual([2, 3])
  // What is open already stays so once, also when this release has opened it before.
  await database.owner.query('insert into settlement_line_open values (1, 1)')
  await set(1, 'open = true')
  await set(3, 'open = true')
  await set(3, `text = 'else'`)
  expect(await open()).toEqual([1, 2, 3])
  // A line that this release writes does not use the column, and nobody opens it behind its back.
  await database.owner.query(
    `insert into settlement_line (file_id, position, line, character_offset, acquirer, merchant_account, currency, kind, type, fees, net, gross_minor, net_minor)
     values (2, 1, 1, 0, 'adyen', 'M1', 'EUR', 'sale', 'Settled', 0, 1, 100, 100)`,
  )
  expect(await open()).toEqual([1, 2, 3])
})
