import { expect } from 'vitest'
import { collectFile } from '../../collect.ts'
import { inspect } from '../../inspect.ts'
import { testEachSample } from '../../testing/samples.ts'
import { sumBy } from '../../testing/sum-by.ts'
import { testTools } from '../../testing/test-tools.ts'

interface PaypalFacts {
  readonly kind: string
  readonly rows: number
  readonly net_gross_minor: Readonly<Record<string, number>>
  readonly net_fee_minor: Readonly<Record<string, number>>
}

testEachSample(
  'settlement',
  ({ file, bytes, expect: verdict, facts: given }) => {
    const facts = given as unknown as PaypalFacts
    const document = inspect(file, bytes, testTools)
    expect(document).toMatchObject({ verdict, format: facts.kind })
    const { lines } = collectFile(file, bytes, testTools)
    expect(lines).toHaveLength(facts.rows)
    for (const [currency, minor] of Object.entries(facts.net_gross_minor)) {
      const own = lines.filter((line) => line.currency === currency)
      expect(Number(sumBy(own, ({ gross }) => gross)) * 100).toBeCloseTo(minor)
      expect(Number(sumBy(own, ({ fees }) => fees)) * -100).toBeCloseTo(facts.net_fee_minor[currency] ?? 0)
    }
  },
  'paypal-stl',
)
