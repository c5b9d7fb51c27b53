import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { reconcile } from '../pipeline/reconcile.ts'
import { testTools } from '../testing/test-tools.ts'
import { generateChain } from './chain.ts'
import { openJudge } from './judge.ts'
import { chainOptions } from './plan.ts'
import { openChainReading } from './read-chain.ts'
import type { MadeFile, StorePayment, Truth } from './truth.ts'

function makeChain(seed: number, lines: number) {
  const files: MadeFile[] = []
  const payments: StorePayment[] = []
  const truths: Truth[] = []
  const plan = generateChain(chainOptions({ seed, lines }), {
    payment: (payment) => payments.push(payment),
    file: (file) => files.push(file),
    truth: (truth) => truths.push(truth),
  })
  return { files, payments, truths, plan }
}

describe('a generated chain', () => {
  it('is reconciled', () => {
    const seed = Number(process.env.SEED ?? 1)
    const lines = Number(process.env.LINES ?? 5_000)
    const { files, payments, truths, plan } = makeChain(seed, lines)
    const reading = openChainReading(testTools)
    for (const [at, file] of files.entries()) {
      const sha256 = createHash('sha256').update(file.bytes).digest('hex')
      if (!reading.read({ ...file, id: file.name, number: at + 1, sha256 })) console.log('not read', file.name)
    }
    const dated = payments.map((payment) => ({ ...payment, salesDay: reading.salesDayOf(payment) }))
    const found = reconcile(reading.input(dated, plan))
    const judge = openJudge(found)
    for (const truth of truths) judge.hear(truth)
    console.log(JSON.stringify(judge.judge(), null, 1))
    expect(files.length).toBeGreaterThan(100)
  })
})
