import { memorySource, parseVerifierKey } from '@counterfoil/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyFundsBundle } from '../../src/funds/bundle/verify/index.ts'
import { changeResolutionLimit, confirmLink, getException, linkByHand, undoLink } from '../../src/funds/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { wholeChain } from '../../src/permissions/index.ts'
import { adyenReport, type CamtGiven, camt } from '../funds-bed.ts'
import { type BundleBed, openBundleBed } from './bundle-bed.ts'
import { changeRecord } from './bundle-edits.ts'
import type { FundsBed } from './funds-bed.ts'

let bench: BundleBed
let bed: FundsBed
let anna: ServiceContext
let bo: ServiceContext
beforeAll(async () => {
  bench = await openBundleBed()
  bed = bench.bed
  anna = bench.finance
  await bed.database.pool.query(`insert into "user" (id, name, email, role) values ('bo', 'Bo', 'bo@chain.example', 'finance')`)
  bo = {
    ...bed.ctx,
    actor: { kind: 'user', id: 'bo', sessionId: 's', reach: wholeChain, factors: ['password', 'totp'] },
  }
})
afterAll(() => bench?.[Symbol.asyncDispose]())

const reason = 'The advice of the bank says so.'
const rows = async <Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> =>
  (await bed.database.owner.query<Row>(sql, values)).rows
/** Links to bank lines that stand, of the payouts of a batch. */
const links = (batch: number) =>
  rows<{ rule: string; payout: string; line: string; key: string }>(
    `select a.rule, a.from_id as payout, a.to_id as line, a.key from funds_allocation a join payout p on p.id::text = a.from_id and p.batch = $1
     where a.join_kind = 'payout_bank' and a.reverses is null and not exists (select from funds_allocation r where r.reverses = a.key) order by a.key`,
    String(batch),
  )
const payoutOf = async (batch: number): Promise<string> =>
  (await rows<{ id: string }>('select id::text as id from payout where batch = $1 and replaced_by is null', String(batch)))[0]
    ?.id ?? ''
const about = async (payout: string): Promise<string[]> =>
  (
    await rows<{ told: string }>(
      `select code || ' ' || state as told from funds_exception where $1::int8 = any (payouts) and state <> 'closed' order by 1`,
      payout,
    )
  ).map(({ told }) => told)
const broken = () => rows('select name, about from funds_identity where not holds')

let [sequence, balance] = [90, 100]
/** Of a day on which what was due on the twelfth is missing. */
const statement = (given: CamtGiven): string => camt(given).replaceAll('2026-05-12', '2026-05-18')
/** A statement of one line; gives the line. */
async function come(text: string): Promise<string> {
  sequence += 1
  const [opening, closing] = [balance.toFixed(2), (balance + 29.7).toFixed(2)]
  balance += 29.7
  const content = statement({ message: `M-${sequence}`, sequence, opening, closing, entries: [{ amount: '29.70', text }] })
  return `${(await bench.bring(`day-${sequence}.xml`, content)).id}:1`
}
/** A batch whose money comes with a text that names nobody, and that a person links to it. */
async function arrive(batch: number): Promise<{ sales: string[]; payout: string; line: string }> {
  const sales: string[] = []
  for (const nth of [0, 1, 2]) sales.push(await bed.pay({ day: '2026-05-08', basket: `R${batch}-${nth}`, amountMinor: 1_000 }))
  bed.moveTo('2026-05-20')
  await bed.run()
  await bench.bring(`${batch}.csv`, adyenReport({ batch }))
  const line = await come(`somebody, for ${batch}`)
  await bed.run()
  const payout = await payoutOf(batch)
  expect(await about(payout)).toEqual(['MISSING_IN_BANK open'])
  await linkByHand(anna, { join: 'payout_bank', from: payout, to: line, reason })
  await bed.run()
  expect(await bed.payment(sales[0] ?? '')).toMatchObject({ position: 'arrived' })
  return { sales, payout, line }
}
/** The same batch with another code on one row, or with other fees. */
const corrected = (batch: number, fee = '0.10'): string =>
  adyenReport({
    batch,
    change: (line, number) => {
      const net = (10 - Number(fee)).toFixed(2)
      if (number === 1) return line.replace(`P${batch}-0`, `P${batch}-0X`).replace(',9.90,0.10,', `,${net},${fee},`)
      return line.replace(',29.70,', `,${(19.8 + Number(net)).toFixed(2)},`)
    },
  })

