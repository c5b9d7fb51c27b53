import type { ReadRows } from '../../read-rows.ts'
import { RESOLUTION_LIMIT_MINOR } from './resolution.ts'

/** Minor units of a currency up to which one person may decide about money; `lock` lets nobody change it meanwhile. */
export async function readLimit(rows: ReadRows, currency: string, lock: 'for share' | '' = ''): Promise<number> {
  const [found] = await rows<{ limitMinor: number }>(
    `select limit_minor::float8 as "limitMinor" from funds_resolution_limit where currency = $1 ${lock}`,
    currency,
  )
  return found?.limitMinor ?? RESOLUTION_LIMIT_MINOR
}
