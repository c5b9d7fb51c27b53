import { openStackDatabase } from './open-database.ts'
import type { StackPlaces } from './places.ts'

/** What a person's sessions remember of time, moved, so that no test waits a quarter of an hour. */
export interface SessionClock extends AsyncDisposable {
  /** As if the last thing the person did, and the last factor they showed, were so long ago. */
  setBack(email: string, minutes: number): Promise<void>
  /** As if the last factor were so long ago; what they did last stays. */
  setFactorBack(email: string, minutes: number): Promise<void>
  lastActionMs(email: string): Promise<number>
  setRole(email: string, role: string): Promise<void>
}

export function openSessionClock({ dataFolder }: StackPlaces): SessionClock {
  const stack = openStackDatabase(dataFolder)
  const { pool } = stack.services
  const of = `user_id = (select id from "user" where email = $1)`
  const moved = (column: string) => `${column} = ${column} - make_interval(mins => $2)`
  return {
    setBack: async (email, minutes) => {
      const sql = `update session set ${moved('last_action_at')}, ${moved('factor_shown_at')} where ${of}`
      await pool.query(sql, [email, minutes])
    },
    setFactorBack: async (email, minutes) => {
      await pool.query(`update session set ${moved('factor_shown_at')} where ${of}`, [email, minutes])
    },
    lastActionMs: async (email) => {
      const { rows } = await pool.query<{ at: Date }>(`select max(last_action_at) as at from session where ${of}`, [email])
      return rows[0]?.at.getTime() ?? 0
    },
    setRole: async (email, role) => {
      await pool.query('update "user" set role = $2 where email = $1', [email, role])
    },
    [Symbol.asyncDispose]: () => stack.close(),
  }
}