describe('a link by hand of a payout that another took the place of', () => {
  it('is proposed for that one with its story, where the amount is the same, and holds nothing until a person says yes', async () => {
    const { sales, payout, line } = await arrive(601)
    await bench.bring('601-corrected.csv', corrected(601))
    await bed.run()
    const now = await payoutOf(601)
    expect(now).not.toBe(payout)
    expect(await links(601)).toEqual([{ rule: 'P-hand', payout: now, line, key: `P-hand.1 ${now} ${line}` }])
    expect(await about(now)).toEqual(['AMBIGUOUS open'])
    expect(await bed.payment(sales[0] ?? '')).toMatchObject({ position: 'in_payout', arrived: null })
    expect(await broken()).toEqual([])
    expect((await bed.run()).run).toBeNull()
    const key = `AMBIGUOUS ${now} ${line}`
    const { proposals } = await getException(anna, { key })
    expect(proposals).toEqual([
      {
        ...{ link: `P-hand.1 ${now} ${line}`, from: now, to: line, by: null },
        carried: { name: '王芳', reason, atMs: expect.any(Number), payout },
      },
    ])
    const { report } = await prove()
    expect(report).toMatchObject({ verdict: 'sound', findings: [] })
    expect(await confirmLink(anna, { key: proposals[0]?.link ?? '', reason: 'It is the same money.' })).toEqual({ state: 'made' })
    await bed.run()
    expect((await links(601)).map((one) => one.rule)).toEqual(['hand'])
    expect(await about(now)).toEqual([])
    expect(await bed.payment(sales[0] ?? '')).toMatchObject({ position: 'arrived', arrived: '2026-05-18' })
    expect(await broken()).toEqual([])
    expect((await bed.run()).run).toBeNull()
  })

  it('is asked no more when a person says no', async () => {
    const { line } = await arrive(602)
    await bench.bring('602-corrected.csv', corrected(602))
    await bed.run()
    const now = await payoutOf(602)
    await undoLink(bo, { key: `P-hand.1 ${now} ${line}`, reason: 'It was another one.' })
    await bed.run()
    expect([await links(602), await about(now)]).toEqual([[], ['MISSING_IN_BANK open']])
    // Nor for what takes its place in turn.
    expect((await bed.run()).run).toBeNull()
  })

  it('is not asked where the amount is another', async () => {
    await arrive(603)
    await bench.bring('603-corrected.csv', corrected(603, '0.20'))
    await bed.run()
    expect([await links(603), await about(await payoutOf(603))]).toEqual([[], ['MISSING_IN_BANK open']])
  })

  it('gives way to what a reference proves, and to what a person has linked meanwhile', async () => {
    await arrive(604)
    await bench.bring('604-corrected.csv', corrected(604))
    await bed.run()
    const named = await come('TX604XT ADYEN')
    await bed.run()
    expect((await links(604)).map((one) => [one.rule, one.line])).toEqual([['P1', named]])
    expect(await about(await payoutOf(604))).toEqual(['LATE open'])
    await arrive(608)
    await bench.bring('608-corrected.csv', corrected(608))
    await bed.run()
    const other = await come('somebody else')
    await linkByHand(anna, { join: 'payout_bank', from: await payoutOf(608), to: other, reason })
    await bed.run()
    expect((await links(608)).map((one) => [one.rule, one.line])).toEqual([['hand', other]])
    expect(await about(await payoutOf(608))).toEqual([])
  })

  it('above the limit takes two people again', async () => {
    const { line } = await arrive(605)
    await changeResolutionLimit(anna, { currency: 'EUR', limitMinor: 1_000 })
    await bench.bring('605-corrected.csv', corrected(605))
    await bed.run()
    const now = await payoutOf(605)
    const key = `AMBIGUOUS ${now} ${line}`
    const [asked] = (await getException(anna, { key })).proposals
    expect(await confirmLink(anna, { key: asked?.link ?? '', reason })).toEqual({ state: 'proposed' })
    await bed.run()
    const proposal = (await getException(bo, { key })).proposals.find(({ by }) => by !== null)
    await expect(confirmLink(anna, { key: proposal?.link ?? '', reason })).rejects.toMatchObject({ reason: 'same_person' })
    expect(await confirmLink(bo, { key: proposal?.link ?? '', reason })).toEqual({ state: 'made' })
    await bed.run()
    expect((await links(605)).map((one) => one.rule)).toEqual(['hand'])
    expect(await about(now)).toEqual([])
    await changeResolutionLimit(anna, { currency: 'EUR', limitMinor: 10_000 })
  })

  it('is not touched by a file that says the same batch again', async () => {
    const { payout, line } = await arrive(606)
    await bench.bring(
      '606-and-more.csv',
      `${adyenReport({ batch: 606 })}${adyenReport({ batch: 616 }).split('\n').slice(1).join('\n')}`,
    )
    await bed.run()
    expect(await links(606)).toMatchObject([{ rule: 'hand', payout, line }])
  })

  it('is proved in the bundle: one that asks what nobody had linked is found', async () => {
    const { line } = await arrive(607)
    await bench.bring('607-corrected.csv', corrected(607))
    await bed.run()
    const { files, report } = await prove()
    expect(report).toMatchObject({ verdict: 'sound', findings: [] })
    const other = (
      await rows<{ key: string }>(`select key from funds_allocation where rule = 'hand' and to_id <> $1 limit 1`, line)
    )[0]
    const forged = changeRecord(files, 'allocations.jsonl', (record) =>
      record.rule === 'P-hand' && record.to === line && record.reverses === undefined
        ? { ...record, evidence: { link: other?.key } }
        : record,
    )
    const { findings } = await verifyFundsBundle(memorySource(Object.fromEntries(forged)), {})
    expect(findings.map(({ text }) => text)).toEqual([
      `Allocation P-hand.1 ${await payoutOf(607)} ${line}: it does not ask again what a person had linked to ${line}.`,
    ])
  })
})

async function prove() {
  const files = await bench.unpack((await bench.make()).path)
  const report = await verifyFundsBundle(memorySource(Object.fromEntries(files)), {
    trust: { logKey: parseVerifierKey(bench.logKey) },
  })
  return { files, report }
}
