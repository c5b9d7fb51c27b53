import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { howToBringBack } from '../event-months/archive-row.ts'
import type { ReadRows } from '../read-rows.ts'

const MINUTE_MS = 60_000

/** The full minute a question about the past is answered for: everything recorded before it, nothing after. Throws `invalid` for the future. */
export function asOfMinute(ctx: Pick<ServiceContext, 'now'>, askedMs: number): number {
  if (askedMs > ctx.now().getTime())
    throw new ServiceError('invalid', 'That moment has not come yet: name one that has passed.', {
      field: 'asOfMs',
      reason: 'in_the_future',
    })
  return askedMs - (askedMs % MINUTE_MS)
}

/** What stood on a screen then is made of the events until then: throws `conflict` while that month or a later one is in a file alone. */
export async function refuseAwayMoment(rows: ReadRows, asOfMs: number): Promise<void> {
  const away = await rows<{ month: string }>(
    `select month from event_archive where away_at is not null and month >= to_char($1::timestamptz at time zone 'UTC', 'YYYY-MM') order by month`,
    new Date(asOfMs),
  )
  if (away.length === 0) return
  const months = away.map(({ month }) => month)
  throw new ServiceError(
    'conflict',
    `The events of ${months.join(', ')} are in files alone. To see that moment, bring them back: ${howToBringBack(months)}`,
    { reason: 'events_away', field: 'asOfMs' },
  )
}
