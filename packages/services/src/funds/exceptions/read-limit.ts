import type pg from 'pg'
import { RESOLUTION_LIMIT_MINOR } from './resolution.ts'

/** Minor units of a currency up to which one person may end an exception; `lock` lets nobody change it meanwhile. */
export async function readLimit(
  client: Pick<pg.ClientBase, 'query'>,
  currency: string,
  lock: 'for share' | '' = '',
): Promise<number> {
  const { rows } = await client.query<{ limitMinor: number }>(
    `select limit_minor::float8 as "limitMinor" from funds_resolution_limit where currency = $1 ${lock}`,
    [currency],
  )
  return rows[0]?.limitMinor ?? RESOLUTION_LIMIT_MINOR
}
