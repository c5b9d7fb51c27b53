import { addDays, type Decimal, formatDecimal, fromMinorUnits, type Identity, subtract } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { type Column, columnValues, unnestSql } from '../../ingest/columns.ts'
import { settlementTools } from '../settlement-tools.ts'
import { chainName } from './chain-name.ts'
import type { RunInput } from './decide.ts'
import { checkPayouts } from './raise-ties.ts'

export interface IdentityRow {
  readonly name: Identity['name'] | 'statement_chain'
  readonly about: string
  readonly terms: { readonly left: readonly IdentityTerm[]; readonly right: readonly IdentityTerm[] }
  readonly residue: string
  readonly holds: boolean
}
interface IdentityTerm {
  readonly term: string
  readonly amount: string
}

/** Sums that have to be the same on both sides, of the payouts and statements that a run sees. */
export const checkIdentities = (input: RunInput): IdentityRow[] => [
  ...checkPayouts(input.payouts).map(toIdentityRow),
  ...checkChains(input),
]

export const toIdentityRow = ({ name, about, left, right, residue, holds }: Identity): IdentityRow => ({
  ...{ name, about, holds },
  terms: { left: left.map(told), right: right.map(told) },
  residue: formatDecimal(residue),
})

const told = ({ term, amount }: { term: string; amount: Decimal }): IdentityTerm => ({ term, amount: formatDecimal(amount) })

/** closing(n) = opening(n+1): a chain of statements without a hole. */
function checkChains({ completeness }: RunInput): IdentityRow[] {
  const chains = Map.groupBy(completeness.statements, ({ account }) => account)
  return [...chains].flatMap(([account, chain]) => {
    const inOrder = chain.toSorted((a, b) => a.day - b.day || a.fileNumber - b.fileNumber)
    return inOrder.flatMap((next, at) => {
      const before = inOrder[at - 1]
      if (!before || before.closingMinor === null || next.openingMinor === null) return []
      const exponent = settlementTools.minorUnitExponent(next.currency) ?? 2
      const [closing, opening] = [before.closingMinor, next.openingMinor].map((minor) => fromMinorUnits(BigInt(minor), exponent))
      if (!closing || !opening) return []
      const residue = subtract(closing, opening)
      const isFirst = before.day !== next.day || before.file !== next.file
      return [
        {
          name: 'statement_chain' as const,
          about: chainName(account, addDays('1970-01-01', next.day), next.file, isFirst ? null : next.id),
          terms: { left: [told({ term: 'closing', amount: closing })], right: [told({ term: 'opening', amount: opening })] },
          residue: formatDecimal(residue),
          holds: residue.units === 0n,
        },
      ]
    })
  })
}

/** Those that are not as they are written. */
export async function findChangedIdentities(client: pg.ClientBase, now: readonly IdentityRow[]): Promise<IdentityRow[]> {
  const { rows } = await client.query<{ key: string; said: string }>(
    `select i.name || ' ' || i.about as key, i.residue || ' ' || (i.terms ->> 'said') as said
     from ${unnestSql(KEY, 1, 'u').sql} join funds_identity i using (name, about)`,
    columnValues(KEY, now),
  )
  const held = new Map(rows.map(({ key, said }) => [key, said]))
  return now.filter((one) => held.get(`${one.name} ${one.about}`) !== `${one.residue} ${saidOf(one)}`)
}

/** jsonb orders keys as it likes: the text that was written is compared. */
const saidOf = ({ terms }: IdentityRow): string => JSON.stringify([terms.left, terms.right])

const KEY: readonly Column<IdentityRow>[] = [
  { name: 'name', type: 'text', read: ({ name }) => name },
  { name: 'about', type: 'text', read: ({ about }) => about },
]
const COLUMNS: readonly Column<IdentityRow>[] = [
  ...KEY,
  { name: 'terms', type: 'jsonb', read: (one) => JSON.stringify({ ...one.terms, said: saidOf(one) }) },
  { name: 'residue', type: 'text', read: ({ residue }) => residue },
  { name: 'holds', type: 'bool', read: ({ holds }) => holds },
]
const ROWS = unnestSql(COLUMNS, 2, 'u')
const PART = 20_000

export async function writeIdentities(client: pg.ClientBase, changed: readonly IdentityRow[], run: number): Promise<void> {
  for (let from = 0; from < changed.length; from += PART)
    await client.query(
      `insert into funds_identity (name, about, run_id, terms, residue, holds)
       select u.name, u.about, $1, u.terms, u.residue::numeric, u.holds from ${ROWS.sql}
       on conflict (name, about) do update set run_id = excluded.run_id, terms = excluded.terms, residue = excluded.residue, holds = excluded.holds`,
      [run, ...columnValues(COLUMNS, changed.slice(from, from + PART))],
    )
}
