import { afterAll, beforeAll, expect, it } from 'vitest'
import { confirmFile, receiveFile } from '../../src/funds/files/index.ts'
import { addContract, addRoute, getBankLine, getPaymentFunds, getPayout } from '../../src/funds/index.ts'
import { createFileReader, takeFile } from '../../src/funds/reading/index.ts'
import { wholeChain } from '../../src/permissions/index.ts'
import { realClock, testOpener } from '../../src/testing/index.ts'
import { deriveHubKeys, registerHubKeys } from '../../src/vault/index.ts'
import { adyenReport, camt, camtNotice } from '../funds-bed.ts'
import { CONTRACT, type FundsBed, openFundsBed } from './funds-bed.ts'

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

interface Row {
  readonly type?: string
  readonly name: string
  /** Major units; below zero is taken from the merchant. */
  readonly gross?: number
  readonly net: number
  readonly currency?: string
  readonly modification?: string
}

/** A report of lines as they are given; what is sent stands in it only where a line says so. */
function report(batch: number, rows: readonly Row[]): string {
  const sides = (amount: number | undefined) =>
    amount === undefined ? ',' : amount < 0 ? `${(-amount).toFixed(2)},` : `,${amount.toFixed(2)}`
  const lines = rows.map(({ type = 'Settled', name, gross, net, currency = 'EUR', modification = '' }) => {
    const fee = gross === undefined || currency !== 'EUR' ? '' : (gross - net).toFixed(2)
    const psp = type === 'InvoiceDeduction' ? '' : `PSP${name}`
    const own = type === 'Settled' ? name : ''
    return `M1,${psp},${own},visa,2026-05-08 09:00:00,CEST,${type},${modification},${gross === undefined ? '' : currency},${sides(gross)},EUR,${sides(net)},${fee},,,,${batch},S1,T1`
  })
  return `${[adyenReport().split('\n')[0], ...lines].join('\n')}\n`
}

let [sequence, balance] = [93, 149.5]
/** The next day's statement of the account. */
function nextStatement(entries: readonly { amount: string; text: string }[]): string {
  const opening = balance.toFixed(2)
  balance = entries.reduce((sum, { amount }) => sum + Number(amount), balance)
  const number = sequence++
  return camt({ message: `M-${number}`, sequence: number, opening, closing: balance.toFixed(2), entries })
}

async function holdsAndIsQuiet(): Promise<void> {
  const { rows } = await bed.database.owner.query('select name, about, terms from funds_identity where not holds')
  expect(rows).toEqual([])
  expect((await bed.exceptions()).map(({ code }) => code).filter((code) => code !== 'CHARGEBACK_NEW')).toEqual([])
  expect((await bed.run()).run).toBeNull()
}

it('what is too little to be sent comes with the next payout, and what is owed is taken from it', async () => {
  await addContract(bed.ctx, { ...CONTRACT, version: 2, payout: { ...CONTRACT.payout, minimumMinor: 1_500 } })
  const pay = (basket: string, amountMinor = 1_000) => bed.pay({ day: '2026-05-08', basket, amountMinor })
  const [small, charged, ...others] = [await pay('Q-1'), await pay('Q-2'), await pay('Q-3'), await pay('Q-4', 2_000)]
  await bring('390.csv', report(390, [{ name: 'Q-1', gross: 10, net: 9.9 }]))
  await bed.run()
  expect(await bed.payment(small)).toMatchObject({ position: 'in_payout', health: 'on_time' })
  await bring('391.csv', report(391, [{ name: 'Q-2', gross: 10, net: 9.9 }]))
  await bring('s1.xml', nextStatement([{ amount: '19.80', text: 'ADYEN N.V.' }]))
  await bed.run()
  for (const sale of [small, charged]) expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', open: false })
  const { rows } = await bed.database.owner.query(
    `select p.batch, p.amount_minor, p.own_minor, p.carried_over, n.batch as into, p.open from payout p left join payout n on n.id = p.carried_into
     where p.batch in ('390', '391') order by p.batch`,
  )
  expect(rows).toEqual([
    { batch: '390', amount_minor: 990, own_minor: 990, carried_over: true, into: '391', open: false },
    { batch: '391', amount_minor: 1_980, own_minor: 990, carried_over: false, into: null, open: false },
  ])
  await holdsAndIsQuiet()
  // A chargeback alone is below zero: nothing is sent, and the next payout is less.
  await bring('392.csv', report(392, [{ type: 'Chargeback', name: 'Q-2', gross: -10, net: -10, modification: 'C1' }]))
  await bed.run()
  expect(await bed.payment(charged)).toMatchObject({ position: 'arrived', exits: ['charged_back_first'] })
  await bring(
    '393.csv',
    report(393, [
      { name: 'Q-3', gross: 10, net: 9.9 },
      { name: 'Q-4', gross: 20, net: 19.8 },
      { type: 'ChargebackReversed', name: 'Q-2', gross: 10, net: 10, modification: 'C2' },
    ]),
  )
  await bring('s2.xml', nextStatement([{ amount: '29.70', text: 'ADYEN N.V.' }]))
  await bed.run()
  expect(await bed.payment(charged)).toMatchObject({ position: 'arrived', exits: ['charged_back_reversed'] })
  for (const sale of others) expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', health: 'on_time' })
  await bring('394.csv', report(394, [{ type: 'SecondChargeback', name: 'Q-2', gross: -10, net: -10, modification: 'C3' }]))
  await bed.run()
  expect(await bed.payment(charged)).toMatchObject({ exits: ['charged_back_second'] })
  await holdsAndIsQuiet()
})

it('one payout in two lines, fees that an invoice takes, and money of another currency come out as they are', async () => {
  await addContract(bed.ctx, { ...CONTRACT, version: 3, feesTaken: 'monthly_invoice', payout: CONTRACT.payout })
  await addContract(bed.ctx, { ...CONTRACT, id: 'adyen-usd', version: 1, currency: 'USD', fees: [{ percent: '2' }] })
  await addRoute(bed.ctx, { currency: 'USD', acquirer: 'adyen', merchantAccount: 'M1', validFrom: '2026-01-01' })
  const [whole, abroad] = [
    await bed.pay({ day: '2026-05-08', basket: 'Z-1', amountMinor: 3_000 }),
    await bed.pay({ day: '2026-05-08', basket: 'Z-2', amountMinor: 2_000, currency: 'USD' }),
  ]
  await bring(
    '395.csv',
    report(395, [
      { name: 'Z-1', gross: 30, net: 30 },
      { name: 'Z-2', gross: 20, net: 18.2, currency: 'USD' },
      { type: 'InvoiceDeduction', name: '', net: -0.45 },
      // What was owed since the second chargeback.
      { type: 'Balancetransfer', name: 'B', net: -10 },
      { type: 'MerchantPayout', name: '', net: -37.75, modification: 'TX395XT batch 395' },
    ]),
  )
  await bring(
    's3.xml',
    nextStatement([
      { amount: '30.00', text: 'TX395XT 1/2 ADYEN' },
      { amount: '7.75', text: 'TX395XT 2/2 ADYEN' },
    ]),
  )
  await bed.run()
  expect(await bed.payment(whole)).toMatchObject({ position: 'arrived', health: 'on_time', settled_fee: '0' })
  expect(await bed.payment(abroad)).toMatchObject({
    position: 'arrived',
    health: 'on_time',
    settled_minor: 2_000,
    currency: 'USD',
  })
  await holdsAndIsQuiet()
})
