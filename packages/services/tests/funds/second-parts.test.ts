import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confirmFile, getFile } from '../../src/funds/files/index.ts'
import { mayBePart } from '../../src/funds/files/may-be-part.ts'
import { takeFile, takeFiles } from '../../src/funds/reading/index.ts'
import { adyenReport, camt, type FundsBed, openFundsBed } from '../funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
})
afterAll(() => bed?.close())

async function bring(name: string, content: string, via: 'upload' | 'folder' = 'folder'): Promise<number> {
  const { id } = await bed.receive(name, content, via)
  await takeFile(bed.ctx, bed.parts, id)
  return id
}
/** The same batch with sales of its own: as an acquirer sends a large day in two files. */
const secondPart = (batch: number, kept = 0): string =>
  adyenReport({
    batch,
    change: (line, number) =>
      number > kept ? line.replaceAll(`P${batch}-`, `P${batch}-9`).replaceAll(`R${batch}-`, `R${batch}-9`) : line,
  })
async function bringParts(batch: number): Promise<[number, number]> {
  const first = await bring('part-1.csv', adyenReport({ batch }))
  const second = await bring('part-2.csv', secondPart(batch))
  await confirmFile(bed.ctx, { id: second, counts: 'beside' })
  await takeFile(bed.ctx, bed.parts, second)
  expect(await bed.file(second)).toMatchObject({ state: 'imported' })
  return [first, second]
}
const otherRow = (batch: number, which: number) => (line: string, number: number) =>
  number === which ? line.replaceAll(`${batch}-`, `${batch}-7`) : line
const withoutNames = (report: string) => report.split('\n').slice(1).join('\n')
const withoutPayout = (report: string) =>
  report
    .split('\n')
    .filter((line) => !line.includes('MerchantPayout'))
    .join('\n')
/** What people and the hub have said of a file, but for its coming and its being read. */
async function acts(id: number): Promise<unknown[]> {
  const { rows } = await bed.database.owner.query<{ action: string; body: { after?: unknown } }>(
    `select action, convert_from(body, 'UTF8')::jsonb as body from audit_entry where target_type = 'funds_file' and target_id = $1
       and action in ('funds_file.confirmed', 'funds_file.imported') order by recorded_at, id`,
    [String(id)],
  )
  return rows.map(({ action, body }) => [action, body.after])
}
const openLines = (id: number) => bed.count('settlement_line_open', `file_id = ${id}`)

