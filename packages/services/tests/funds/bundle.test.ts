import { memorySource, openBundle, parseVerifierKey } from '@counterfoil/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyFundsBundle } from '../../src/funds/bundle/verify/index.ts'
import { type BundleBed, openBundleBed } from './bundle-bed.ts'
import { forgeries, tamperings } from './bundle-edits.ts'
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

const trust = () => ({ logKey: parseVerifierKey(bench.logKey) })
const verify = (content: ReadonlyMap<string, Buffer>, options = { trust: trust() }) =>
  verifyFundsBundle(memorySource(Object.fromEntries(content)), options)

describe('a proof bundle of money', () => {
  it('is sound to the verifier: every file read again, every link, expectation and sum made again, tied to the log', async () => {
    const source = await openBundle(made.path)
    const report = await verifyFundsBundle(source, { trust: trust() })
    await source.close()
    expect(report).toMatchObject({ verdict: 'sound', exitCode: 0, findings: [], root: made.root, records: made.records })
  })
})

describe('what was changed in a bundle', () => {
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
