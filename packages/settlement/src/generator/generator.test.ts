import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { allocateLines } from '../matching/lines/line-allocations.ts'
import { allocatePayouts } from '../matching/payouts/payout-allocations.ts'
import { type Reconciliation, reconcile } from '../pipeline/reconcile.ts'
import { testTools } from '../testing/test-tools.ts'
import { generateChain } from './chain.ts'
import { openJudge, standingOf } from './judge.ts'
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

function readChain(seed: number, lines: number) {
  const chain = makeChain(seed, lines)
  const reading = openChainReading(testTools)
  const refused = chain.files.filter((file, at) => {
    const sha256 = createHash('sha256').update(file.bytes).digest('hex')
    return !reading.read({ ...file, id: file.name, number: at + 1, sha256 })
  })
  const dated = chain.payments.map((payment) => ({ ...payment, salesDay: reading.salesDayOf(payment) }))
  return { ...chain, refused, input: reading.input(dated, chain.plan) }
}

const resultOf = (found: Reconciliation) => [
  ...allocateLines(found.lineMatching, 'r'),
  ...allocatePayouts(found.payoutMatching.links, 'r'),
  ...found.exceptions.heard.map(({ key }) => key),
]

describe('a generated chain', () => {
  const { files, truths, refused, input } = readChain(1, 5_000)
  const found = reconcile(input)
  const judge = openJudge(standingOf(found))
  for (const truth of truths) judge.hear(truth)
  const { lines, payouts, children, lineInPayout, exceptions, arrival, wrong } = judge.judge()

  it('has the real formats of its acquirers and banks, and one file that is cut off', () => {
    const kinds = new Set(files.map(({ name }) => name.replace(/^.*\./, '')))
    expect([...kinds].sort()).toEqual(['csv', 'sta', 'txt', 'xml', 'zip'])
    expect(refused).toHaveLength(1)
    expect(makeChain(1, 5_000).files).toEqual(files)
  })

  it('is linked without one false confirmation, and nearly whole', () => {
    expect(lines.automatic - lines.automaticRight, wrong.join('\n')).toBe(0)
    expect(payouts.automatic - payouts.automaticRight, wrong.join('\n')).toBe(0)
    expect(lines.right / lines.truths).toBeGreaterThanOrEqual(0.999)
    expect(lines.truths).toBeGreaterThan(4_500)
    // So few sales a terminal that payouts of one price point are common; a month of a million lines reaches 0.998.
    expect(payouts.right / payouts.truths).toBeGreaterThanOrEqual(0.995)
    expect(lineInPayout.right).toBe(lineInPayout.truths)
    expect(children.right).toBe(children.truths)
  })

  it('has its exceptions told, each once and nothing else', () => {
    const sum = (name: 'expected' | 'raised' | 'right') =>
      Object.values(exceptions).reduce((total, score) => total + score[name], 0)
    expect(sum('right') / sum('expected'), wrong.join('\n')).toBeGreaterThanOrEqual(0.99)
    expect(sum('right') / sum('raised'), wrong.join('\n')).toBeGreaterThanOrEqual(0.98)
    expect(exceptions.FILE_MISSING?.right).toBeGreaterThanOrEqual(3)
  })

  it('is due on the days on which it came, over weekends, holidays and make-up days', () => {
    expect(arrival.judged).toBeGreaterThan(1_000)
    expect(arrival.exact / arrival.judged, wrong.join('\n')).toBeGreaterThanOrEqual(0.99)
  })

  it('comes out the same again, and in any order', () => {
    const reversed = {
      ...input,
      payments: input.payments.toReversed(),
      lines: input.lines.toReversed(),
      batches: input.batches.toReversed(),
      bankLines: input.bankLines.toReversed(),
      statements: input.statements.toReversed(),
      files: input.files.toReversed(),
      contracts: input.contracts.toReversed(),
    }
    expect(resultOf(reconcile(reversed))).toEqual(resultOf(found))
  })
})
