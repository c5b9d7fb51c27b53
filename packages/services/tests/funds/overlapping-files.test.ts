import { afterAll, beforeAll, expect, it } from 'vitest'
import { receiveFile } from '../../src/funds/files/index.ts'
import { addSource } from '../../src/funds/index.ts'
import { createFileReader, takeFile } from '../../src/funds/reading/index.ts'
import { realClock, testOpener } from '../../src/testing/index.ts'
import { deriveHubKeys, registerHubKeys } from '../../src/vault/index.ts'
import { adyenReport, camt } from '../funds-bed.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

/** An acquirer that sends what is new together with what it has sent before: tills pay, files are read, runs match. */
let bed: FundsBed
let reader: ReturnType<typeof createFileReader>
beforeAll(async () => {
  bed = await openFundsBed()
  reader = createFileReader(realClock)
  await registerHubKeys(bed.ctx, [deriveHubKeys(new Uint8Array(32))])
})
afterAll(async () => {
  await reader?.close()
  await bed?.[Symbol.asyncDispose]()
})

async function bring(name: string, text: string): Promise<Record<string, unknown>> {
  const content = (async function* () {
    yield Buffer.from(text)
  })()
  const { id } = await receiveFile(bed.ctx, { name, via: 'folder', content })
  await takeFile(bed.ctx, { opener: testOpener, reader }, id)
  const { rows } = await bed.database.pool.query('select * from funds_file where id = $1', [id])
  return rows[0] ?? {}
}
/** Several batches in one file. */
const report = (...batches: readonly string[]): string =>
  batches.map((text, at) => (at === 0 ? text : text.slice(text.indexOf('\n') + 1))).join('')
const batch = (number: number): string => adyenReport({ batch: number })

async function sell(number: number): Promise<string[]> {
  bed.moveTo('2026-05-08')
  const sales: string[] = []
  for (const nth of [0, 1, 2]) sales.push(await bed.pay({ day: '2026-05-08', basket: `R${number}-${nth}`, amountMinor: 1_000 }))
  await bed.run()
  bed.moveTo('2026-05-12')
  return sales
}
const arrive = (number: number, sequence: number, opening: number) =>
  bring(
    `day-${sequence}.xml`,
    camt({
      message: `M-${sequence}`,
      sequence,
      entries: [{ amount: '29.70', text: `TX${number}XT batch ${number}, M1 ADYEN` }],
      opening: opening.toFixed(2),
      closing: (opening + 29.7).toFixed(2),
    }),
  )
/** Statements of one day, each of its number and opening balance with one euro on it. */
const pages = (...of: readonly [number: number, opening: number][]): string => {
  const each = of.map(([sequence, opening]) =>
    camt({
      ...{ message: `P-${sequence}`, sequence, opening: opening.toFixed(2), closing: (opening + 1).toFixed(2) },
      entries: [{ amount: '1.00', text: `page ${sequence}` }],
    }),
  )
  const statements = each.map((text) => /<Stmt>[\s\S]*<\/Stmt>/.exec(text)?.[0] ?? '')
  return (each[0] ?? '').replace(statements[0] ?? '', statements.join('\n'))
}
const standing = async () =>
  (
    await bed.database.owner.query(
      `select a.join_kind, a.from_id, a.to_id, a.rule from funds_allocation a where a.reverses is null
         and not exists (select from funds_allocation r where r.reverses = a.key) order by 1, 2, 3`,
    )
  ).rows
const payoutOf = async (number: number) =>
  (
    await bed.database.owner.query(
      `select id, amount_minor, line_count, open from payout p where batch = $1 and replaced_by is null
         and exists (select from funds_file f where f.id = p.file_id and f.state = 'imported')`,
      [String(number)],
    )
  ).rows
const troubles = async () => (await bed.exceptions()).map(({ code, state }) => `${code} ${state}`)

it('a batch that comes once more, beside a new one, keeps its payout, its links and its arrival', async () => {
  const [seven, eight, nine] = [await sell(7), await sell(8), await sell(9)]
  expect(await bring('7-8.csv', report(batch(7), batch(8)))).toMatchObject({ state: 'imported' })
  await arrive(7, 1, 100)
  await arrive(8, 2, 129.7)
  await bed.run()
  for (const sale of [...seven, ...eight]) expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', open: false })
  const [links, payout] = [await standing(), await payoutOf(8)]

  expect(await bring('8-9.csv', report(batch(8), batch(9)))).toMatchObject({ state: 'imported', supersedes: null })
  await bed.run()
  for (const sale of [...seven, ...eight]) expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', open: false })
  for (const sale of nine) expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', open: true })
  expect(await payoutOf(8)).toEqual(payout)
  expect(await standing()).toEqual(expect.arrayContaining(links))
  expect((await standing()).length).toBe(links.length + 3)
  expect(await troubles()).toEqual([])
  // Nothing moves in a run after it.
  expect((await bed.run()).run).toBeNull()
})

it('a file that only says again what parts of earlier ones have said is the same', async () => {
  expect(await bring('8 alone.csv', batch(8).replaceAll('\n', '\r\n'))).toMatchObject({
    state: 'duplicate',
    reason: 'same_content',
  })
  expect(await payoutOf(8)).toHaveLength(1)
})

