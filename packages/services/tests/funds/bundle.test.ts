import { memorySource, openBundle, parseVerifierKey } from '@counterfoil/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyFundsBundle } from '../../src/funds/bundle/verify/index.ts'
import { adyenReport, camt } from '../funds-bed.ts'
import { type BundleBed, openBundleBed } from './bundle-bed.ts'

let bench: BundleBed
let made: Awaited<ReturnType<BundleBed['make']>>
let files: Map<string, Buffer>
beforeAll(async () => {
  bench = await openBundleBed()
  const { bed } = bench
  bed.moveTo('2026-05-08')
  for (const nth of [0, 1, 2]) await bed.pay({ day: '2026-05-08', basket: `R380-${nth}`, amountMinor: 1_000 })
  await bed.run()
  bed.moveTo('2026-05-12')
  await bench.bring('batch-380.csv', adyenReport())
  await bed.run()
  await bench.bring('statement.xml', camt())
  await bed.run()
  made = await bench.make()
  files = await bench.unpack(made.path)
})
afterAll(() => bench?.[Symbol.asyncDispose]())

const verify = async (content: ReadonlyMap<string, Buffer> = files) =>
  verifyFundsBundle(memorySource(Object.fromEntries(content)), { trust: { logKey: parseVerifierKey(bench.logKey) } })

describe('a proof bundle of money', () => {
  it('is sound to the verifier: every file read again, every link, expectation and sum made again, tied to the log', async () => {
    const source = await openBundle(made.path)
    const report = await verifyFundsBundle(source, { trust: { logKey: parseVerifierKey(bench.logKey) } })
    await source.close()
    console.log(JSON.stringify(report, undefined, 1))
    expect(report).toMatchObject({ verdict: 'sound', exitCode: 0, findings: [], root: made.root, records: made.records })
  })
})
