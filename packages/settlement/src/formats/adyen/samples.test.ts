import { expect } from 'vitest'
import { collectFile } from '../../collect.ts'
import { inspect } from '../../inspect.ts'
import { testEachSample } from '../../testing/samples.ts'
import { sumBy } from '../../testing/sum-by.ts'
import { testTools } from '../../testing/test-tools.ts'

interface AdyenFacts {
  readonly kind: string
  readonly rows: number
  readonly batches: readonly string[]
  readonly types: Readonly<Record<string, number>>
  readonly sum_commission: Readonly<Record<string, string>>
  readonly payouts: readonly { readonly reference: string; readonly amount: string; readonly currency: string }[]
  readonly batch_net_movements?: string
  readonly batch_payout?: string
  readonly gross_debit: Readonly<Record<string, string>>
  readonly gross_credit: Readonly<Record<string, string>>
}

testEachSample(
  'settlement',
  ({ file, bytes, expect: verdict, facts: given }) => {
    const facts = given as unknown as AdyenFacts
    const document = inspect(file, bytes, testTools)
    expect(document).toMatchObject({ verdict, format: facts.kind })
    expect(document.settlement.map(({ batch }) => batch)).toEqual(facts.batches)
    const [batch] = document.settlement
    expect(batch).toMatchObject({
      lines: facts.rows,
      payout: facts.payouts[0]?.amount ?? null,
      payoutReferences: facts.payouts.map(({ reference }) => reference),
    })
    if (facts.batch_net_movements !== undefined) expect(batch?.net).toBe(facts.batch_net_movements)
    const { lines } = collectFile(file, bytes, testTools)
    expect(Object.fromEntries([...Map.groupBy(lines, ({ type }) => type)].map(([type, all]) => [type, all.length]))).toEqual(
      facts.types,
    )
    for (const currency of new Set(lines.flatMap(({ grossCurrency }) => grossCurrency ?? []))) {
      const gross = sumBy(lines, (line) => (line.grossCurrency === currency ? line.gross : null))
      expect(Number(gross), `gross ${currency}`).toBe(
        Number(facts.gross_credit[currency] ?? 0) - Number(facts.gross_debit[currency] ?? 0),
      )
    }
  },
  'adyen-settlement-details',
)