describe('a file about the batches of an earlier one, on a way that is trusted', () => {
  it('with other sales waits for a person, who is told what it would take away', async () => {
    const first = await bring('part-1.csv', adyenReport({ batch: 401 }))
    const second = await bring('part-2.csv', secondPart(401))
    expect(await bed.file(second)).toMatchObject({ state: 'previewed', reason: 'takes_rows_away', supersedes: first })
    expect((await bed.file(second)).changes).toMatchObject({
      difference: { fileId: first, mostStays: false, onlyThere: 3, onlyHere: 3 },
    })
    expect(await bed.file(first)).toMatchObject({ state: 'imported' })
    expect([await openLines(first), await openLines(second)]).toEqual([3, 0])
    // Whoever has seen it may still say so.
    await confirmFile(bed.ctx, { id: second })
    await takeFile(bed.ctx, bed.parts, second)
    expect(await bed.file(second)).toMatchObject({ state: 'imported', reason: null, supersedes: first })
    expect(await bed.file(first)).toMatchObject({ state: 'superseded' })
  })

  it('counts beside the earlier one where a person says that it is a second part', async () => {
    const first = await bring('day-1.csv', adyenReport({ batch: 431 }))
    const second = await bring('day-2.csv', secondPart(431))
    expect(await getFile(bed.ctx, { id: second })).toMatchObject({ mayBePart: true, beside: [] })
    await confirmFile(bed.ctx, { id: second, counts: 'beside' })
    await takeFile(bed.ctx, bed.parts, second)
    expect(await bed.file(second)).toMatchObject({ state: 'imported', reason: null, supersedes: null })
    expect(await bed.file(first)).toMatchObject({ state: 'imported' })
    expect([await openLines(first), await openLines(second)]).toEqual([3, 3])
    expect(await bed.count('payout', `batch = '431' and open and replaced_by is null and amount_minor = 2970`)).toBe(2)
    expect(await getFile(bed.ctx, { id: second })).toMatchObject({ mayBePart: false, beside: [first] })
    expect(await getFile(bed.ctx, { id: first })).toMatchObject({ beside: [second] })
    expect(await acts(second)).toEqual([
      ['funds_file.confirmed', { counts: 'beside', earlier: first }],
      ['funds_file.imported', expect.objectContaining({ beside: [first], supersedes: null })],
    ])
  })

  it('is recognised when either part comes again, and when one part or both are corrected', async () => {
    const [first, second] = await bringParts(432)
    const again = await bring('again.csv', `${adyenReport({ batch: 432 })}\n`)
    expect(await bed.file(again)).toMatchObject({ state: 'duplicate', reason: 'same_content', same_as: first })
    const secondAgain = await bring('second-again.csv', `${secondPart(432)}\n`)
    expect(await bed.file(secondAgain)).toMatchObject({ state: 'duplicate', reason: 'same_content', same_as: second })
    // Two parts of other batches too: whatever is in one of them is told again.
    const wide = await bring('first-and-more.csv', `${adyenReport({ batch: 432 })}${withoutNames(adyenReport({ batch: 442 }))}`)
    expect(await bed.file(wide)).toMatchObject({ state: 'imported' })
    expect([await openLines(first), await openLines(second), await openLines(wide)]).toEqual([3, 3, 3])
    const right = await bring('first-corrected.csv', adyenReport({ batch: 432, change: otherRow(432, 1) }))
    expect(await bed.file(right)).toMatchObject({ state: 'imported', supersedes: first, beside: [String(second)] })
    expect([await openLines(first), await openLines(second), await openLines(right)]).toEqual([0, 3, 3])
    const all = await bring(
      'whole.csv',
      `${adyenReport({ batch: 432, change: otherRow(432, 1) })}${withoutNames(secondPart(432))}`,
    )
    expect(await bed.file(all)).toMatchObject({ state: 'imported', beside: [] })
    expect([await openLines(second), await openLines(right), await openLines(all)]).toEqual([0, 0, 6])
    expect(await bed.count('payout', `batch = '432' and replaced_by is null`)).toBe(1)
  })

  it('is corrected alone also where a row stands in both parts', async () => {
    const first = await bring('shared-1.csv', adyenReport({ batch: 437 }))
    const second = await bring('shared-2.csv', secondPart(437, 1))
    await confirmFile(bed.ctx, { id: second, counts: 'beside' })
    await takeFile(bed.ctx, bed.parts, second)
    const right = await bring('shared-1-corrected.csv', adyenReport({ batch: 437, change: otherRow(437, 3) }))
    expect(await bed.file(right)).toMatchObject({ state: 'imported', supersedes: first, beside: [String(second)] })
    expect(await Promise.all([first, second, right].map(openLines))).toEqual([0, 3, 3])
  })

  it('may be a third part, and waits for a person again', async () => {
    const [first, second] = await bringParts(433)
    const third = await bring('third.csv', secondPart(433).replaceAll('433-9', '433-8'))
    expect(await bed.file(third)).toMatchObject({ state: 'previewed', reason: 'takes_rows_away' })
    await confirmFile(bed.ctx, { id: third, counts: 'beside' })
    await takeFile(bed.ctx, bed.parts, third)
    expect(await bed.file(third)).toMatchObject({ state: 'imported', beside: [String(first), String(second)] })
    expect(await Promise.all([first, second, third].map(openLines))).toEqual([3, 3, 3])
  })

  it('shares what is announced for both with the other part', async () => {
    const announced = (report: string) => report.replace(',29.70,', ',59.40,')
    const first = await bring('announced-1.csv', announced(adyenReport({ batch: 434 })))
    // What it announces is not what its lines come to: somebody has looked.
    await confirmFile(bed.ctx, { id: first })
    await takeFile(bed.ctx, bed.parts, first)
    expect(await bed.count('payout', `file_id = ${first} and amount_minor = 5940`)).toBe(1)
    const second = await bring('announced-2.csv', withoutPayout(secondPart(434)))
    await confirmFile(bed.ctx, { id: second, counts: 'beside' })
    await takeFile(bed.ctx, bed.parts, second)
    expect(await bed.count('payout', `file_id in (${first}, ${second}) and amount_minor = 2970 and open`)).toBe(2)
  })

  it('is no part of a bill that another bill completes, of a statement, or of nothing', async () => {
    const first = await bring('early.csv', adyenReport({ batch: 435 }), 'upload')
    await expect(confirmFile(bed.ctx, { id: first, counts: 'beside' })).rejects.toMatchObject({ reason: 'file_no_part' })
    const bill = { state: 'previewed', reason: 'takes_rows_away', about: 'acquirer', differsFrom: 1 } as const
    expect(mayBePart({ ...bill, format: 'adyen-settlement-details' })).toBe(true)
    expect(mayBePart({ ...bill, format: 'wechat-trade-bill' })).toBe(false)
    expect(mayBePart({ ...bill, format: 'camt.053', about: 'bank' })).toBe(false)
    expect(mayBePart({ ...bill, format: 'adyen-settlement-details', reason: null })).toBe(false)
  })

  it('is shown again when something else has come meanwhile', async () => {
    const first = await bring('meanwhile-1.csv', adyenReport({ batch: 436 }))
    const second = await bring('meanwhile-2.csv', secondPart(436))
    await confirmFile(bed.ctx, { id: second, counts: 'beside' })
    const right = await bring('meanwhile-3.csv', adyenReport({ batch: 436, change: otherRow(436, 1) }))
    expect(await bed.file(right)).toMatchObject({ state: 'imported', supersedes: first })
    await takeFile(bed.ctx, bed.parts, second)
    expect(await bed.file(second)).toMatchObject({ state: 'previewed', reason: 'takes_rows_away', decided_at: null, beside: [] })
    expect((await bed.file(second)).changes).toMatchObject({ difference: { fileId: right } })
  })

  it('waits also where it comes together with the first one', async () => {
    const first = await bed.receive('both-1.csv', adyenReport({ batch: 402 }), 'folder')
    const second = await bed.receive('both-2.csv', secondPart(402), 'folder')
    expect(await takeFiles(bed.ctx, bed.parts, [first.id, second.id])).toEqual([])
    expect(await bed.file(first.id)).toMatchObject({ state: 'imported' })
    expect(await bed.file(second.id)).toMatchObject({ state: 'previewed', reason: 'takes_rows_away', supersedes: first.id })
  })

  it('with most of its rows takes its place by itself', async () => {
    const first = await bring('wrong.csv', adyenReport({ batch: 403 }))
    const second = await bring('right.csv', secondPart(403, 2))
    expect(await bed.file(second)).toMatchObject({ state: 'imported', reason: null, supersedes: first })
    expect([await openLines(first), await openLines(second)]).toEqual([0, 3])
  })

  it('with the same sales and other amounts takes its place by itself, however few they are', async () => {
    const first = await bring('wrong-amount.csv', adyenReport({ batch: 404, sales: 1 }))
    const second = await bring(
      'right-amount.csv',
      adyenReport({
        batch: 404,
        sales: 1,
        change: (line) => line.replace(',9.90,0.10,', ',9.80,0.20,').replace(',9.90,', ',9.80,'),
      }),
    )
    expect(await bed.file(second)).toMatchObject({ state: 'imported', reason: null, supersedes: first })
    expect(await bed.count('settlement_line_open', `file_id in (${first}, ${second})`)).toBe(1)
  })

  it('is a statement under the same number: that says itself which one it corrects', async () => {
    const first = await bring('day.xml', camt({ sequence: 701 }))
    const entries = [{ amount: '29.70', text: 'another payer altogether' }]
    const second = await bring('day-corrected.xml', camt({ message: 'M-9', sequence: 701, entries }))
    expect(await bed.file(second)).toMatchObject({ state: 'imported', supersedes: first })
    expect(await bed.file(first)).toMatchObject({ state: 'superseded' })
  })

  it('with one reference in all of its lines waits for a person: one such line does not stand for all', async () => {
    const captures = (merchantReference: string, sales: number): string =>
      adyenReport({
        batch: 405,
        sales,
        change: (line) => line.replace(/P405-\d/, 'P405').replaceAll('R405-', merchantReference),
      })
    const first = await bring('captures-1.csv', captures('R405-', 4))
    const second = await bring('captures-2.csv', captures('R405-9', 2))
    expect(await bed.file(second)).toMatchObject({ state: 'previewed', reason: 'takes_rows_away' })
    expect([await openLines(first), await openLines(second)]).toEqual([4, 0])
  })

  it('waits where one of its batches is a second part, however large its others are', async () => {
    const both = (small: string): string => `${adyenReport({ batch: 406, sales: 9 })}${small.slice(small.indexOf('\n') + 1)}`
    const first = await bring('large-and-small-1.csv', both(adyenReport({ batch: 407 })))
    const second = await bring('large-and-small-2.csv', both(secondPart(407)))
    expect(await bed.file(second)).toMatchObject({ state: 'previewed', reason: 'takes_rows_away', supersedes: first })
    expect([await openLines(first), await openLines(second)]).toEqual([12, 0])
  })

  it('waits also where they lie in files of their own', async () => {
    const large = await bring('large.csv', adyenReport({ batch: 408, sales: 9 }))
    const small = await bring('small.csv', adyenReport({ batch: 409 }))
    const corrected = adyenReport({
      batch: 408,
      sales: 9,
      change: (line, number) => (number === 9 ? line.replace('P408-8', 'P408-X') : line),
    })
    const part = secondPart(409)
    const both = await bring('both.csv', `${corrected}${part.slice(part.indexOf('\n') + 1)}`)
    expect(await bed.file(both)).toMatchObject({ state: 'previewed', reason: 'takes_rows_away' })
    expect([await openLines(large), await openLines(small), await openLines(both)]).toEqual([9, 3, 0])
  })

  it('is asked about again where, since it was shown, another file came whose rows it would take away too', async () => {
    const first = await bring('shown-1.csv', adyenReport({ batch: 410 }))
    const part = secondPart(411)
    const shown = await bring('shown-both.csv', `${secondPart(410, 2)}${part.slice(part.indexOf('\n') + 1)}`, 'upload')
    expect((await bed.file(shown)).changes).toMatchObject({ difference: { fileId: first, onlyThere: 1, onlyHere: 1 } })
    const since = await bring('since.csv', adyenReport({ batch: 411 }))
    await confirmFile(bed.ctx, { id: shown })
    await takeFile(bed.ctx, bed.parts, shown)
    expect(await bed.file(shown)).toMatchObject({ state: 'previewed', reason: 'takes_rows_away', decided_at: null })
    expect((await bed.file(shown)).changes).toMatchObject({ difference: { fileId: first, onlyThere: 4, onlyHere: 4 } })
    expect([await openLines(since), await openLines(shown)]).toEqual([3, 0])
    await confirmFile(bed.ctx, { id: shown })
    await takeFile(bed.ctx, bed.parts, shown)
    expect([await openLines(since), await openLines(shown)]).toEqual([0, 6])
  })

  it('is known again also where nothing in it names a batch, and then another report is another one', async () => {
    const report = (change: (line: string) => string = (line) => line): string =>
      adyenReport({ batch: 412, change: (line) => change(line.replace(',412,', ',,')) })
    const first = await bring('no-batch.csv', report())
    expect(await bed.file(first)).toMatchObject({ state: 'imported' })
    const again = await bring('no-batch-again.csv', report().replaceAll('\n', '\r\n'))
    expect(await bed.file(again)).toMatchObject({ state: 'duplicate', reason: 'same_content', same_as: first })
    const other = await bring(
      'no-batch-next-day.csv',
      report((line) => line.replaceAll('P412', 'P413').replaceAll('R412', 'R413')),
    )
    expect(await bed.file(other)).toMatchObject({ state: 'imported', supersedes: null })
  })
})
