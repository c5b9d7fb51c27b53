import { type CalendarTable, joinCalendars } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { keyOf, type WaitingPayout } from './carry-over.ts'
import type { PayoutRow } from './file-reading.ts'

interface Asked {
  readonly rows: readonly PayoutRow[]
  readonly waiting: readonly WaitingPayout[]
  readonly calendars: readonly CalendarTable[]
}

/** Days on which an account sold something and of which its source owes a file that no other file stands for. */
const LOST = `select u.key, d.day::date::text as day, s.calendars
  from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::date[]) u(key, acquirer, merchant_account, first, last)
  cross join generate_series(u.first + 1, u.last - 1, interval '1 day') d(day)
  join funds_source s on s.kind = 'acquirer' and s.acquirer = u.acquirer and coalesce(s.merchant_account, u.merchant_account) = u.merchant_account
    and d.day >= s.active_from and d.day <= coalesce(s.active_to, 'infinity')
  where exists (select from funds_payment f where f.acquirer = u.acquirer and f.merchant_account = u.merchant_account and f.sales_day = d.day
      and f.opened_on between d.day::date - 3 and d.day::date + 3 and f.state = 'expected')
    and not exists (select from funds_file f where f.state = 'imported' and f.first_day <= d.day and f.last_day >= d.day
      and (f.id = $6 or f.source_id = s.id or exists (select from payout p where p.file_id = f.id and p.acquirer = s.acquirer
        and (s.merchant_account is null or p.merchant_account = s.merchant_account))))
  order by u.key, d.day`

/** Account → days between what waits and what has come now of which the file is missing. */
export async function readLostDays(
  client: pg.PoolClient,
  fileId: number,
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
    const [acquirer = '', merchantAccount = ''] = key.split('\n')
    return first < last ? [{ key, acquirer, merchantAccount, first, last }] : []
  })
  if (asked.length === 0) return new Map()
  const { rows: found } = await client.query<{ key: string; day: string; calendars: string[] }>(LOST, [
    asked.map(({ key }) => key),
    asked.map(({ acquirer }) => acquirer),
    asked.map(({ merchantAccount }) => merchantAccount),
    asked.map(({ first }) => first),
    asked.map(({ last }) => last),
    fileId,
  ])
  const owed = found.filter(({ day, calendars: names }) => {
    const rolled = joinCalendars(names, calendars).roll(day)
    return rolled.ok && rolled.day === day
  })
  return new Map([...Map.groupBy(owed, ({ key }) => key)].map(([key, days]) => [key, days.map(({ day }) => day)]))
}
