import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeZip } from '../../settlement/src/testing/write-zip.ts'
import { receiveFile, rereadFile } from '../src/funds/files/index.ts'
import { importFile, previewFile, takeFile } from '../src/funds/reading/index.ts'
import { adyenReport, CONTRACT, camt, type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
})
afterAll(() => bed.close())

const XML = '<?xml version="1.0"?>'
const DOCUMENT = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
const zipOf = (name: string, text: string) => writeZip([{ name, bytes: Buffer.from(text) }])
const broken = () => {
  const zip = zipOf('a.csv', adyenReport({ batch: 90 }))
  return zip.subarray(0, zip.length - 30)
}
/** Its contents are not those whose sum stands in its directory. */
const changed = () => {
  const zip = Buffer.from(zipOf('a.csv', adyenReport({ batch: 91, sales: 400 })))
  zip.writeUInt32LE(10, zip.indexOf('PK\u0001\u0002', 0, 'latin1') + 16)
  return zip
}

const bad: readonly (readonly [what: string, name: string, content: () => Uint8Array | string, reason: RegExp])[] = [
  ['a DOCTYPE', 'a.xml', () => `${XML}<!DOCTYPE Document [<!ELEMENT a ANY>]>${DOCUMENT}`, /line 1: .*DOCTYPE/i],
  [
    'an entity bomb',
    'b.xml',
    () => `${XML}\n<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>\n${DOCUMENT}<Id>&lol2;</Id>`,
    /line 2: .*DOCTYPE/i,
  ],
  ['a broken ZIP', 'c.zip', broken, /ZIP/],
  ['a ZIP that was changed on its way', 'd.zip', changed, /ZIP/],
  ['a ZIP bomb', 'e.zip', () => writeZip([{ name: 'a.csv', bytes: Buffer.alloc(600 * 1024 * 1024) }]), /larger|more/i],
  ['a ZIP with a path in it', 'f.zip', () => zipOf('../../etc/passwd', adyenReport({ batch: 92 })), /name|path/i],
  [
    'a reference no acquirer has',
    'h.csv',
    () => adyenReport({ batch: 93, change: (line) => line.replace('P93-1', 'P'.repeat(6_000)) }),
    /line 3: .*reference/,
  ],
  [
    'a batch number as long',
    'i.csv',
    () => adyenReport({ batch: 94 }).replaceAll(',94,', `,${'9'.repeat(300)},`),
    /line 2: .*batch/,
  ],
  [
    'a batch number that is no text',
    'j.csv',
    () => adyenReport({ batch: 95 }).replaceAll(',95,', ',9\u00005,'),
    /cannot be kept/,
  ],
  [
    'more money than there is',
    'k.csv',
    () =>
      adyenReport({
        batch: 96,
        change: (line) => line.replace(',10.00,', ',99999999999999999999.00,').replace(',9.90,', ',99999999999999999998.90,'),
      }),
    /line 2: .*amount/,
  ],
  [
    'a day no row can have',
    'l.csv',
    () => adyenReport({ batch: 97, change: (line) => line.replace('2026-05-08', '9999-12-31') }),
    /year/,
  ],
  ['a statement of the year 0', 'm.xml', () => camt({ sequence: 501 }).replaceAll('2026-05-12', '0000-01-01'), /cannot be kept/],
  ['a file cut in the middle', 'g.xml', () => camt({ sequence: 500 }).slice(0, 900), /line \d+: /],
]

describe('what wants to stop us', () => {
  it.each(bad)('%s is refused with a reason, in little time, and leaves no row', async (_, name, content, reason) => {
    const { id } = await bed.receive(name, content(), 'folder')
    await takeFile(bed.ctx, bed.parts, id)
    const file = await bed.file(id)
    expect([file.state, file.reason]).toEqual(['refused', 'unreadable'])
    expect((file.facts as { reason: string }).reason).toMatch(reason)
    for (const table of ['settlement_line', 'bank_line', 'payout', 'bank_statement'] as const)
      expect(await bed.count(table, `file_id = ${id}`)).toBe(0)
  })

  it('an element without an end is refused where it becomes too long, and memory does not grow with it', async () => {
    const MB = Number(process.env.COUNTERFOIL_LONG_ELEMENT_MB ?? 24)
    const before = process.memoryUsage().rss
    let most = 0
    async function* endless() {
      yield Buffer.from(`${XML}${DOCUMENT}<Id>`)
      for (let sent = 0; sent < MB; sent += 1) {
        most = Math.max(most, process.memoryUsage().rss)
        yield Buffer.alloc(1_000_000, 'x')
      }
    }
    const { id } = await receiveFile(bed.ctx, { name: 'endless.xml', via: 'folder', content: endless() })
    expect((most - before) / 1e6).toBeLessThan(150)
    await takeFile(bed.ctx, bed.parts, id)
    const file = await bed.file(id)
    expect(file).toMatchObject({ state: 'refused', reason: 'unreadable' })
    expect((file.facts as { reason: string }).reason).toMatch(/^line 1: /)
  })
})

