import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confirmLink, getException, linkByHand, listLinkCandidates, undoLink } from '../../src/funds/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { newId } from '../ingest-bed.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
let anna: ServiceContext
let bo: ServiceContext

async function person(): Promise<ServiceContext> {
  const id = newId()
  await bed.database.pool.query('insert into "user" (id, name, email, role) values ($1, $1, $2, $3)', [
    id,
    `${id}@chain.example`,
    'finance',
  ])
  return { ...bed.ctx, actor: { kind: 'user', id, sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] } }
}

beforeAll(async () => {
  bed = await openFundsBed()
  anna = await person()
  bo = await person()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const keyOf = async (code: string, row: string): Promise<string> =>
  (await bed.exceptions()).find((one) => one.code === code && one.key.includes(row))?.key ?? ''
const ids = (sides: readonly { readonly id: string }[] | undefined) => sides?.map(({ id }) => id)

describe('what could mend an exception', () => {
  let [same, near]: string[] = []
  let line = ''

  beforeAll(async () => {
    bed.moveTo('2026-05-08')
    near = await bed.pay({ day: '2026-05-08', basket: 'NEAR', amountMinor: 4_300 })
    same = await bed.pay({ day: '2026-05-07', basket: 'SAME', amountMinor: 4_200 })
    await bed.pay({ day: '2026-05-08', basket: 'FOUND', amountMinor: 4_200 })
    await bed.pay({ day: '2026-05-08', basket: 'OTHER-MONEY', amountMinor: 4_200, currency: 'USD' })
    const { fileId } = await bed.settle('71', '2026-05-12', [
      { reference: 'PSP-71-1', grossMinor: 4_200, day: '2026-05-08' },
      { reference: 'PSP-71-2', merchantReference: 'FOUND', grossMinor: 4_200, day: '2026-05-08' },
    ])
    line = `${fileId}:1`
    bed.moveTo('2026-05-20')
    await bed.run()
  })

  it('of a line that no store knows are the sales without a line, the one of its amount first', async () => {
    const key = await keyOf('UNKNOWN_IN_STORE', line)
    const found = await listLinkCandidates(anna, { key })
    expect(found).toMatchObject({ join: 'payment_line', about: 'to', limitMinor: 10_000 })
    expect(ids(found?.to)).toEqual([line])
    expect(ids(found?.from)).toEqual([same, near])
    expect(found?.from[0]).toMatchObject({ amountMinor: 4_200, currency: 'EUR', day: '2026-05-07', references: ['SAME'] })
  })

  it('of a sale that is in no file are the lines without a sale', async () => {
    const found = await listLinkCandidates(anna, { key: await keyOf('MISSING_IN_SETTLEMENT', same ?? '') })
    expect(found).toMatchObject({ join: 'payment_line', about: 'from' })
    expect([ids(found?.from), ids(found?.to)]).toEqual([[same], [line]])
  })

  it('once linked is nothing any more, for both exceptions end; taken apart both are back', async () => {
    const [unknown, missing] = [await keyOf('UNKNOWN_IN_STORE', line), await keyOf('MISSING_IN_SETTLEMENT', same ?? '')]
    const { key, state } = await linkByHand(anna, { join: 'payment_line', from: same ?? '', to: line, reason: 'By receipt.' })
    expect(state).toBe('made')
    await bed.run()
    expect(await listLinkCandidates(anna, { key: unknown })).toBeNull()
    expect(await listLinkCandidates(anna, { key: missing })).toBeNull()
    expect(ids((await listLinkCandidates(anna, { key: await keyOf('MISSING_IN_SETTLEMENT', near ?? '') }))?.to)).toEqual([])
    await undoLink(bo, { key, reason: 'Another receipt.' })
    await bed.run()
    expect(ids((await listLinkCandidates(anna, { key: unknown }))?.from)).toEqual([same, near])
    expect(ids((await listLinkCandidates(anna, { key: missing }))?.to)).toEqual([line])
  })

  it('of a payout that did not come are the lines nobody expected, and the other way round', async () => {
    const { payoutId } = await bed.settle('72', '2026-05-12', [
      { reference: 'PSP-72', grossMinor: 9_000, feeMinor: 0, day: '2026-05-08' },
    ])
    const lines = [
      { amountMinor: 8_000, text: 'SOMEBODY' },
      { amountMinor: -8_900, text: 'ADYEN' },
      { amountMinor: 8_950, text: 'ADYEN PAYS' },
    ]
    const fileId = await bed.statement({ day: '2026-05-18', sequence: 1, opening: 0, lines })
    await bed.run()
    const missing = await listLinkCandidates(anna, { key: await keyOf('MISSING_IN_BANK', ` ${payoutId}`) })
    expect(missing).toMatchObject({ join: 'payout_bank', about: 'from' })
    expect(ids(missing?.to)).toEqual([`${fileId}:3`, `${fileId}:1`])
    const unexpected = await listLinkCandidates(anna, { key: await keyOf('UNEXPECTED_BANK_LINE', `${fileId}:3`) })
    expect(unexpected).toMatchObject({ join: 'payout_bank', about: 'to' })
    expect(ids(unexpected?.from)?.[0]).toBe(String(payoutId))
  })

  it('is for whoever reaches the whole chain, and of an exception that is there', async () => {
    const part = { ...anna, actor: { ...anna.actor, reach: { kind: 'country', country: 'DE' } } } as ServiceContext
    await expect(listLinkCandidates(part, { key: 'x' })).rejects.toMatchObject({ reason: 'whole_chain_only' })
    await expect(listLinkCandidates(anna, { key: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a link above the limit', () => {
  let sale = ''
  let line = ''
  let link = { join: 'payment_line' as const, from: '', to: '', reason: 'The receipt is in the drawer.' }
  const proposals = async () => (await getException(anna, { key: await keyOf('UNKNOWN_IN_STORE', line) })).proposals

  beforeAll(async () => {
    bed.moveTo('2026-06-08')
    // One row below the limit hides as much as both above it.
    sale = await bed.pay({ day: '2026-06-08', basket: 'LARGE', amountMinor: 9_900 })
    const { fileId } = await bed.settle('81', '2026-06-10', [{ reference: 'PSP-81', grossMinor: 99_000, day: '2026-06-08' }])
    line = `${fileId}:1`
    link = { ...link, from: sale, to: line }
    await bed.run()
  })

  it('is proposed and moves nothing, also through runs, until a second person says yes', async () => {
    const { key, state } = await linkByHand(anna, link)
    expect(state).toBe('proposed')
    await bed.run()
    expect(await proposals()).toMatchObject([{ link: key, from: sale, to: line, by: { reason: link.reason } }])
    expect(await bed.payment(sale)).toMatchObject({ position: 'authorised', settled_minor: null })
    await expect(linkByHand(bo, link)).rejects.toMatchObject({ reason: 'link_proposed' })
    await expect(confirmLink(anna, { key, reason: 'Yes.' })).rejects.toMatchObject({ reason: 'same_person' })
    expect(await confirmLink(bo, { key, reason: 'Seen the receipt.' })).toEqual({ state: 'made' })
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', settled_minor: 99_000 })
    expect(await keyOf('UNKNOWN_IN_STORE', line)).toBe('')
    const { rows } = await bed.database.pool.query(
      `select action, body from audit_entry where action like 'funds_link.%' and target_id like '%' || $1 || '%' order by acted_at, id`,
      [line],
    )
    expect(rows.map(({ action }) => action)).toEqual(['funds_link.proposed', 'funds_link.made'])
    expect(JSON.parse(Buffer.from(rows[1].body).toString())).toMatchObject({
      after: { proposedBy: (anna.actor as { id: string }).id },
    })
    const [made] = (
      await bed.database.pool.query(
        `select key from funds_allocation where rule = 'hand' and confidence = 'certain' and from_id = $1`,
        [sale],
      )
    ).rows
    await undoLink(bo, { key: made.key, reason: 'It was another.' })
    await bed.run()
    expect(await bed.payment(sale)).toMatchObject({ position: 'authorised', settled_minor: null })
  })

  it('that a second person refuses is gone, and can be proposed again', async () => {
    const first = await linkByHand(anna, link)
    await undoLink(bo, { key: first.key, reason: 'No receipt.' })
    expect(await proposals()).toEqual([])
    expect((await linkByHand(bo, link)).state).toBe('proposed')
  })

  it('of what a run proposes takes two people too', async () => {
    const [first, second] = [
      await bed.settle('91', '2026-06-10', [{ reference: 'PSP-91', grossMinor: 51_000, feeMinor: 0, day: '2026-06-08' }]),
      await bed.settle('92', '2026-06-11', [{ reference: 'PSP-92', grossMinor: 117_300, feeMinor: 0, day: '2026-06-08' }]),
    ]
    const fileId = await bed.statement({
      day: '2026-06-11',
      sequence: 2,
      opening: 8_050,
      lines: [{ amountMinor: 168_300, text: 'ADYEN' }],
    })
    await bed.run()
    const key = await keyOf('AMBIGUOUS', `${fileId}:1`)
    const [run] = (await getException(anna, { key })).proposals
    expect(run).toMatchObject({ by: null })
    expect(await confirmLink(anna, { key: run?.link ?? '', reason: 'The advice names both.' })).toEqual({ state: 'proposed' })
    await bed.run()
    const asked = (await getException(anna, { key })).proposals.filter(({ by }) => by !== null)
    expect(asked.map(({ from, to }) => [from, to])).toEqual(
      [first, second].map(({ payoutId }) => [String(payoutId), `${fileId}:1`]),
    )
    expect(await confirmLink(bo, { key: asked[0]?.link ?? '', reason: 'It does.' })).toEqual({ state: 'made' })
    await bed.run()
    const { rows } = await bed.database.pool.query('select open from payout where id = any($1)', [
      [first.payoutId, second.payoutId],
    ])
    expect(rows).toEqual([{ open: false }, { open: false }])
    expect(await keyOf('AMBIGUOUS', `${fileId}:1`)).toBe('')
  })
})

describe('a sale and a line in two currencies', () => {
  /** A line of 50.00 in the currency of the sale's counterpart, settled in euros. */
  async function lineOf(batch: string, grossCurrency: string): Promise<string> {
    const { fileId } = await bed.settle(batch, '2026-05-12', [
      { reference: `FX-${batch}`, grossMinor: 5_000, feeMinor: 50, day: '2026-05-08' },
    ])
    await bed.database.owner.query('update settlement_line set gross_currency = $2 where file_id = $1', [fileId, grossCurrency])
    return `${fileId}:1`
  }
  async function saleOf(basket: string, currency: string): Promise<string> {
    bed.moveTo('2026-05-08')
    const sale = await bed.pay({ day: '2026-05-08', basket, amountMinor: 5_000, currency })
    await bed.expect()
    return sale
  }
  const link = (from: string, to: string) => linkByHand(anna, { join: 'payment_line', from, to, reason: 'By receipt.' })
  const made = async (from: string) =>
    (
      await bed.database.owner.query(
        `select amount_minor::int4 as amount, currency::text as currency from funds_allocation where from_id = $1 and rule = 'hand'`,
        [from],
      )
    ).rows

  it('are not joined where nothing tells both amounts', async () => {
    const [sale, line] = [await saleOf('FX-1', 'USD'), await lineOf('81', 'EUR')]
    await expect(link(sale, line)).rejects.toMatchObject({ code: 'conflict', reason: 'currency_differs' })
    expect(await made(sale)).toEqual([])
  })

  it('are joined by what the line was settled in, where that is the currency of the sale', async () => {
    const [sale, line] = [await saleOf('FX-2', 'EUR'), await lineOf('82', 'GBP')]
    await bed.database.owner.query(`update settlement_line set gross_minor = 4300, gross = 43 where file_id = $1`, [
      line.split(':')[0],
    ])
    await link(sale, line)
    expect(await made(sale)).toEqual([{ amount: 5_000, currency: 'EUR' }])
  })

  it('are joined by what the customer has agreed to pay, as the terminal tells it', async () => {
    const [sale, line] = [await saleOf('FX-3', 'EUR'), await lineOf('83', 'USD')]
    await bed.database.owner.query(`update settlement_line set currency = 'USD', gross_minor = 5400 where file_id = $1`, [
      line.split(':')[0],
    ])
    await expect(link(sale, line)).rejects.toMatchObject({ reason: 'currency_differs' })
    await bed.database.owner.query(`update payment set dcc_minor = 5400, dcc_currency = 'USD' where id = $1`, [sale])
    await link(sale, line)
    expect(await made(sale)).toEqual([{ amount: 5_400, currency: 'USD' }])
  })
})
