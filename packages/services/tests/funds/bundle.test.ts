import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { memorySource, openBundle, parseVerifierKey } from '@counterfoil/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEvidenceFolder } from '../../src/evidence/index.ts'
import { fundsProofs } from '../../src/evidence-package/sections/funds-proofs.ts'
import { askBundle, listBundles, takeBundle } from '../../src/funds/bundle/index.ts'
import { verifyFundsBundle } from '../../src/funds/bundle/verify/index.ts'
import { type BundleBed, openBundleBed } from './bundle-bed.ts'
import { changeRecord, tamperings } from './bundle-edits.ts'
import { forgeries } from './bundle-forgeries.ts'
import { tellStory } from './bundle-story.ts'

let bench: BundleBed
let made: Awaited<ReturnType<BundleBed['make']>>
let files: Map<string, Buffer>
beforeAll(async () => {
  bench = await openBundleBed()
  await tellStory(bench)
  made = await bench.make()
  files = await bench.unpack(made.path)
})
afterAll(() => bench?.[Symbol.asyncDispose]())

const storeCode = async () => (await bench.bed.database.owner.query<{ code: string }>('select code from store')).rows[0]?.code
const trust = () => ({ logKey: parseVerifierKey(bench.logKey) })
const verify = (content: ReadonlyMap<string, Buffer>, options = { trust: trust() }) =>
  verifyFundsBundle(memorySource(Object.fromEntries(content)), options)

