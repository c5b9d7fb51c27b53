import {
  type CalendarTable,
  dayNumber,
  type ExpectedStatements,
  findRepeatedStatements,
  type MissingFiles,
  type RepeatedStatement,
  type StatementFact,
} from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { settlementTools } from '../settlement-tools.ts'
import { type FileOfSource, findMissingFiles } from './find-missing-files.ts'
import { SoldDays } from './sold-days.ts'

/** Which files should be here and which are: what is missing silences what it would have explained. */
export interface Completeness {
  /** Acquirers' files that are owed. */
  readonly missing: MissingFiles
  readonly expectedStatements: readonly ExpectedStatements[]
  readonly statements: readonly (StatementFact & { readonly id: number })[]
  /** Those that tell again what another one has told; their entries are no money. */
  readonly repeated: readonly RepeatedStatement[]
  readonly repeatedIds: ReadonlySet<number>
  /** What was sold on which day. */
  readonly busy: SoldDays
}

const FAR = dayNumber('9999-01-01')
/** Whatever dates it has: no file tells of days after it came, which may be tomorrow there. */
const CAME_ON = `(f.received_at at time zone 'UTC')::date + 1`

export interface CompletenessAsked {
  /** What did not come before the horizon is a person's affair, and no more a new alarm. */
  readonly since: string
  readonly today: string
  readonly calendars: readonly CalendarTable[]
}

export async function readCompleteness(client: pg.ClientBase, asked: CompletenessAsked): Promise<Completeness> {
  const { since, today, calendars: tables } = asked
  const { rows: sources } = await client.query<{
    name: string
    kind: 'acquirer' | 'bank'
    acquirer: string | null
    merchantAccount: string | null
    account: string | null
    calendars: string[]
    dueAfterDays: number
    from: string
    to: string | null
  }>(
    `select s.name, s.kind, s.acquirer, s.merchant_account as "merchantAccount", a.number as account, s.calendars,
       s.due_after_days as "dueAfterDays", s.active_from::text as from, s.active_to::text as to
     from funds_source s left join bank_account a on a.id = s.bank_account_id order by s.name`,
  )
  const filesHere = await readFilesHere(client, since)
  const first = dayNumber(since)
  const expectedFiles = sources.flatMap(({ name, acquirer, merchantAccount, calendars, dueAfterDays, from, to }) =>
    acquirer === null
      ? []
      : [
          {
            source: name,
            ...{ acquirer, merchantAccount, calendars, dueAfterDays },
            from: Math.max(dayNumber(from), first),
            until: to === null ? FAR : dayNumber(to),
          },
        ],
  )
  const older = await readOlder(client, since)
  const expectedStatements = sources.flatMap(({ account, calendars, dueAfterDays, from, to }) =>
    account === null
      ? []
      : [
          {
            ...{ account, calendars, dueAfterDays, until: to === null ? FAR : dayNumber(to) },
            from: older.has(account) ? null : dayNumber(from),
          },
        ],
  )
  const busy = await readBusy(client, since)
  const missing = findMissingFiles({ expectedFiles, filesHere, busy }, tables, dayNumber(today))
  return { missing, busy, expectedStatements, ...(await readFacts(client, since)) }
}

/** Lines by sales day of batches that count in another file of the same kind, which took their place or had told of them before. */
const COUNTED_ELSEWHERE = `select l.file_id, l.acquirer, l.merchant_account, l.sales_day, count(*)::int4 as lines
  from payout p join funds_file f on f.id = p.file_id and f.state = 'imported' and f.last_day >= $1::date
  join payout r on r.id = p.replaced_by join funds_file n on n.id = r.file_id and n.format is not distinct from f.format
  join settlement_line l on l.payout_id = p.id and l.file_id = p.file_id
  where l.sales_day is not null and (l.kind in ('sale', 'refund', 'refund-reversed', 'chargeback', 'chargeback-reversed')
    or (l.kind = 'fee' and coalesce(l.acquirer_reference, l.merchant_reference, l.original_reference) is not null))
  group by 1, 2, 3, 4`

