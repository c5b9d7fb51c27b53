import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import { deviceReachAt } from './device-reach.ts'
import { deviceKinds } from './device-values.ts'
import { deviceStates } from './lifecycle.ts'

/** What somebody should look at. */
export const deviceNeeds = ['serial_differs', 'firmware_outdated', 'seal_not_whole', 'approval_ends', 'not_registered'] as const
export type DeviceNeed = (typeof deviceNeeds)[number]

/** So many days before an approval ends it is told. */
export const APPROVAL_NOTICE_DAYS = 180

export const DeviceFilter = z.strictObject({
  scope: WatchScope,
  /** Part of a serial, a make, a model, a store's code or name, or a lane. */
  search: z.string().trim().max(80).optional(),
  kind: z.enum(deviceKinds).optional(),
  state: z.enum(deviceStates).optional(),
  need: z.enum(deviceNeeds).optional(),
})
export type DeviceFilter = z.infer<typeof DeviceFilter>

/** SQL text: what each need means of `device d left join terminal t`; the day is parameter `today`. */
export const needConditions = (today: string): Readonly<Record<DeviceNeed, string>> => ({
  serial_differs: `(d.registered and d.terminal_id is not null and upper(btrim(t.serial)) <> upper(d.serial)) is true`,
  firmware_outdated: `exists (select from health_finding f where f.terminal_id = d.terminal_id and f.code = 'firmware_outdated' and f.until is null)`,
  seal_not_whole: `exists (select from device_seal n where n.device_id = d.id and n.removed_at is null and n.found <> 'whole')`,
  approval_ends: `(d.approval_expires_on < ${today}::date + ${APPROVAL_NOTICE_DAYS} and d.state not in ('swapped_out', 'removed')) is true`,
  not_registered: `(not d.registered and d.state not in ('swapped_out', 'removed'))`,
})

/** Tables of the condition. */
export const deviceTables = `device d left join store s on s.id = d.store_id left join lane l on l.id = d.lane_id
  left join terminal t on t.id = d.terminal_id`

/**
 * SQL condition over `deviceTables`: parameters 1 to 3 are the reach, 4 the search, 5 the kind, 6 the state, 7 the day. What was
 * removed is shown to whoever asks for it by its state, or looks for its serial.
 */
export function deviceCondition({ need }: Pick<DeviceFilter, 'need'>): string {
  const needs = need === undefined ? '' : ` and ${needConditions('$7')[need]}`
  return `${deviceReachAt(1)}
    and ($4::text = '' or strpos(upper(concat_ws(' ', d.make, d.model, d.serial, s.code, s.name, l.key)), upper($4)) > 0)
    and ($5::text is null or d.kind = $5)
    and case when $6::text is not null then d.state = $6 when $4 = '' then d.state <> 'removed' else true end
    and $7::date is not null${needs}`
}

/** The seven parameters. PostgreSQL's text holds no U+0000, so nothing that is looked for has one. */
export function deviceConditionValues(ctx: Pick<ServiceContext, 'actor' | 'now'>, filter: DeviceFilter): unknown[] {
  const within = scopeValues(storesWithin(ctx, filter.scope))
  const search = (filter.search ?? '').replaceAll('\u0000', '').toWellFormed()
  return [...within, search, filter.kind ?? null, filter.state ?? null, ctx.now().toISOString().slice(0, 10)]
}
