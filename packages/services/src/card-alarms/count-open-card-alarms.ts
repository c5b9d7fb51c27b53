import type { ServiceContext } from '../context.ts'
import { readTogether } from '../read-rows.ts'
import { alarmsWithin } from './alarms-within.ts'
import { cardAlarmJoin } from './card-alarm-row.ts'

/** How many alarms in reach are open, for the navigation. */
export async function countOpenCardAlarms(ctx: ServiceContext): Promise<{ readonly open: number }> {
  const within = alarmsWithin(ctx, 1)
  const [row] = await readTogether(ctx, (ask) =>
    ask<{ open: number }>(
      `select count(*)::int4 as open from ${cardAlarmJoin} where c.state = 'open' and ${within.text}`,
      ...within.values,
    ),
  )
  return { open: row?.open ?? 0 }
}
