import { chooseRange } from '../audit/choose-range.ts'
import type { LogRange } from '../audit/log-range.ts'
import type { Queryable } from '../audit/read-tree.ts'
import { readBounds, readTimeZone } from '../audit-review/day-bounds.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import type { Period } from './section.ts'

/** Whole days in the zone in which days are reviewed. */
export async function readPeriod(client: Queryable, from: string, to: string): Promise<Period> {
  if (from > to) throw new ServiceError('invalid', `The period would begin on ${from} and end on ${to}.`, { field: 'to' })
  const timeZone = await readTimeZone(client)
  const { beginsAt } = await readBounds(client, timeZone, from)
  const { endsAt } = await readBounds(client, timeZone, to)
  return { from, to, timeZone, beginsAt, endsAt }
}

/** What was recorded in the period, to the first checkpoint that covers all of it. `invalid` where nothing was, `unavailable` until it is covered. */
export async function rangeOf(ctx: Pick<ServiceContext, 'pool'>, { from, to, beginsAt, endsAt }: Period): Promise<LogRange> {
  const { rows } = await ctx.pool.query<{ first: number | null; last: number | null }>(
    `select min(l.idx)::float8 as first, max(l.idx)::float8 as last
     from audit_entry e join audit_leaf l on l.entry_id = e.id where e.recorded_at >= $1 and e.recorded_at < $2`,
    [beginsAt, endsAt],
  )
  const { first = null, last = null } = rows[0] ?? {}
  if (first === null || last === null)
    throw new ServiceError('invalid', `Nothing was recorded from ${from} to ${to}. Choose a period with entries.`, {
      field: 'from',
    })
  const { rows: covered } = await ctx.pool.query<{ size: number | null }>(
    'select max(size)::float8 as size from audit_checkpoint',
  )
  if ((covered[0]?.size ?? 0) <= last)
    throw new ServiceError('unavailable', 'No checkpoint covers the last of these entries yet. Try again in a few seconds.')
  return chooseRange(ctx, { from: first, to: last + 1 })
}
