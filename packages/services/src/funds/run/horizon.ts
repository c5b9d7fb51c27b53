import { addDays } from '@counterfoil/settlement/funds'
import type pg from 'pg'

/** Days in which a better reference may still come for what a weaker rung has linked. */
const DAYS_BACK = 60
/** As long as a payout's window is, so that whoever competes for a line of a late file is read with it. */
const MARGIN = 45
/** Whatever day a file tells of, and some write 1 January of the year 1 where they know none: nothing older changes any more. */
const MOST_BACK = 1_830

/** The day from which on rows are looked at: some weeks, or more when a file has come that tells of days before. */
export async function readHorizon(client: pg.ClientBase, today: string, files: readonly number[]): Promise<string> {
  const { rows } = await client.query<{ first: string | null }>(
    `select min(first_day)::text as first from funds_file where id = any ($1::int8[]) and first_day is not null`,
    [files],
  )
  const usual = addDays(today, -DAYS_BACK)
  const first = rows[0]?.first ?? null
  if (first === null) return usual
  const oldest = addDays(today, -MOST_BACK)
  const late = addDays(first < oldest ? oldest : first, -MARGIN)
  return late < usual ? late : usual
}
