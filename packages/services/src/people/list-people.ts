import { z } from 'zod'
import { personRoles } from '../permissions/permission-table.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import type { PeopleContext } from './change-people.ts'
import { type PersonListed, type PersonListedRow, personColumns, readPerson } from './person-columns.ts'

export const ListPeopleInput = z.strictObject({
  /** Part of a name or an address. */
  search: z.string().trim().max(100).optional(),
  state: z.enum(['active', 'disabled']).optional(),
  role: z.enum(personRoles).optional(),
  /** Where the page before ended. */
  cursor: z.strictObject({ name: z.string().max(100), id: z.string().max(64) }).nullish(),
  limit: z.int().min(1).max(200).default(100),
})
export type ListPeopleInput = z.input<typeof ListPeopleInput>

export interface PeoplePage {
  readonly people: readonly PersonListed[]
  /** How many there are with this filter, on all pages. */
  readonly count: number
  readonly next: { readonly name: string; readonly id: string } | null
}

const CONDITION = `($1::text = '' or strpos(lower(u.name || ' ' || u.email), lower($1)) > 0)
  and ($2::text is null or u.state = $2) and ($3::text is null or u.role = $3)`

/** Accounts by name. For whoever reaches the whole chain: an account belongs to no part of it. */
export async function listPeople(ctx: Pick<PeopleContext, 'pool' | 'actor'>, input: ListPeopleInput): Promise<PeoplePage> {
  requireWholeChain(ctx)
  const { search = '', state = null, role = null, cursor = null, limit = 100 } = input
  // PostgreSQL's text holds no U+0000, so no name has one.
  const filter = [search.trim().replaceAll('\u0000', ''), state, role]
  const { rows } = await ctx.pool.query<PersonListedRow & { sortName: string }>(
    `select ${personColumns}, lower(u.name) as "sortName" from "user" u
     where ${CONDITION} and ($4::text is null or (lower(u.name), u.id) > ($4, $5))
     order by lower(u.name), u.id limit $6`,
    [...filter, cursor?.name ?? null, cursor?.id ?? null, limit + 1],
  )
  const { rows: counts } = await ctx.pool.query<{ n: number }>(
    `select count(*)::int4 as n from "user" u where ${CONDITION}`,
    filter,
  )
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    people: shown.map(({ sortName: _, ...row }) => readPerson(row)),
    count: counts[0]?.n ?? 0,
    next: last === undefined ? null : { name: last.sortName, id: last.id },
  }
}
