import { afterAll, beforeAll, expect, it } from 'vitest'
import { confirmFile, receiveFile } from '../../src/funds/files/index.ts'
import { getPaymentFunds, getPayout } from '../../src/funds/index.ts'
import { createFileReader, takeFile } from '../../src/funds/reading/index.ts'
import { wholeChain } from '../../src/permissions/index.ts'
import { realClock, testOpener } from '../../src/testing/index.ts'
import { deriveHubKeys, registerHubKeys } from '../../src/vault/index.ts'
import { adyenReport, camt } from '../funds-bed.ts'
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
