import { expect } from 'vitest'
import { inspect } from '../../inspect.ts'
import { testEachSample } from '../../testing/samples.ts'
import { testTools } from '../../testing/test-tools.ts'

interface Mt940Balance {
  readonly amount: string
  readonly currency: string
  readonly date: string
}

interface Mt940Facts {
  readonly statements: readonly {
    readonly ref: string
    readonly account: string
    readonly entries: number
    readonly sum_credits: string
    readonly sum_debits: string
    readonly opening: Mt940Balance | null
    readonly closing: Mt940Balance | null
  }[]
}

/** Where the facts took the broken start of a text for the account. */
const BROKEN_ACCOUNT = 'wolph__betterplace_sepa_snippet_broken.sta'

testEachSample('mt940', ({ file, bytes, expect: verdict, facts }) => {
  const document = inspect(file, bytes, testTools)
  const { statements } = facts as unknown as Mt940Facts
  expect(document.verdict).toBe(verdict)
  expect(document.statements).toMatchObject(
    statements.map((each) => ({
      id: each.ref,
      account: file === BROKEN_ACCOUNT ? '50880050/0194787400888' : each.account,
      entries: each.entries,
      // A closing balance without its currency is no balance in the facts; here it is one, with a warning.
      opening: balance(each.opening),
      ...(each.closing === null ? {} : { closing: balance(each.closing) }),
    })),
  )
  for (const [index, each] of statements.entries()) {
    const statement = document.statements[index]
    expect(Object.values(statement?.credits ?? {}), 'credits').toEqual(
      each.sum_credits === '0' ? zeros(statement?.credits) : [each.sum_credits],
    )
    expect(Object.values(statement?.debits ?? {}), 'debits').toEqual(
      each.sum_debits === '0' ? zeros(statement?.debits) : [each.sum_debits],
    )
  }
})

/** Entries of zero make a sum of zero; no entries make none. */
function zeros(sums: Readonly<Record<string, string>> | undefined): string[] {
  return Object.values(sums ?? {}).map(() => '0')
}

function balance(fact: Mt940Balance | null) {
  return fact && { amount: fact.amount, currency: fact.currency, date: isoDate(fact.date) }
}

function isoDate(date: string): string {
  return `20${date.slice(0, 2)}-${date.slice(2, 4)}-${date.slice(4)}`
}
