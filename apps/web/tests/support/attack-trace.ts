import type { TestDatabase } from '@counterfoil/db/testing'
import { MARKER } from './attack-payloads.ts'

/** What an attack must leave untouched, and the log it must not get into. */
export interface AttackTrace {
  /** For the program under attack. */
  readonly logTo: { write(line: string): void }
  /** Lines of the log, since this was last asked, that hold a payload or one of these secrets. */
  leaks(secrets?: readonly string[]): string[]
  /** All there are. */
  readonly lines: readonly string[]
}

export function createTrace(): AttackTrace {
  const lines: string[] = []
  let looked = 0
  return {
    lines,
    logTo: { write: (line) => void lines.push(line) },
    leaks(secrets = []) {
      const fresh = lines.slice(looked)
      looked = lines.length
      return fresh.filter((line) => [MARKER, ...secrets].some((text) => line.includes(text)))
    },
  }
}

/** The tables there are and who may enter: what SQL smuggled in would change. */
export async function readTables({ owner, pool }: TestDatabase): Promise<unknown> {
  const tables = await owner.query(`select c.relname as name, c.relkind as kind, c.relacl::text as rights from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'S') order by c.relname`)
  const accounts = await pool.query(
    'select u.id, u.email, a.password from "user" u join account a on a.user_id = u.id order by u.id',
  )
  return { tables: tables.rows, accounts: accounts.rows }
}
