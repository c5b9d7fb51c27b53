import { expect } from 'vitest'
import { collectFile } from '../../collect.ts'
import { inspect } from '../../inspect.ts'
import { testEachSample } from '../../testing/samples.ts'
import { sumBy } from '../../testing/sum-by.ts'
import { testTools } from '../../testing/test-tools.ts'

interface StripeFacts {
  readonly kind: string
  readonly rows: number
  readonly payout_ids: readonly string[]
  readonly sum_gross_excl_payout: { readonly USD: string }
  readonly sum_fee_excl_payout: { readonly USD: string }
  readonly sum_net_excl_payout: { readonly USD: string }
  readonly rows_where_gross_minus_fee_differs_from_net: number
}

testEachSample(
  'settlement',
  ({ file, bytes, expect: verdict, facts: given }) => {
    const facts = given as unknown as StripeFacts
    const document = inspect(file, bytes, testTools)
    expect(document).toMatchObject({ verdict, format: facts.kind })
    expect(document.settlement.flatMap(({ batch }) => batch ?? [])).toEqual(facts.payout_ids)
    expect(document.settlement.reduce((sum, { lines }) => sum + lines, 0)).toBe(facts.rows)
    const lines = collectFile(file, bytes, testTools).lines.filter(({ kind }) => kind !== 'payout')
    expect(sumBy(lines, ({ gross }) => gross)).toBe(facts.sum_gross_excl_payout.USD)
    expect(sumBy(lines, ({ fees }) => fees)).toBe(facts.sum_fee_excl_payout.USD)
    expect(sumBy(lines, ({ net }) => net)).toBe(facts.sum_net_excl_payout.USD)
    expect(document.warnings.filter(({ code }) => code === 'line-does-not-tie')).toHaveLength(
      facts.rows_where_gross_minus_fee_differs_from_net,
    )
  },
  'stripe-payout-recon',
)
