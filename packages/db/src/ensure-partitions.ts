import type pg from 'pg'

/**
 * Makes the monthly partitions of events and payments that are missing, from `monthsBack` before the current month to
 * `monthsAhead` after it, and returns how many it made. The application's own role may call it. Throws when a lock is
 * not to be had within 5 s: try again later.
 */
export async function ensurePartitions(pool: pg.Pool, monthsAhead = 3, monthsBack = 2): Promise<number> {
  const { rows } = await pool.query<{ made: number }>('select ensure_partitions($1, $2) as made', [monthsBack, monthsAhead])
  return rows[0]?.made ?? 0
}
