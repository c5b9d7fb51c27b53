import type { Queryable } from '../audit/read-tree.ts'
import { readRules } from './read-rules.ts'
import { dayAfter, dayOf } from './rules/calendar.ts'
import { CalendarParameters } from './rules/index.ts'

/** A day that nobody signed so long after its end is overdue (PCI DSS 10.4.1: daily). */
export const OVERDUE_AFTER_MS = 24 * 3_600_000

export interface ReviewDay {
  readonly day: string
  readonly beginsAt: Date
  readonly endsAt: Date
}

export async function readTimeZone(client: Queryable): Promise<string> {
  const inForce = await readRules(client)
  return CalendarParameters.parse(inForce.find(({ rule }) => rule === 'calendar')?.parameters).timeZone
}

/** When a date begins and ends in the zone. */
export async function readBounds(client: Queryable, timeZone: string, day: string): Promise<ReviewDay> {
  const { rows } = await client.query<{ beginsAt: Date; endsAt: Date }>(
    `select $1::date::timestamp at time zone $2 as "beginsAt", ($1::date + 1)::timestamp at time zone $2 as "endsAt"`,
    [day, timeZone],
  )
  const [bounds] = rows
  if (bounds === undefined) throw new Error('PostgreSQL answered without a row')
  return { day, ...bounds }
}

/** From the first day there was anything to review to today, oldest first. */
export function daysSince(timeZone: string, since: Date, now: Date): string[] {
  const today = dayOf(timeZone, now.getTime())
  const days: string[] = []
  for (let day = dayOf(timeZone, since.getTime()); day <= today; day = dayAfter(day)) days.push(day)
  return days
}
