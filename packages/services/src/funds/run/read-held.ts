import type { Allocation } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { fetchRows } from './fetch-rows.ts'

/** A link that stands, as the matching would name it: one that was made again after it was taken back has a longer key. */
export interface HeldLink {
  readonly link: Allocation
  readonly storedKey: string
}

/** Which pair of rows: what a person has made or taken apart is theirs. */
export interface ByHand {
  readonly pairs: readonly { readonly from: string; readonly to: string }[]
  readonly from: ReadonlySet<string>
  readonly to: ReadonlySet<string>
  /** `from to` of links that a person took apart. */
  readonly refused: ReadonlySet<string>
}

export const HAND = 'hand'
const STANDS = `a.reverses is null and not exists (select from funds_allocation r where r.reverses = a.key)`
const COLUMNS = `a.key, a.from_id as "from", a.to_id as "to", a.amount_minor::float8 as "amountMinor", a.currency, a.rule,
  a.rule_version as "ruleVersion", a.confidence, a.evidence, a.run_id::text as run`

const held = (rows: Map<string, HeldLink>) => (row: Allocation) => {
  const key = row.key.replace(/ again \d+$/, '')
  rows.set(key, { link: { ...row, key }, storedKey: row.key })
}

/** Standing links to the lines of this run, also to those of files that count no more. */
export async function readLineLinks(client: pg.ClientBase): Promise<Map<string, HeldLink>> {
  const rows = new Map<string, HeldLink>()
  await fetchRows<Allocation>(
    client,
    // Line by line: of all that is asked of a link the planner expects two, and would go through the lines for each there is.
    `select a.* from run_line l cross join lateral (select ${COLUMNS} from funds_allocation a
       where a.to_id = l.id and a.join_kind = 'payment_line' and a.rule <> '${HAND}' and ${STANDS} offset 0) a`,
    [],
    held(rows),
  )
  return rows
}

/** Line → the payment it stands for, of some lines. */
export async function readPaymentsOfLines(client: pg.ClientBase, lines: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select a.from_id as "from", a.to_id as "to" from funds_allocation a
     where a.join_kind = 'payment_line' and a.to_id = any ($1::text[]) and ${STANDS}`,
    [lines],
  )
  return new Map(rows.map(({ from, to }) => [to, from]))
}

/** Lines whose file, or whose batch, another took the place of. */
export const REPLACED_LINES = `select l.file_id, l.position from funds_file f join settlement_line l on l.file_id = f.id where f.state = 'superseded'
  union select l.file_id, l.position from payout p join settlement_line l on l.payout_id = p.id where p.replaced_by is not null`

/** Links of lines whose file or batch has been corrected since, and of what was told only until then. */
export async function readDeadLinks(client: pg.ClientBase): Promise<Map<string, HeldLink>> {
  const rows = new Map<string, HeldLink>()
  const { rows: found } = await client.query<Allocation>(
    `select a.* from (${REPLACED_LINES}) l cross join lateral (select ${COLUMNS} from funds_allocation a
       where a.to_id = l.file_id || ':' || l.position and a.join_kind = 'payment_line' and ${STANDS} offset 0) a`,
  )
  for (const row of found) held(rows)(row)
  return rows
}

export async function readPayoutLinks(client: pg.ClientBase, payouts: readonly string[]): Promise<Map<string, HeldLink>> {
  const rows = new Map<string, HeldLink>()
  const linksOf = (payout: string): string => `cross join lateral (select ${COLUMNS} from funds_allocation a
       where a.from_id = ${payout} and a.join_kind = 'payout_bank' and a.rule <> '${HAND}' and ${STANDS} offset 0) a`
  const { rows: found } = await client.query<Allocation>(
    `select a.* from unnest($1::text[]) u(id) ${linksOf('u.id')}
     union all select a.* from (select p.id from funds_file f join payout p on p.file_id = f.id where f.state <> 'imported'
       union select id from payout where replaced_by is not null) p ${linksOf('p.id::text')}`,
    [payouts],
  )
  for (const row of found) held(rows)(row)
  return rows
}

/** No run has written them: an index has only those. */
export async function readByHand(client: pg.ClientBase, join: 'payment_line' | 'payout_bank'): Promise<ByHand> {
  const { rows } = await client.query<{ from: string; to: string; refused: boolean }>(
    `select a.from_id as "from", a.to_id as "to", false as refused from funds_allocation a
     where a.run_id is null and a.join_kind = $1 and a.rule = '${HAND}' and a.confidence = 'certain' and ${STANDS}
     union all select a.from_id, a.to_id, true from funds_allocation a
     where a.run_id is null and a.join_kind = $1 and a.because = 'person'`,
    [join],
  )
  const made = rows.filter(({ refused }) => !refused)
  return {
    pairs: made.map(({ from, to }) => ({ from, to })),
    from: new Set(made.map(({ from }) => from)),
    to: new Set(made.map(({ to }) => to)),
    refused: new Set(rows.filter(({ refused }) => refused).map(({ from, to }) => `${from} ${to}`)),
  }
}
