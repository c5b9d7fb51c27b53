import { expect } from 'vitest'
import { inspect } from '../../inspect.ts'
import { testEachSample } from '../../testing/samples.ts'
import { testTools } from '../../testing/test-tools.ts'

interface CamtFacts {
  readonly message: string
  readonly statements: readonly {
    readonly id: string
    readonly account: string
    readonly entries: number
    readonly features: Readonly<Record<string, number>>
    readonly sum_credits: Readonly<Record<string, string>>
    readonly sum_debits: Readonly<Record<string, string>>
    readonly opening_booked?: string
    readonly closing_booked?: string
  }[]
}

testEachSample('camt', ({ file, bytes, expect: verdict, facts }) => {
  const document = inspect(file, bytes, testTools)
  const { message, statements } = facts as unknown as CamtFacts
  expect(document.verdict).toBe(verdict)
  if (verdict === 'reject') return expect(document.reason).toMatch(/statement/)
  expect(`${document.format}.${document.version}`).toBe(message)
  expect(document.statements).toMatchObject(
    statements.map((each) => ({
      id: each.id,
      account: each.account,
      entries: each.entries,
      details: each.features.tx_details ?? 0,
      credits: each.sum_credits,
      debits: each.sum_debits,
      opening: each.opening_booked === undefined ? null : { amount: each.opening_booked },
      closing: each.closing_booked === undefined ? null : { amount: each.closing_booked },
    })),
  )
})
