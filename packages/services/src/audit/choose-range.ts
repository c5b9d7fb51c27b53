import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { AWAY, describeAway, readAway } from './away-months.ts'
import type { LogRange } from './log-range.ts'

/** What part of the log is asked for. */
export interface AskedRange {
  /** First index; 0 unless told. */
  readonly from?: number | undefined
  /** It ends with the first checkpoint of at least so many entries; with the last one unless told. */
  readonly to?: number | undefined
}

/** From an index to the first checkpoint of at least `to` entries, or to the last one. `invalid` for what the log does not have. */
export async function chooseRange({ pool }: Pick<ServiceContext, 'pool'>, { from = 0, to }: AskedRange): Promise<LogRange> {
  const { rows } = await pool.query<{ size: number | null }>(
    `select coalesce((select min(size) from audit_checkpoint where size >= $1), (select max(size) from audit_checkpoint where $1::int8 is null)) as size`,
    [to ?? null],
  )
  const size = rows[0]?.size ?? null
  if (size === null && to === undefined)
    throw new ServiceError('unavailable', 'There is no checkpoint yet: start the hub, which makes them.')
  if (size === null) throw new ServiceError('invalid', `No checkpoint covers ${to} entries.`)
  if (from > size) throw new ServiceError('invalid', `The bundle would begin at ${from} and end at ${size}.`)
  const range = { from, to: size }
  if ((await readAway(pool, range)).length > 0) throw new ServiceError('conflict', await describeAway(pool, range), AWAY)
  return range
}
