import { z } from 'zod'
import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { requireWholeChain } from '../permissions/index.ts'
import { type ReadRows, rowsThrough } from '../read-rows.ts'
import { EVENT_MONTHS_AT_HAND, MOST_EVENT_MONTHS } from './months-at-hand.ts'

export const ChooseEventMonthsInput = z.strictObject({
  /** Whole months after its own that a month stays in the database; null: until somebody puts it away. */
  months: z.int().min(EVENT_MONTHS_AT_HAND).max(MOST_EVENT_MONTHS).nullable(),
})
export type ChooseEventMonthsInput = z.infer<typeof ChooseEventMonthsInput>

export interface EventMonthsChoice {
  readonly months: number | null
  /** Null while nobody has chosen. */
  readonly changedBy: string | null
}

export async function readEventMonthsChoice(rows: ReadRows): Promise<EventMonthsChoice> {
  const [found] = await rows<EventMonthsChoice>(
    `select c.months, u.name as "changedBy" from event_months_choice c join "user" u on u.id = c.changed_by
     order by c.version desc limit 1`,
  )
  return found ?? { months: null, changedBy: null }
}

/** Says whether, and from when on, the hub puts months of events away by itself, from its next look on. */
export async function chooseEventMonths(ctx: Omit<ServiceContext, 'db'>, { months }: ChooseEventMonthsInput): Promise<void> {
  requireWholeChain(ctx)
  const { actor } = ctx
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Only a person changes how long something is kept.')
  await inTransaction(ctx, async (client) => {
    // One after the other: each version says what it replaces.
    await client.query(`select pg_advisory_xact_lock(hashtext('event_months_choice'))`)
    const before = (await readEventMonthsChoice(rowsThrough(client))).months
    if (before === months) return
    await client.query(
      `insert into event_months_choice (version, months, changed_at, changed_by)
       select coalesce(max(version), 0) + 1, $1, $2, $3 from event_months_choice`,
      [months, ctx.now(), actor.id],
    )
    await recordAct(ctx, client, {
      action: 'retention.changed',
      target: { type: 'data_class', id: 'events' },
      before: { months: before },
      after: { months },
    })
  })
}
