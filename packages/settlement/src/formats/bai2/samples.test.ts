import { expect } from 'vitest'
import { collectFile } from '../../collect.ts'
import { inspect } from '../../inspect.ts'
import { testEachSample } from '../../testing/samples.ts'
import { sumBy } from '../../testing/sum-by.ts'
import { testTools } from '../../testing/test-tools.ts'

interface BaiFacts {
  readonly transactions: number
  readonly accounts: number
  readonly sums_minor_by_class: { readonly credit: number; readonly debit: number }
  readonly type_codes: Readonly<Record<string, number>>
}

testEachSample('bai2', ({ file, bytes, expect: verdict, facts: given }) => {
  const facts = given as unknown as BaiFacts
  const document = inspect(file, bytes, testTools)
  expect(document).toMatchObject({ verdict, format: 'bai2' })
  expect(document.statements).toHaveLength(facts.accounts)
  const entries = collectFile(file, bytes, testTools).statements.flatMap((statement) => statement.entries)
  expect(entries).toHaveLength(facts.transactions)
  expect(
    Object.fromEntries([...Map.groupBy(entries, ({ code }) => code ?? '')].map(([code, all]) => [code, all.length])),
  ).toEqual(facts.type_codes)
  for (const direction of ['credit', 'debit'] as const) {
    const sum = sumBy(entries, (entry) => (entry.direction === direction ? entry.amount : null))
    expect(Number(sum) * 100).toBeCloseTo(facts.sums_minor_by_class[direction])
  }
})
