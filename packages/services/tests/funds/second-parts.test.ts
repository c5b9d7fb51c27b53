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
})
