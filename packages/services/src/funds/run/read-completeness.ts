import {
  dayNumber,
  type ExpectedFiles,
  type ExpectedStatements,
  findRepeatedStatements,
  type RepeatedStatement,
  type StatementFact,
} from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { settlementTools } from '../settlement-tools.ts'

/** Which files should be here and which are: what is missing silences what it would have explained. */
export interface Completeness {
  readonly expectedFiles: readonly ExpectedFiles[]
  readonly covered: ReadonlyMap<string, ReadonlySet<number>>
  readonly expectedStatements: readonly ExpectedStatements[]
  readonly statements: readonly StatementFact[]
  /** Those that tell again what another one has told; their entries are no money. */
  readonly repeated: readonly RepeatedStatement[]
  readonly repeatedIds: ReadonlySet<number>
  /** Acquirer, merchant account and day on which something was sold. */
  readonly busy: ReadonlySet<string>
}

/** A file that did not come in this many days is a person's affair, and no more a new alarm. */
const DAYS_BACK = 45
/** As long as entries are looked at: one that is told again must stay out for all of that time. */
const STATEMENT_DAYS = 60
const FAR = dayNumber('9999-01-01')

export async function readCompleteness(client: pg.ClientBase, asOf: string): Promise<Completeness> {
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
       s.due_after_days as "dueAfterDays", greatest(s.active_from, $1::date - ${DAYS_BACK})::text as from, s.active_to::text as to
     from funds_source s left join bank_account a on a.id = s.bank_account_id order by s.name`,
    [asOf],
  )
  const { rows: days } = await client.query<{ source: string; first: string; last: string }>(
    `select distinct s.name as source, f.first_day::text as first, f.last_day::text as last
     from funds_source s join funds_file f on f.state = 'imported' and f.first_day is not null and f.last_day >= $1::date - ${DAYS_BACK}
     where s.kind = 'acquirer' and (f.source_id = s.id or exists (select from payout p where p.file_id = f.id and p.acquirer = s.acquirer
       and (s.merchant_account is null or p.merchant_account = s.merchant_account)))`,
    [asOf],
  )
  const covered = new Map<string, Set<number>>()
  for (const { source, first, last } of days) {
    const known = covered.get(source) ?? new Set<number>()
    for (let day = dayNumber(first); day <= dayNumber(last); day++) known.add(day)
    covered.set(source, known)
  }
  const expectedFiles = sources.flatMap(({ name, acquirer, merchantAccount, calendars, dueAfterDays, from, to }) =>
    acquirer === null
      ? []
      : [
          {
            source: name,
            ...{ acquirer, merchantAccount, calendars, dueAfterDays },
            from: dayNumber(from),
            until: to === null ? FAR : dayNumber(to),
          },
        ],
  )
  const expectedStatements = sources.flatMap(({ account, calendars, dueAfterDays, to }) =>
    account === null ? [] : [{ account, calendars, dueAfterDays, until: to === null ? FAR : dayNumber(to) }],
  )
  return { expectedFiles, covered, expectedStatements, ...(await readFacts(client, asOf)) }
}

async function readFacts(client: pg.ClientBase, asOf: string) {
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
     where s.kind = 'booked' and s.closing_on >= $1::date - ${STATEMENT_DAYS} order by s.id`,
    [asOf],
  )
  const { rows: sold } = await client.query<{ key: string }>(
    `select distinct acquirer || E'\\n' || merchant_account || E'\\n' || sales_day as key from funds_payment
     where sales_day >= $1::date - ${DAYS_BACK} and opened_on >= $1::date - ${DAYS_BACK} - 2
       and exists (select from funds_source where kind = 'acquirer')`,
    [asOf],
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
  const since = dayNumber(asOf) - DAYS_BACK
  return {
    statements: told.filter((one) => !again.has(one) && one.day >= since),
    repeated,
    repeatedIds: new Set(told.filter((one) => again.has(one)).map(({ id }) => id)),
    busy: new Set(sold.map(({ key }) => key)),
  }
}
