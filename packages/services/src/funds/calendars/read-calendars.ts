import type { CalendarTable } from '@counterfoil/settlement/funds'
import type pg from 'pg'

export interface StoredCalendar {
  readonly name: string
  readonly version: number
  readonly table: CalendarTable
}

/** The newest edition of each; expectations that were made keep the number of the one they were made with. */
export async function readCalendars(pool: Pick<pg.Pool | pg.PoolClient, 'query'>): Promise<StoredCalendar[]> {
  const { rows } = await pool.query<StoredCalendar>(
    `select distinct on (name) name, version, document as "table" from funds_calendar order by name, version desc`,
  )
  return rows
}
