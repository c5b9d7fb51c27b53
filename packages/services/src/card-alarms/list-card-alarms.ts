import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { readTogether } from '../read-rows.ts'
import { alarmsWithin } from './alarms-within.ts'
import {
  type CardAlarmRecord,
  cardAlarmColumns,
  cardAlarmJoin,
  type ListedCardAlarm,
  toListedCardAlarm,
} from './card-alarm-row.ts'

export const ListCardAlarmsInput = z.strictObject({
  state: z.enum(['open', 'closed']).optional(),
  /** The last alarm of the page before. */
  after: z.strictObject({ foundAtMs: z.int().min(0).max(8_640_000_000_000_000), id: z.uuid() }).nullish(),
  limit: z.int().min(1).max(200).default(100),
})
export type ListCardAlarmsInput = z.infer<typeof ListCardAlarmsInput>

export interface CardAlarmPage {
  readonly alarms: readonly ListedCardAlarm[]
  readonly more: boolean
}

/** Alarms in reach, the newest first. */
export async function listCardAlarms(ctx: ServiceContext, input: ListCardAlarmsInput): Promise<CardAlarmPage> {
  const { state = null, after = null, limit } = input
  const within = alarmsWithin(ctx, 5)
  const rows = await readTogether(ctx, (ask) =>
    ask<CardAlarmRecord>(
      `select ${cardAlarmColumns} from ${cardAlarmJoin}
       where ($1::text is null or c.state = $1) and ($2::timestamptz is null or (c.found_at, c.id) < ($2, $3::uuid)) and ${within.text}
       order by c.found_at desc, c.id desc limit $4`,
      state,
      after === null ? null : new Date(after.foundAtMs),
      after?.id ?? null,
      limit + 1,
      ...within.values,
    ),
  )
  return { alarms: rows.slice(0, limit).map(toListedCardAlarm), more: rows.length > limit }
}
