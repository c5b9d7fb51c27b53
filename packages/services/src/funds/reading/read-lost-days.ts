import { type CalendarTable, joinCalendars } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { type Account, keyOf, type WaitingPayout } from './carry-over.ts'
import type { PayoutRow } from './file-reading.ts'

interface Asked {
  readonly rows: readonly PayoutRow[]
  readonly waiting: readonly WaitingPayout[]
  readonly calendars: readonly CalendarTable[]
}

/** Days of which an acquirer's source owes a file that no file here stands for. */
const OWED = `with source as (
    select * from funds_source where kind = 'acquirer' and acquirer = any ($1::text[])
  ), covered as materialized (
    select s.id, generate_series(f.first_day, f.last_day, interval '1 day')::date as day from source s
    join funds_file f on f.state = 'imported' and f.last_day > $2 and f.first_day < $3
    where f.source_id = s.id or exists (select from payout p where p.file_id = f.id and p.acquirer = s.acquirer
      and (s.merchant_account is null or p.merchant_account = s.merchant_account))
  )
  select s.acquirer, s.merchant_account as "merchantAccount", d::date::text as day, s.calendars
  from source s cross join generate_series($2::date + 1, $3::date - 1, interval '1 day') d
  where d >= s.active_from and d <= coalesce(s.active_to, 'infinity') and not exists (select from covered c where c.id = s.id and c.day = d)`
/** What of it was sold waits for its money, and is due within weeks. */
const SOLD = `select distinct f.acquirer, f.merchant_account as "merchantAccount", f.currency::text as currency, u.day::text as day
  from unnest($1::text[], $2::date[]) u(acquirer, day)
  join funds_payment f on f.open and f.acquirer = u.acquirer and f.due_on between u.day and u.day + 21 and f.sales_day = u.day and f.state = 'expected'
  order by 4`

/** Account → days between what waits and what has come now of which the file is missing. */
export async function readLostDays(
  client: pg.PoolClient,
  { rows, waiting, calendars }: Asked,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const oldest = new Map<string, string>()
  const note = (key: string, day: string): void => {
    const known = oldest.get(key)
    if (known === undefined || day < known) oldest.set(key, day)
  }
  for (const { key, salesDay } of waiting) note(key, salesDay)
  for (const row of rows) if (!row.announced && !row.movementsOnly) note(keyOf(row), row.salesDay)
  const asked = [...Map.groupBy(rows, keyOf)].flatMap(([key, own]) => {
    const last = own.map(({ salesDay }) => salesDay).reduce((a, b) => (a > b ? a : b))
    const first = oldest.get(key) ?? last
    const [acquirer = ''] = key.split('\n')
    return first < last ? [{ acquirer, first, last }] : []
  })
  if (asked.length === 0) return new Map()
  const { rows: owed } = await client.query<{
    acquirer: string
    merchantAccount: string | null
    day: string
    calendars: string[]
  }>(OWED, [
    [...new Set(asked.map(({ acquirer }) => acquirer))],
    asked.map(({ first }) => first).reduce((a, b) => (a < b ? a : b)),
    asked.map(({ last }) => last).reduce((a, b) => (a > b ? a : b)),
  ])
  const missing = owed.filter(({ day, calendars: names }) => {
    const rolled = joinCalendars(names, calendars).roll(day)
    return rolled.ok && rolled.day === day
  })
  if (missing.length === 0) return new Map()
  const { rows: sold } = await client.query<Account & { day: string }>(SOLD, [
    missing.map(({ acquirer }) => acquirer),
    missing.map(({ day }) => day),
  ])
  const isMissing = new Set(missing.map(({ acquirer, merchantAccount, day }) => `${acquirer}\n${merchantAccount ?? ''}\n${day}`))
  const lost = sold.filter(
    ({ acquirer, merchantAccount, day }) =>
      isMissing.has(`${acquirer}\n\n${day}`) || isMissing.has(`${acquirer}\n${merchantAccount}\n${day}`),
  )
  return new Map([...Map.groupBy(lost, keyOf)].map(([key, days]) => [key, days.map(({ day }) => day)]))
}
