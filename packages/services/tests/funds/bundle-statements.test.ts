import { openBundle, parseVerifierKey } from '@counterfoil/audit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyFundsBundle } from '../../src/funds/bundle/verify/index.ts'
import { adyenReport, camt } from '../funds-bed.ts'
import { type BundleBed, openBundleBed } from './bundle-bed.ts'

let bench: BundleBed
beforeAll(async () => {
  bench = await openBundleBed()
})
afterAll(() => bench?.[Symbol.asyncDispose]())

interface Day {
  readonly message: string
  readonly sequence: number
  readonly day: string
  readonly opening: number
  readonly entries: readonly (readonly [amount: number, text: string])[]
}
const statement = ({ message, sequence, day, opening, entries }: Day): string =>
  camt({
    ...{ message, sequence, opening: opening.toFixed(2) },
    closing: entries.reduce((sum, [amount]) => sum + amount, opening).toFixed(2),
    entries: entries.map(([amount, text]) => ({ amount: amount.toFixed(2), text })),
  }).replaceAll('2026-05-12', day)
/** One file of several. */
const together = (...days: readonly Day[]): string => {
  const [first = '', ...others] = days.map(statement)
  const alone = others.map((text) => /<Stmt>[\s\S]*<\/Stmt>/.exec(text)?.[0] ?? '')
  return first.replace('</Stmt>', ['</Stmt>', ...alone].join('\n'))
}

it('holds pages of one day, and a statement that a later file corrects among others', async () => {
  const { bed, bring } = bench
  bed.moveTo('2026-05-08')
  for (const nth of [0, 1, 2]) await bed.pay({ day: '2026-05-08', basket: `R380-${nth}`, amountMinor: 1_000 })
  await bed.run()
  bed.moveTo('2026-05-15')
  await bring('batch-380.csv', adyenReport())
  const page = (sequence: number, opening: number): Day => ({
    ...{ message: `P-${sequence}`, sequence, opening, day: '2026-05-12', entries: [[1, `page ${sequence}`]] },
  })
  await bring('pages.xml', together(page(1, 100), page(2, 101), page(3, 102)))
  const money = 'TX380XT batch 380, M1 ADYEN'
  await bring('wrong.xml', statement({ message: 'A', sequence: 4, day: '2026-05-13', opening: 103, entries: [[29.7, money]] }))
  await bed.run()
  await bring(
    'corrected.xml',
    together(
      { message: 'B', sequence: 4, day: '2026-05-13', opening: 103, entries: [[28.7, money]] },
      { message: 'C', sequence: 5, day: '2026-05-14', opening: 131.7, entries: [[2, 'interest']] },
    ),
  )
  await bed.run()
  const { path } = await bench.make()
  const source = await openBundle(path)
  const report = await verifyFundsBundle(source, { trust: { logKey: parseVerifierKey(bench.logKey) } })
  await source.close()
  expect(report).toMatchObject({ verdict: 'sound', findings: [] })
  const chain = report.identities.filter(({ name }) => name === 'statement_chain')
  expect(chain.map(({ verdict, checked }) => `${verdict} ${checked}`)).toEqual([
    'pass recomputed',
    'pass recomputed',
    // Of the statement as it was before it was corrected.
    'pass added_up',
    'pass recomputed',
    'pass recomputed',
  ])
})