it('a batch that is corrected beside a new one takes the place of the old, and the money is found for it again', async () => {
  const ten = await sell(10)
  await arrive(9, 3, 159.4)
  await bed.run()
  const corrected = adyenReport({ batch: 9, change: (line, number) => (number === 3 ? line.replace('P9-2', 'P9-X') : line) })
  const [old] = await payoutOf(9)
  expect(await bring('9-10.csv', report(corrected, batch(10)))).toMatchObject({
    state: 'imported',
    reason: null,
    supersedes: null,
  })
  await bed.run()
  const [now, ...others] = await payoutOf(9)
  expect(others).toEqual([])
  expect(now.id).not.toBe(old.id)
  const { rows } = await bed.database.owner.query(
    'select payment_id, position, payout_id from funds_payment where payout_id = any ($1::int8[])',
    [[old.id, now.id]],
  )
  expect(rows.map(({ position, payout_id }) => [position, payout_id])).toEqual([1, 2, 3].map(() => ['arrived', now.id]))
  for (const sale of ten) expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout' })
  // Of batch 8 nothing was said: it stands as it stood, and file 8-9 is imported as before.
  expect(await payoutOf(8)).toMatchObject([{ open: false }])
  expect((await troubles()).filter((one) => !one.startsWith('DUPLICATE_FILE'))).toEqual([])
  expect((await bed.run()).run).toBeNull()
})

it('a second part of a batch beside a new one waits for a person', async () => {
  const part = adyenReport({ batch: 10, change: (line) => line.replace('P10-', 'P10-9').replace('R10-', 'R10-9') })
  const file = await bring('10-11.csv', report(part, batch(11)))
  expect(file).toMatchObject({ state: 'previewed', reason: 'takes_rows_away' })
  expect(file.changes).toMatchObject({ difference: { onlyThere: 3, onlyHere: 3 } })
  expect(await payoutOf(11)).toEqual([])
})

it('a sale that its store tells after both files has one line', async () => {
  bed.moveTo('2026-05-12')
  expect(await bring('44.csv', batch(44))).toMatchObject({ state: 'imported' })
  expect(await bring('44-45.csv', report(batch(44), batch(45)))).toMatchObject({ state: 'imported' })
  await bed.run()
  const sale = await bed.pay({ day: '2026-05-08', basket: 'R44-0', amountMinor: 1_000 })
  await bed.run()
  expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', payout_id: (await payoutOf(44))[0].id })
  expect((await troubles()).filter((one) => one.startsWith('DUPLICATE_SETTLEMENT'))).toEqual([])
  expect((await standing()).filter(({ from_id }) => from_id === sale)).toHaveLength(1)
  expect((await bed.run()).run).toBeNull()
})

it('rows that are told again, or corrected, do not stand for a file that is missing', async () => {
  await addSource(bed.ctx, {
    ...{ name: 'Adyen M1', kind: 'acquirer', acquirer: 'adyen', merchantAccount: 'M1', calendars: ['every-day'] },
    ...{ dueAfterDays: 1, dueBy: '10:00', timeZone: 'Europe/Berlin', activeFrom: '2026-05-14', activeTo: '2026-05-14' },
  })
  bed.moveTo('2026-05-14')
  for (let nth = 0; nth < 10; nth += 1) await bed.pay({ day: '2026-05-14', basket: `R40-${nth}`, amountMinor: 1_000 })
  const few = adyenReport({ batch: 40, sales: 2, change: (line) => line.replace('2026-05-08', '2026-05-14') })
  const isMissing = async () => (await troubles()).includes('FILE_MISSING open')
  bed.moveTo('2026-05-18')
  expect(await bring('40.csv', few)).toMatchObject({ state: 'imported' })
  await bed.run()
  expect(await isMissing()).toBe(true)
  expect(await bring('40-41.csv', report(few, batch(41)))).toMatchObject({ state: 'imported' })
  await bed.run()
  expect(await isMissing()).toBe(true)
  const corrected = few.replaceAll(',9.90,0.10,', ',9.80,0.20,').replace(',19.80,', ',19.60,')
  expect(await bring('40-42.csv', report(corrected, batch(42)))).toMatchObject({ state: 'imported' })
  await bed.run()
  expect(await isMissing()).toBe(true)
  // Where enough of the day is told it is not missing.
  const more = adyenReport({ batch: 43, sales: 4, change: (line) => line.replace('2026-05-08', '2026-05-14') })
  expect(
    await bring('43.csv', more.replaceAll('R43-', 'R40-').replace('R40-0', 'R40-7').replace('R40-1', 'R40-8')),
  ).toMatchObject({ state: 'imported' })
  await bed.run()
  expect(await isMissing()).toBe(false)
})

it('several statements of one day in one file, as pages are, are each held against the one before', async () => {
  const file = await bring('pages.xml', pages([60, 1_000], [61, 1_001], [62, 1_002], [63, 1_003]))
  expect(file).toMatchObject({ state: 'imported' })
  await bed.run()
  const { rows } = await bed.database.owner.query(
    `select about, holds from funds_identity where name = 'statement_chain' and about like '% ' || $1 order by length(about), about`,
    [file.id],
  )
  expect(rows.map(({ about }) => /^\S+ 2026-05-12(\/\d+)? \d+$/.test(about))).toEqual([true, true, true, true])
  expect(rows.filter(({ holds }) => holds)).toHaveLength(3)
  expect((await bed.run()).run).toBeNull()
})
