import type { Allocation } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { fetchRows } from './fetch-rows.ts'

/** A link that stands, as the matching would name it: one that was made again after it was taken back has a longer key. */
export interface HeldLink {
  readonly link: Allocation
  readonly storedKey: string
}

interface HandPair {
  readonly from: string
  readonly to: string
  /** Of a bank line, when it was booked: it may lie before what a run looks at. */
  readonly bookedOn: string | null
}

/** Which pair of rows: what a person has made or taken apart is theirs. */
export interface ByHand {
  readonly pairs: readonly HandPair[]
  readonly from: ReadonlySet<string>
  readonly to: ReadonlySet<string>
  /** `from to` of links that a person took apart. */
  readonly refused: ReadonlySet<string>
}

export const HAND = 'hand'
const STANDS = `a.reverses is null and not exists (select from funds_allocation r where r.reverses = a.key)`
/** SQL condition over `funds_allocation a`: a person has said so, no proposal, and nobody has taken it back. */
export const HAND_STANDS = `a.rule = '${HAND}' and a.confidence = 'certain' and ${STANDS}`
/** Ends the name of what is raised about links by hand: every run looks at all of them. */
export const BY_HAND = 'by-hand'
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

const payoutLinks = (where: string): string =>
  `cross join lateral (select ${COLUMNS} from funds_allocation a where ${where} and a.join_kind = 'payout_bank' and ${STANDS} offset 0) a`

export async function readPayoutLinks(client: pg.ClientBase, payouts: readonly string[]): Promise<Map<string, HeldLink>> {
  const rows = new Map<string, HeldLink>()
  const { rows: found } = await client.query<Allocation>(
    `select a.* from unnest($1::text[]) u(id) ${payoutLinks(`a.from_id = u.id and a.rule <> '${HAND}'`)}`,
    [payouts],
  )
  for (const row of found) held(rows)(row)
  return rows
}

/** Links of payouts and bank lines whose file or batch another took the place of since, also those that people have made: their rows are gone. */
export async function readDeadPayoutLinks(client: pg.ClientBase): Promise<Map<string, HeldLink>> {
  const rows = new Map<string, HeldLink>()
  const { rows: found } = await client.query<Allocation>(
    `select a.* from (select p.id from funds_file f join payout p on p.file_id = f.id where f.state <> 'imported'
       union select id from payout where replaced_by is not null) p ${payoutLinks('a.from_id = p.id::text')}
     union select a.* from funds_file f join bank_line b on b.file_id = f.id ${payoutLinks(`a.to_id = b.file_id || ':' || b.position`)}
     where f.state <> 'imported'`,
  )
  for (const row of found) held(rows)(row)
  return rows
}

/** Both rows are of files that count: a link to one that was corrected is nobody's word about the new one. */
const CURRENT = {
  payment_line: `exists (select from funds_file f where f.id = split_part(a.to_id, ':', 1)::int8 and f.state = 'imported')
    and not exists (select from settlement_line l join payout p on p.id = l.payout_id and p.replaced_by is not null
      where l.file_id = split_part(a.to_id, ':', 1)::int8 and l.position = split_part(a.to_id, ':', 2)::int4)`,
  payout_bank: `exists (select from funds_file f where f.id = split_part(a.to_id, ':', 1)::int8 and f.state = 'imported')
    and exists (select from payout p join funds_file f on f.id = p.file_id where p.id = a.from_id::int8 and f.state = 'imported' and p.replaced_by is null)`,
} as const

const BOOKED_ON = {
  payment_line: 'null::text',
  payout_bank: `(select b.booked_on::text from bank_line b where b.file_id = split_part(a.to_id, ':', 1)::int8 and b.position = split_part(a.to_id, ':', 2)::int4)`,
} as const

/** No run has written them: an index has only those. */
export async function readByHand(client: pg.ClientBase, join: 'payment_line' | 'payout_bank'): Promise<ByHand> {
  const { rows } = await client.query<HandPair & { refused: boolean }>(
    `select a.from_id as "from", a.to_id as "to", ${BOOKED_ON[join]} as "bookedOn", false as refused from funds_allocation a
     where a.run_id is null and a.join_kind = $1 and ${HAND_STANDS} and ${CURRENT[join]}
     union all select a.from_id, a.to_id, null, true from funds_allocation a
     where a.run_id is null and a.join_kind = $1 and a.because = 'person'`,
    [join],
  )
  const made = rows.filter(({ refused }) => !refused)
  return {
    pairs: made.map(({ from, to, bookedOn }) => ({ from, to, bookedOn })),
    from: new Set(made.map(({ from }) => from)),
    to: new Set(made.map(({ to }) => to)),
    refused: new Set(rows.filter(({ refused }) => refused).map(({ from, to }) => `${from} ${to}`)),
  }
}
