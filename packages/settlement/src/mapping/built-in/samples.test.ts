import { expect } from 'vitest'
import { collectFile } from '../../collect.ts'
import { inspect } from '../../inspect.ts'
import { testEachSample } from '../../testing/samples.ts'
import { sumBy } from '../../testing/sum-by.ts'
import { testTools } from '../../testing/test-tools.ts'

interface TerminalFacts {
  readonly kind: string
  readonly details: number
  readonly sum_amount?: string
  readonly terminals?: readonly string[]
}

testEachSample(
  'settlement',
  ({ file, bytes, expect: verdict, facts: given }) => {
    const facts = given as unknown as TerminalFacts
    expect(inspect(file, bytes, testTools)).toMatchObject({ verdict, format: facts.kind })
    const { lines } = collectFile(file, bytes, testTools)
    expect(lines).toHaveLength(facts.details)
    if (facts.sum_amount === undefined) return
    expect(sumBy(lines, ({ net }) => net)).toBe(facts.sum_amount)
    expect([...new Set(lines.map(({ terminal }) => terminal))].sort()).toEqual(facts.terminals)
  },
  'bcgov-tdi34',
  'bcgov-tdi17',
)

interface PersonFacts {
  readonly kind: string
  readonly rows: number
  readonly sum_by_direction: Readonly<Record<string, string>>
}

testEachSample(
  'settlement',
  ({ file, bytes, expect: verdict, facts: given }) => {
    const facts = given as unknown as PersonFacts
    expect(inspect(file, bytes, testTools)).toMatchObject({
      verdict,
      format: facts.kind,
      statements: [
        { entries: facts.rows, credits: { CNY: facts.sum_by_direction.收入 }, debits: { CNY: facts.sum_by_direction.支出 } },
      ],
    })
  },
  'alipay-personal-statement',
  'wechat-personal-statement',
)
