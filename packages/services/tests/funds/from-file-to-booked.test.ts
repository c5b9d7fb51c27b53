import { afterAll, beforeAll, expect, it } from 'vitest'
import { confirmFile, receiveFile } from '../../src/funds/files/index.ts'
import { getBankLine, getPaymentFunds, getPayout } from '../../src/funds/index.ts'
import { createFileReader, takeFile } from '../../src/funds/reading/index.ts'
import { wholeChain } from '../../src/permissions/index.ts'
import { realClock, testOpener } from '../../src/testing/index.ts'
import { deriveHubKeys, registerHubKeys } from '../../src/vault/index.ts'
import { adyenReport, camt, camtNotice } from '../funds-bed.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

/** Nothing stands in for a part of the product here: tills pay, files are read, runs match. */
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

async function bring(name: string, text: string): Promise<{ id: number; state: unknown }> {
  const ctx = { ...bed.ctx, actor: { kind: 'user', id: 'finance', sessionId: 's', reach: wholeChain, factors: [] } } as const
  const parts = { opener: testOpener, reader }
  const content = (async function* () {
    yield Buffer.from(text)
  })()
  const { id } = await receiveFile(ctx, { name, via: 'upload', content })
  await takeFile(ctx, parts, id)
  await confirmFile(ctx, { id })
  await takeFile(ctx, parts, id)
  const { rows } = await bed.database.pool.query('select state from funds_file where id = $1', [id])
  return { id, state: rows[0]?.state }
}

it('a card is approved, the acquirer’s file comes, the statement comes: the money is there, once, with all that shows it', async () => {
  bed.moveTo('2026-05-08')
  const sales: string[] = []
  for (const nth of [0, 1, 2]) sales.push(await bed.pay({ day: '2026-05-08', basket: `R380-${nth}`, amountMinor: 1_000 }))
  await bed.run()
  bed.moveTo('2026-05-12')
  expect(await bring('batch-380.csv', adyenReport())).toMatchObject({ state: 'imported' })
  await bed.run()
  for (const sale of sales) expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', settled_minor: 1_000 })
  expect(await bring('statement.xml', camt())).toMatchObject({ state: 'imported' })
  await bed.run()
  for (const sale of sales)
    expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', arrived: '2026-05-12', health: 'on_time', open: false })

  const funds = await getPaymentFunds(bed.ctx, { id: sales[0] ?? '' })
  expect(funds).toMatchObject({
    lines: [{ file: 'batch-380.csv', line: 2, gross: '10', fees: '0.1', net: '9.9', rule: 'L2' }],
    payouts: [{ batch: '380', amountMinor: 2_970, lineCount: 3, holds: true }],
    bankLines: [{ file: 'statement.xml', amountMinor: 2_970, booked: true, rule: 'P1' }],
  })
  const payout = await getPayout(bed.ctx, { id: funds?.payouts[0]?.id ?? '' })
  expect(payout).toMatchObject({ amountMinor: 2_970, identity: { holds: true } })
  expect((await bed.exceptions()).map(({ code }) => code)).toEqual([])
})

it('two payouts that the bank books in one line are told apart by its notice, which is no money of its own', async () => {
  const [a, b] = [
    await bed.pay({ day: '2026-05-08', basket: 'R381-0', amountMinor: 1_000 }),
    await bed.pay({ day: '2026-05-08', basket: 'R382-0', amountMinor: 1_000 }),
  ]
  await bring('batch-381.csv', adyenReport({ batch: 381, sales: 1 }))
  await bring('batch-382.csv', adyenReport({ batch: 382, sales: 1 }))
  const parts = [381, 382].map((batch) => ({ amount: '9.90', text: `TX${batch}XT batch ${batch}, M1` }))
  const notice = await bring('notice.xml', camtNotice({ reference: '92-0', parts }))
  expect(notice).toMatchObject({ state: 'imported' })
  await bed.run()
  // A notice alone says nothing of what is booked.
  expect(await bed.payment(a)).toMatchObject({ position: 'in_payout' })
  const entries = [{ amount: '19.80', text: 'Sammler ADYEN' }]
  const statement = await bring(
    'batch.xml',
    camt({ message: 'M-92', sequence: 92, opening: '129.70', closing: '149.50', entries }),
  )
  await bed.run()
  for (const sale of [a, b]) expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', arrived: '2026-05-12' })
  const line = await getBankLine(bed.ctx, { fileId: String(statement.id), position: 1 })
  expect(line.parts).toMatchObject(parts.map(({ text }) => ({ file: 'notice.xml', amountMinor: 990, text })))
  expect(line.payouts.map(({ batch, allocatedMinor, rule }) => `${batch} ${allocatedMinor} ${rule}`)).toEqual([
    '381 990 P1',
    '382 990 P1',
  ])
  const { rows } = await bed.database.owner.query('select name, about from funds_identity where not holds')
  expect(rows).toEqual([])
  expect(await bed.exceptions()).toEqual([])
  expect((await bed.run()).run).toBeNull()
})
