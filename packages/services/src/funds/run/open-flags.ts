import { confirmsItself } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { type Column, columnValues, unnestSql } from '../../ingest/columns.ts'
import type { Decision, RunInput } from './decide.ts'

interface OpenLine {
  readonly file: number
  readonly position: number
  readonly open: boolean
}

export interface OpenFlags {
  readonly lines: readonly OpenLine[]
  readonly bankLines: readonly OpenLine[]
  readonly payouts: readonly { readonly id: number; readonly open: boolean }[]
}

/** Rungs that go by a reference: what they have linked is looked at again only when somebody new has the same. */
const BY_REFERENCE = new Set(['L1', 'L2', 'L7'])
/** After that a better link than a weak one comes no more. */
const DAYS_WEAK = 45

/** Which rows the next run looks at. Only changes. */
export function findOpen(input: RunInput, { lineMatching, payoutMatching }: Decision): OpenFlags {
  const closedLines = new Set<string>(input.lineHand.to)
  for (const { line, rule } of lineMatching.pairs) {
    const old = line.salesDay !== null && line.salesDay < input.asOf - DAYS_WEAK
    if (BY_REFERENCE.has(rule.id) || (confirmsItself(rule) && old)) closedLines.add(line.id)
  }
  // A refund of which only the sale is known waits for the store's own.
  for (const { line } of lineMatching.children) if (line.kind !== 'refund') closedLines.add(line.id)
  for (const { line } of lineMatching.duplicates) closedLines.add(line.id)
  const standing = payoutMatching.links.filter(({ rule }) => confirmsItself(rule))
  const closedBank = new Set([
    ...input.payoutHand.to,
    ...standing.flatMap(({ lines }) => lines.map(({ id }) => id)),
    ...payoutMatching.duplicates.map(({ line }) => line.id),
  ])
  const arrived = new Set([
    ...input.payoutHand.from,
    ...standing.filter(({ returned }) => !returned).flatMap(({ payouts }) => payouts.map(({ id }) => id)),
  ])
  return {
    lines: changed(input.lines, closedLines),
    bankLines: changed(input.bankLines, closedBank),
    payouts: input.payouts
      .filter(({ carriedOver, match }) => !carriedOver && match.amountMinor !== 0)
      .map(({ id, match, open }) => ({ id, was: open, open: !arrived.has(match.id) }))
      .filter(({ was, open }) => was !== open),
  }
}

const changed = (lines: readonly (OpenLine & { readonly id: string })[], closed: ReadonlySet<string>): OpenLine[] =>
  lines.flatMap(({ id, file, position, open }) => (open === closed.has(id) ? [{ file, position, open: !open }] : []))

const COLUMNS: readonly Column<OpenLine>[] = [
  { name: 'file_id', type: 'int8', read: ({ file }) => file },
  { name: 'position', type: 'int4', read: ({ position }) => position },
  { name: 'open', type: 'bool', read: ({ open }) => open },
]

export async function writeOpen(client: pg.ClientBase, { lines, bankLines, payouts }: OpenFlags): Promise<void> {
  const { sql } = unnestSql(COLUMNS, 1, 'u')
  if (lines.length > 0) {
    const values = columnValues(COLUMNS, lines)
    await client.query(
      `delete from settlement_line_open l using ${sql} where not u.open and l.file_id = u.file_id and l.position = u.position`,
      values,
    )
    await client.query(
      `insert into settlement_line_open select u.file_id, u.position from ${sql} where u.open on conflict do nothing`,
      values,
    )
  }
  if (bankLines.length > 0)
    await client.query(
      `update bank_line l set open = u.open from ${sql} where l.file_id = u.file_id and l.position = u.position`,
      columnValues(COLUMNS, bankLines),
    )
  if (payouts.length > 0)
    await client.query('update payout p set open = u.open from unnest($1::int8[], $2::bool[]) u(id, open) where p.id = u.id', [
      payouts.map(({ id }) => id),
      payouts.map(({ open }) => open),
    ])
}
