import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confirmFile } from '../../src/funds/files/index.ts'
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
