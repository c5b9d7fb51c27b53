import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { actorText } from '../devices/device-actor.ts'
import { Reason } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { AlertPlace, demandPlace, type PlaceColumns, placeOf, placeValues } from './place.ts'

const DAY_MS = 86_400_000
const LONGEST_MS = 31 * DAY_MS
const FURTHEST_MS = 366 * DAY_MS
const EpochMs = z.int().min(0).max(8_000_000_000_000)

export const AddWindowInput = z.strictObject({ place: AlertPlace, fromMs: EpochMs, untilMs: EpochMs, reason: Reason })
export type AddWindowInput = z.infer<typeof AddWindowInput>

/** From now at the earliest, for a month at most: a window that nobody remembers hides what is wrong. Gives its id. */
export async function addWindow(ctx: ServiceContext, input: AddWindowInput): Promise<string> {
  const { place, fromMs, untilMs, reason } = AddWindowInput.parse(input)
  const nowMs = ctx.now().getTime()
  const beginMs = Math.max(fromMs, nowMs)
  if (untilMs <= beginMs) throw wrongSpan('It must end after it begins, and not before now.', 'window_over')
  if (untilMs - beginMs > LONGEST_MS) throw wrongSpan('A window lasts 31 days at most.', 'window_long')
  if (beginMs - nowMs > FURTHEST_MS) throw wrongSpan('A window begins within a year.', 'window_far')
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    await demandPlace(ctx, rowsThrough(client), place)
    await client.query(
      `insert into alert_window (id, level, country, region, store_id, starts_at, ends_at, reason, made_at, made_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [id, ...placeValues(place), new Date(beginMs), new Date(untilMs), reason, ctx.now(), actorText(ctx.actor)],
    )
    await recordAct(ctx, client, {
      action: 'alert_window.added',
      target: { type: 'alert_window', id },
      after: { place, from: new Date(beginMs).toISOString(), until: new Date(untilMs).toISOString() },
      personal: { reason },
    })
    await notifyChange(client, { entity: 'alert', id: 'windows' })
  })
  return id
}

export const EndWindowInput = z.strictObject({ id: z.uuid() })
export type EndWindowInput = z.infer<typeof EndWindowInput>

/** Ends one that runs, or calls off one that has not begun. `conflict` when it is over. */
export async function endWindow(ctx: ServiceContext, { id }: EndWindowInput): Promise<void> {
  await inTransaction(ctx, async (client) => {
    const { rows } = await client.query<PlaceColumns & { endsAt: Date; endedAt: Date | null }>(
      `select level, country::text as country, region, store_id as "storeId", ends_at as "endsAt", ended_at as "endedAt"
       from alert_window where id = $1 for update`,
      [id],
    )
    const [found] = rows
    const missing = new ServiceError('not_found', 'There is no such window.', { reason: 'no_window' })
    if (found === undefined) throw missing
    await demandPlace(ctx, rowsThrough(client), placeOf(found)).catch((error: unknown) => {
      throw error instanceof ServiceError && error.code === 'not_found' ? missing : error
    })
    const now = ctx.now()
    if (found.endedAt !== null || found.endsAt <= now)
      throw new ServiceError('conflict', 'This window is over.', { reason: 'window_over' })
    await client.query('update alert_window set ended_at = $2, ended_by = $3 where id = $1', [id, now, actorText(ctx.actor)])
    await recordAct(ctx, client, {
      action: 'alert_window.ended',
      target: { type: 'alert_window', id },
      before: { until: found.endsAt.toISOString() },
      after: { until: now.toISOString() },
    })
    await notifyChange(client, { entity: 'alert', id: 'windows' })
  })
}

const wrongSpan = (words: string, reason: string) => new ServiceError('invalid', words, { field: 'untilMs', reason })
