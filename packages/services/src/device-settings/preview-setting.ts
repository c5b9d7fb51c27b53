import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { deviceReachAt } from '../devices/device-reach.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import { readWishesOf } from './read-wishes.ts'
import { coversPath, resolveSetting, type SettingPath, type Wish } from './resolve-setting.ts'
import { type FoundPlace, findPlace, SettingPlace, scopeOfPlace } from './setting-place.ts'
import {
  definitionOf,
  fits,
  maySet,
  type SettingLevel,
  type SettingName,
  type SettingValue,
  settingNames,
} from './setting-table.ts'

/**
 * Longer than the longest text of a setting, so that the refusal can say which. Halves of characters and control characters could
 * not stand in the record.
 */
const Value = z.union([
  z
    .string()
    .max(300)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u),
  z.number(),
])

export const PreviewSettingInput = z.strictObject({
  place: SettingPlace,
  setting: z.enum(settingNames),
  /** Null: nothing is said there any more. */
  value: Value.nullable(),
})
export type PreviewSettingInput = z.infer<typeof PreviewSettingInput>

/** What a change would do to devices that are in use or may still come into it. */
export interface SettingPreview {
  /** That stand below the place and have the setting. */
  readonly devices: number
  readonly changed: number
  /** Which stay as they are because a narrower level says something for itself. */
  readonly kept: number
}

/** How many devices a change would change. Nothing is changed. */
export async function previewSetting(ctx: ServiceContext, input: PreviewSettingInput): Promise<SettingPreview> {
  const { place, setting, value } = PreviewSettingInput.parse(input)
  return readTogether(ctx, async (rows) => {
    const found = await findPlace(ctx, rows, place)
    demandSense(setting, found.level, value)
    return countChanges(ctx, rows, place, found, { setting, value })
  })
}

/** Throws `invalid` for a value that is none of its setting, or a level at which it means nothing. */
export function demandSense(setting: SettingName, level: SettingLevel, value: SettingValue | null): void {
  if (!maySet(setting, level))
    throw new ServiceError('invalid', 'This setting is said further down.', { field: 'setting', reason: 'too_wide' })
  if (value !== null && !fits(setting, value))
    throw new ServiceError('invalid', 'This is no value of the setting.', { field: 'value', reason: 'wrong_value' })
}

export async function countChanges(
  ctx: Pick<ServiceContext, 'actor'>,
  rows: ReadRows,
  place: SettingPlace,
  found: FoundPlace,
  { setting, value }: { readonly setting: SettingName; readonly value: SettingValue | null },
): Promise<SettingPreview> {
  const before = await readWishesOf(rows, setting)
  const others = before.filter((wish) => wish.level !== found.level || !coversPath(wish, found.path))
  const after: Wish[] = value === null ? others : [...others, { ...found.path, setting, level: found.level, value }]
  const paths = await rows<SettingPath>(
    `select s.country::text as country, s.region, s.id as "storeId", d.lane_id as "laneId", d.id as "deviceId"
     from device d left join store s on s.id = d.store_id
     where d.state not in ('removed', 'swapped_out') and ${deviceReachAt(1)} and d.kind = any($4)
       and ($5::int4 is null or d.lane_id = $5) and ($6::int4 is null or d.id = $6)`,
    ...scopeValues(storesWithin(ctx, scopeOfPlace(place))),
    definitionOf(setting).kinds,
    found.level === 'lane' ? found.path.laneId : null,
    found.path.deviceId,
  )
  let [changed, kept] = [0, 0]
  for (const path of paths) {
    const now = resolveSetting(setting, path, before)
    const then = resolveSetting(setting, path, after)
    if (now.value !== then.value) changed += 1
    // What is said for a device and not for the place is said further down.
    else if (now.from !== null && !coversPath(now.from, found.path)) kept += 1
  }
  return { devices: paths.length, changed, kept }
}
