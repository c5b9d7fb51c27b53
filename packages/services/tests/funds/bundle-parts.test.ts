import { memorySource, parseVerifierKey } from '@counterfoil/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyFundsBundle } from '../../src/funds/bundle/verify/index.ts'
import { confirmFile } from '../../src/funds/files/index.ts'
import { createFileReader, takeFile } from '../../src/funds/reading/index.ts'
import { realClock, testOpener } from '../../src/testing/index.ts'
import { adyenReport, camt } from '../funds-bed.ts'
import { type BundleBed, openBundleBed } from './bundle-bed.ts'
import { changeRecord } from './bundle-edits.ts'

let bench: BundleBed
let files: Map<string, Buffer>
let ids: { first: number; second: number }
const SECOND = (batch: number) =>
  adyenReport({ batch, change: (line) => line.replaceAll(`P${batch}-`, `P${batch}-9`).replaceAll(`R${batch}-`, `R${batch}-9`) })
const withoutPayout = (report: string) =>
  report
    .split('\n')
    .filter((line) => !line.includes('MerchantPayout'))
    .join('\n')

/** A day in two files, of which the first announces what both come to; its money comes in one line. */
beforeAll(async () => {
  bench = await openBundleBed()
  const { bed, finance, bring } = bench
  bed.moveTo('2026-05-08')
  for (const nth of ['0', '1', '2', '90', '91', '92'])
    await bed.pay({ day: '2026-05-08', basket: `R380-${nth}`, amountMinor: 1_000 })
  await bed.run()
  bed.moveTo('2026-05-12')
  const first = await bring('part-1.csv', adyenReport().replace(',29.70,', ',59.40,'))
  await bed.run()
  const reader = createFileReader(realClock)
  const second = await bring('part-2.csv', withoutPayout(SECOND(380)), async (id) => {
    await confirmFile(finance, { id, counts: 'beside' })
    await takeFile(finance, { opener: testOpener, reader }, id)
  })
  await reader.close()
  await bring('statement.xml', camt({ entries: [{ amount: '59.40', text: 'TX380XT batch 380, M1 ADYEN' }], closing: '159.40' }))
  await bed.run()
  ids = { first: first.id, second: second.id }
  files = await bench.unpack((await bench.make()).path)
})
afterAll(() => bench?.[Symbol.asyncDispose]())

const verify = (content: ReadonlyMap<string, Buffer>, trusted = true) =>
  verifyFundsBundle(
    memorySource(Object.fromEntries(content)),
    trusted ? { trust: { logKey: parseVerifierKey(bench.logKey) } } : {},
  )

describe('a batch that came in two files, of which a person has said that both count', () => {
  it('arrives whole: both parts in the one line, and nothing is left to look at', async () => {
    const { rows } = await bench.bed.database.owner.query<{ rule: string; amount: number }>(
      `select rule, amount_minor::float8 as amount from funds_allocation a where join_kind = 'payout_bank' and reverses is null
         and not exists (select from funds_allocation r where r.reverses = a.key) order by key`,
    )
    expect(rows).toEqual([
      { rule: 'P1', amount: 2_970 },
      { rule: 'P1', amount: 2_970 },
    ])
    expect((await bench.bed.exceptions()).filter(({ state }) => state !== 'closed')).toEqual([])
    const { rows: broken } = await bench.bed.database.owner.query(
      'select name, about, residue from funds_identity where not holds',
    )
    expect(broken).toEqual([])
  })

  it('is said in the bundle, and agreed to by whoever looks at it offline', async () => {
    const report = await verify(files)
    expect(report).toMatchObject({ verdict: 'sound', findings: [], openAtEnd: [] })
    expect(report.identities.every(({ verdict, checked }) => verdict === 'pass' && checked === 'recomputed')).toBe(true)
    expect(report.remarks).toContain(
      `File ${ids.second} (part-2.csv) counts beside file ${ids.first}, on the word of finance: both are taken for parts of the same batches.`,
    )
  })

  it('counts twice where nobody has said so, and not beside a file it has nothing in common with', async () => {
    const unsaid = changeRecord(files, 'files.jsonl', (record) => {
      delete record.beside
      return record
    })
    const told = (await verify(unsaid, false)).findings.map(({ text }) => text)
    expect(told).toContain(
      `Batch 380 of adyen counts twice, in files ${ids.first} and ${ids.second}, and nobody has said that both are parts of it.`,
    )
    // What was announced for both is then not what the first one has.
    expect(told.some((text) => text.includes('has another amount than the file announces'))).toBe(true)
    const { rows } = await bench.bed.database.owner.query<{ id: number }>(
      `select id::float8 as id from funds_file where name = 'statement.xml'`,
    )
    const other = changeRecord(files, 'files.jsonl', (record) =>
      record.beside === undefined ? record : { ...record, beside: [ids.first, rows[0]?.id] },
    )
    expect((await verify(other, false)).findings.map(({ text }) => text)).toEqual([
      `File ${ids.second} (part-2.csv) is said to count beside file ${rows[0]?.id}, and tells of none of its batches.`,
    ])
  })
})