const FOLDER = fileURLToPath(new URL('../../../../shared/samples/', import.meta.url))
interface Sample {
  readonly file: string
  readonly expect: 'accept' | 'accept-with-warning' | 'reject'
}
const samples = ['camt', 'mt940', 'settlement', 'bai2']
  .filter((kind) => existsSync(join(FOLDER, kind, 'index.json')))
  .flatMap((kind) =>
    (JSON.parse(readFileSync(join(FOLDER, kind, 'index.json'), 'utf8')) as { files: Sample[] }).files.map((sample) => ({
      ...sample,
      path: join(FOLDER, kind, sample.file),
    })),
  )

describe('files that others wrote', () => {
  it.runIf(samples.length > 0)('are imported or refused as they deserve, held until their accounts are known', async () => {
    expect(samples.length).toBeGreaterThan(60)
    let contracts = 0
    for (const sample of samples) {
      const { id, state } = await bed.receive(sample.file, readFileSync(sample.path), 'folder')
      if (state === 'duplicate') continue
      await previewFile(bed.ctx, bed.parts, id)
      let file = await bed.file(id)
      if (sample.expect === 'reject') {
        expect([sample.file, file.state]).toEqual([sample.file, 'refused'])
        continue
      }
      expect([sample.file, file.verdict]).toEqual([sample.file, sample.expect])
      if (file.state === 'held') {
        const { accounts, merchants } = file.changes as {
          accounts: { account: string | null; bankAccountId: number | null; currency: string | null }[]
          merchants: { merchant: string | null; currency: string; acquirer: string | null }[]
        }
        for (const { account, bankAccountId, currency } of accounts)
          if (account !== null && bankAccountId === null)
            await bed.addAccount(account.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''), currency ?? 'EUR')
        for (const { merchant, currency, acquirer } of merchants) {
          if (merchant === null || acquirer !== null) continue
          contracts += 1
          await bed.addContract({
            ...CONTRACT,
            id: `c${contracts}`,
            acquirer: String(file.format),
            merchantAccount: merchant,
            currency,
          })
        }
        const nameless = [...accounts.map(({ account }) => account), ...merchants.map(({ merchant }) => merchant)].includes(null)
        if (nameless) continue
        await rereadFile(bed.ctx, { id })
        await previewFile(bed.ctx, bed.parts, id)
        file = await bed.file(id)
      }
      if (file.state === 'duplicate' || file.reason === 'nothing_in_it') continue
      if (file.reason === 'other_currency') {
        // Somebody else's sample has told of the same account in another one.
        const { accounts } = file.changes as { accounts: { bankAccountId: number; otherCurrency: string | null }[] }
        const { rows } = await bed.database.pool.query<{ id: number; currency: string }>('select id, currency from bank_account')
        const known = new Map(rows.map(({ id, currency }) => [id, currency]))
        const other = accounts.filter(({ otherCurrency }) => otherCurrency !== null)
        expect(other.length).toBeGreaterThan(0)
        for (const { bankAccountId, otherCurrency } of other) expect(known.get(bankAccountId)).not.toBe(otherCurrency)
        continue
      }
      // Some tell of a batch that another one tells of too.
      const { about, difference } = file.changes as { about: string; difference: { mostStays: boolean } | null }
      const reason = about === 'acquirer' && difference?.mostStays === false ? 'takes_rows_away' : null
      expect([sample.file, file.state, file.reason]).toEqual([sample.file, 'previewed', reason])
      await importFile(bed.ctx, bed.parts, id)
      file = await bed.file(id)
      expect([sample.file, file.state]).toEqual([sample.file, 'imported'])
      const rows = (await bed.count('settlement_line', `file_id = ${id}`)) + (await bed.count('bank_line', `file_id = ${id}`))
      expect([sample.file, rows]).toEqual([sample.file, file.line_count])
    }
    const { rows } = await bed.database.pool.query<{ state: string; n: number }>(
      'select state, count(*)::int4 as n from funds_file where id > 10 group by 1 order by 1',
    )
    expect(rows.find(({ state }) => state === 'imported')?.n).toBeGreaterThan(45)
  })
})