/** Files of acquirers with the days they tell of, each as the file of every source that it may be. */
async function readFilesHere(client: pg.ClientBase, since: string): Promise<FileOfSource[]> {
  const { rows } = await client.query<{
    source: string
    first: string
    last: string
    days: string[] | null
    counts: number[] | null
  }>(
    `with elsewhere as materialized (${COUNTED_ELSEWHERE})
     select s.name as source, f.first_day::text as first, least(f.last_day, ${CAME_ON})::text as last, d.days, d.counts
     from funds_source s join funds_file f on f.state = 'imported' and f.first_day is not null and f.last_day >= $1::date
     left join lateral (select array_agg(d.sales_day::text) as days, array_agg(d.line_count - coalesce(e.lines, 0)) as counts
       from funds_file_day d left join elsewhere e using (file_id, acquirer, merchant_account, sales_day)
       where d.file_id = f.id and d.acquirer = s.acquirer and (s.merchant_account is null or d.merchant_account = s.merchant_account)) d on true
     where s.kind = 'acquirer' and (f.source_id = s.id or exists (select from payout p where p.file_id = f.id and p.acquirer = s.acquirer
       and (s.merchant_account is null or p.merchant_account = s.merchant_account)))`,
    [since],
  )
  return rows.map(({ source, first, last, days, counts }) => ({
    ...{ source, first: dayNumber(first), last: dayNumber(last) },
    lines: days === null ? null : sumOf(days, counts ?? []),
  }))
}

function sumOf(days: readonly string[], counts: readonly number[]): Map<number, number> {
  const sums = new Map<number, number>()
  for (const [at, text] of days.entries()) {
    const day = dayNumber(text)
    sums.set(day, (sums.get(day) ?? 0) + (counts[at] ?? 0))
  }
  return sums
}

/** Accounts of which statements from before the horizon are here: the first one since is not their first. */
async function readOlder(client: pg.ClientBase, since: string): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ account: string }>(
    `select a.number as account from bank_account a where exists (select from bank_statement s join funds_file f on f.id = s.file_id and f.state = 'imported'
       where s.bank_account_id = a.id and s.kind = 'booked' and s.closing_on < $1::date)`,
    [since],
  )
  return new Set(rows.map(({ account }) => account))
}

async function readBusy(client: pg.ClientBase, since: string): Promise<SoldDays> {
  const { rows } = await client.query<{ acquirer: string; merchantAccount: string; day: string; count: number }>(
    `select acquirer, merchant_account as "merchantAccount", sales_day::text as day, count(*)::int4 as count from funds_payment
     where sales_day >= $1::date and opened_on >= $1::date - 2 and acquirer is not null and exists (select from funds_source where kind = 'acquirer')
     group by 1, 2, 3`,
    [since],
  )
  const busy = new SoldDays()
  for (const { acquirer, merchantAccount, day, count } of rows) busy.add(acquirer, merchantAccount, dayNumber(day), count)
  return busy
}

async function readFacts(client: pg.ClientBase, since: string) {
  const { rows } = await client.query<{
    id: number
    file: string
    account: string
    currency: string
    sequence: string | null
    opening: string | null
    closing: string | null
    day: string
    entries: number
  }>(
    `select s.id::float8 as id, s.file_id::text as file, a.number as account, s.currency, s.sequence, s.opening::text as opening, s.closing::text as closing,
       s.closing_on::text as day, s.entry_count as entries
     from bank_statement s join funds_file f on f.id = s.file_id and f.state = 'imported' join bank_account a on a.id = s.bank_account_id
     where s.kind = 'booked' and s.closing_on between $1::date and ${CAME_ON} order by s.id`,
    [since],
  )
  const minor = (amount: string | null, currency: string): number | null => {
    if (amount === null) return null
    return Math.round(Number(amount) * 10 ** (settlementTools.minorUnitExponent(currency) ?? 2))
  }
  const told = rows.map(({ id, file, account, currency, sequence, opening, closing, day, entries }) => ({
    ...{ id, file, account, currency, sequence, entries },
    fileNumber: Number(file),
    openingMinor: minor(opening, currency),
    closingMinor: minor(closing, currency),
    day: dayNumber(day),
  }))
  const repeated = findRepeatedStatements(told)
  const again = new Set<StatementFact>(repeated.map(({ statement }) => statement))
  return {
    statements: told.filter((one) => !again.has(one)),
    repeated,
    repeatedIds: new Set(told.filter((one) => again.has(one)).map(({ id }) => id)),
  }
}