describe('a proof bundle of money', () => {
  it('is sound to the verifier: every file read again, every link, expectation and sum made again, tied to the log', async () => {
    const source = await openBundle(made.path)
    const report = await verifyFundsBundle(source, { trust: trust() })
    await source.close()
    expect(report).toMatchObject({
      ...{ verdict: 'sound', exitCode: 0, findings: [], root: made.root, records: made.records },
      log: { index: String(made.index) },
      // Two were made again by the run after somebody took one apart; the person's own stands on their word.
      links: { all: 7, recomputed: 6, byHand: 1, outside: 0 },
      expectations: { recomputed: 6, without: 0 },
      openAtEnd: [{ currency: 'EUR', amountMinor: 2_870, dueOn: '2026-06-01' }],
    })
    expect(report.files.map(({ name, kept, rows, verdict }) => [name, kept, rows, verdict])).toEqual([
      ['batch-380.csv', 'raw', 4, 'pass'],
      ['statement-91.xml', 'raw', 1, 'pass'],
      ['statement-92.xml', 'masked', 1, 'pass'],
      ['notes.bin', 'not_read', null, 'not_included'],
      ['batch-381.csv', 'raw', 4, 'pass'],
    ])
    expect(report.files.filter(({ state }) => state === 'imported').every(({ entryIndex }) => entryIndex !== null)).toBe(true)
    expect(report.identities.map(({ name, verdict, checked }) => `${name} ${verdict} ${checked}`)).toEqual([
      'bank_line pass recomputed',
      'batch pass recomputed',
      'batch pass recomputed',
      'funds pass recomputed',
      'sales_day pass recomputed',
      'sales_day pass recomputed',
      'statement pass recomputed',
      'statement pass recomputed',
      'statement_chain pass recomputed',
    ])
    // The number itself is nowhere in it.
    for (const bytes of files.values())
      expect(bytes.includes('4111 1111 1111 1111') || bytes.includes('4111111111111111')).toBe(false)
  })

  it('ends where its period ends: what goes on after it is open or outside, and fails nothing', async () => {
    const { path } = await bench.make({ from: '2026-05-01', to: '2026-05-11' })
    const report = await verify(await bench.unpack(path))
    expect(report).toMatchObject({ verdict: 'sound', findings: [], links: { outside: 1 }, openAtEnd: [{ amountMinor: 2_970 }] })
    expect(report.files.map(({ name }) => name)).toEqual(['batch-380.csv'])
    const later = await verify(await bench.unpack((await bench.make({ from: '2026-05-13', to: '2026-05-31' })).path))
    expect(later).toMatchObject({ verdict: 'sound', findings: [] })
    expect(later.identities.find(({ name }) => name === 'statement_chain')).toMatchObject({
      checked: 'added_up',
      verdict: 'pass',
    })
  })

  it('is of one acquirer or one store where that is asked for', async () => {
    for (const scope of [{ acquirer: 'adyen' }, { store: (await storeCode()) ?? '' }]) {
      const report = await verify(await bench.unpack((await bench.make(scope)).path))
      expect(report).toMatchObject({ verdict: 'sound', findings: [], ...scope, links: { recomputed: 6 } })
      expect(report.files.map(({ name }) => name)).toEqual(['batch-380.csv', 'statement-91.xml', 'batch-381.csv'])
    }
    expect((await verify(await bench.unpack((await bench.make({ acquirer: 'nobody' })).path))).files).toEqual([])
    await expect(bench.make({ store: 'none' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(bench.make({ from: '2026-06-01' })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('says so where the log has not signed its making, and is not trusted for it', async () => {
    const made = await bench.make({}, false)
    const content = await bench.unpack(made.path)
    expect(made.index).toBeNull()
    expect((await verifyFundsBundle(memorySource(Object.fromEntries(content)))).verdict).toBe('sound')
    expect(await verify(content)).toMatchObject({ verdict: 'missing', log: null })
  })

  it('is asked for by a person, made by a hub, and taken away, each of which is recorded', async () => {
    const { finance } = bench
    const folder = openEvidenceFolder(join(dirname(made.path), 'asked'))
    const { id } = await askBundle(finance, { firstDay: '2026-05-01', lastDay: '2026-05-31', acquirer: 'adyen' })
    const failing = await askBundle(finance, { firstDay: '2026-05-01', lastDay: '2026-05-31', store: 'none' })
    expect(await bench.makeAsked(folder)).toBe(2)
    expect(await bench.makeAsked(folder)).toBe(0)
    const { bundles, logKey, acquirers } = await listBundles(finance)
    expect([logKey, acquirers]).toEqual([bench.logKey, ['adyen']])
    expect(bundles.find((one) => one.id === failing.id)).toMatchObject({ madeAt: null, trouble: 'There is no store none.' })
    const { fileName, content } = await takeBundle(finance, id, folder)
    expect(fileName).toBe('counterfoil-funds-2026-05-01-2026-05-31-adyen.zip')
    const pieces: Uint8Array[] = []
    for await (const piece of content) pieces.push(piece)
    const listed = bundles.find((one) => one.id === id)
    expect(createHash('sha256').update(Buffer.concat(pieces)).digest('hex')).toBe(listed?.sha256)
    const path = join(dirname(made.path), 'taken.zip')
    await writeFile(path, Buffer.concat(pieces))
    expect(await verify(await bench.unpack(path))).toMatchObject({ verdict: 'sound', root: listed?.root })
    await expect(takeBundle(finance, id, null)).rejects.toMatchObject({ code: 'unavailable' })
    const { rows } = await bench.bed.database.owner.query(
      `select action from audit_entry where target_type = 'funds_bundle' and target_id = $1 order by recorded_at, id`,
      [id],
    )
    expect(rows.map(({ action }) => action)).toEqual(['funds_bundle.asked', 'funds_bundle.made', 'funds_bundle.taken'])
  })

  it('and the money of its days stand in the evidence of an audit period', async () => {
    const period = { from: '2026-05-01', to: '2026-05-31', timeZone: 'UTC' }
    const span = { beginsAt: new Date('2026-05-01T00:00:00Z'), endsAt: new Date('2026-06-01T00:00:00Z') }
    const content = await fundsProofs.read({ ...bench.bed.ctx, period: { ...period, ...span } })
    expect(Object.fromEntries((content?.facts ?? []).map(({ key, value }) => [key, value]))).toEqual({
      ...{ payments: 6, exceptions: 3, files: 5, missing: 0, bundles: 1 },
    })
    const rows = content?.table?.rows.map((row) => row.slice(1).join(' ')) ?? []
    for (const row of ['arrived 3', 'in_payout 3', 'SHORT_PAID resolved 1', 'imported 4', 'refused 1'])
      expect(rows).toContain(row)
  })

  it('that would unpack to more than any, or is cut, is refused', async () => {
    const source = memorySource(Object.fromEntries(files))
    const bomb = { ...source, files: new Map([...source.files, ['lines/1.jsonl', 1e12]]) }
    await expect(verifyFundsBundle(bomb, { packedBytes: 10_000 })).rejects.toThrow('would unpack to')
    const cut = join(dirname(made.path), 'cut.zip')
    await writeFile(cut, (await readFile(made.path)).subarray(0, -200))
    await expect(openBundle(cut)).rejects.toThrow()
  })
})

describe('what was changed in a bundle', () => {
  const withOf = (change: (of: number[]) => number[] | undefined) =>
    changeRecord(files, 'identities.jsonl', (record) => {
      if (record.name !== 'funds') return record
      const of = change(record.of as number[])
      const { of: _, ...rest } = record
      return of === undefined ? rest : { ...rest, of }
    })

  it('a sum of an account that does not say what it is about is not verifiable, and does not pass', async () => {
    const report = await verify(
      withOf(() => undefined),
      { trust: {} as ReturnType<typeof trust> },
    )
    expect(report).toMatchObject({ verdict: 'missing', exitCode: 3 })
    expect(report.identities.filter(({ name }) => name === 'funds').map(({ verdict }) => verdict)).toEqual(['not_verifiable'])
    expect(report.findings.map(({ text }) => text)).toEqual([
      'Identity funds adyen M1 EUR 2026-05-12: it does not say which payouts it is about, so it cannot be verified.',
    ])
  })

  it('nor one that leaves out a payout, or names one of another day', async () => {
    const texts = async (change: (of: number[]) => number[]) =>
      (await verify(withOf(change), { trust: {} as ReturnType<typeof trust> })).findings.map(({ text }) => text)
    expect((await texts(() => [])).some((text) => /it leaves out payout \d+\.$/.test(text))).toBe(true)
    const other = JSON.parse((files.get('payouts.jsonl') ?? '').toString().trim().split('\n').at(-1) ?? '{}') as { id: number }
    expect(
      (await texts((of) => [...of, other.id])).some((text) => text.includes(`payout ${other.id} is not of that account and day`)),
    ).toBe(true)
  })

  it('is found and named, wherever it is', async () => {
    const edits = tamperings(files)
    expect(edits.length).toBeGreaterThanOrEqual(50)
    const unfound: string[] = []
    for (const { what, names, edit } of edits) {
      const changed = new Map(files)
      edit(changed)
      const { verdict, findings } = await verify(changed)
      if (verdict === 'sound' || !findings.some(({ text }) => names.test(text)))
        unfound.push(`${what}: ${verdict} ${findings.map(({ text }) => text).join(' | ')}`)
    }
    expect(unfound).toEqual([])
  })

  it('is found without the log too, when hashes, root and manifest were made anew', async () => {
    const unfound: string[] = []
    for (const { what, names, edit } of forgeries(files)) {
      const changed = new Map(files)
      edit(changed)
      const { findings } = await verify(changed, { trust: {} as ReturnType<typeof trust> })
      if (!findings.some(({ text }) => names.test(text))) unfound.push(`${what}: ${findings.map(({ text }) => text).join(' | ')}`)
    }
    expect(unfound).toEqual([])
  })
})
