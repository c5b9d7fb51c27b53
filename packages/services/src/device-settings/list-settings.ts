import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { scopeConditionAt, scopeValues } from '../stores/scope-condition.ts'
import { readWishesAbove } from './read-wishes.ts'
import { resolveSetting } from './resolve-setting.ts'
import { type FoundPlace, findPlace, reachesAll, SettingPlace, scopeOfPlace } from './setting-place.ts'
import {
  definitionOf,
  maySet,
  type SettingForm,
  type SettingLevel,
  type SettingName,
  type SettingReach,
  type SettingValue,
  settingLevels,
  settingNames,
} from './setting-table.ts'

export const ListSettingsInput = z.strictObject({ place: SettingPlace })
export type ListSettingsInput = z.infer<typeof ListSettingsInput>

export interface ListedSetting {
  readonly name: SettingName
  /** What values it may have. */
  readonly form: SettingForm
  readonly reach: SettingReach
  /** What is true here; null: as the agent's own file says. */
  readonly value: SettingValue | null
  /** The level it comes from; null: nobody said. */
  readonly from: SettingLevel | null
  /** What is said at this very place. */
  readonly own: SettingValue | null
  /** What would be true without that. */
  readonly above: SettingValue | null
  /** How many places further down say something else for themselves. */
  readonly below: number
  /** Whether it means anything at this level. */
  readonly mayBeSetHere: boolean
}

export interface SettingsHere {
  readonly level: SettingLevel
  /** What the place and those above it are called. */
  readonly names: {
    readonly country: string | null
    readonly region: string | null
    readonly storeCode: string | null
    readonly storeName: string | null
    readonly storeNameLang: string | null
    readonly lane: string | null
  }
  /** Whether everything below is the asker's. */
  readonly reachesAll: boolean
  readonly settings: readonly ListedSetting[]
}

/** Every setting at one place of the tree: its value and the level it comes from. */
export async function listSettings(ctx: ServiceContext, { place }: ListSettingsInput): Promise<SettingsHere> {
  return readTogether(ctx, async (rows) => {
    const found = await findPlace(ctx, rows, place)
    const wishes = await readWishesAbove(rows, found.path)
    const above = wishes.filter(({ level }) => level !== found.level)
    const below = await countBelow(ctx, rows, place, found)
    return {
      level: found.level,
      names: await readNames(rows, found),
      reachesAll: reachesAll(ctx.actor, found),
      settings: settingNames
        .filter((name) => found.kind === null || definitionOf(name).kinds.includes(found.kind))
        .map((name): ListedSetting => {
          const here = resolveSetting(name, found.path, wishes)
          return {
            name,
            form: formOf(name),
            reach: definitionOf(name).reach,
            value: here.value,
            from: here.from?.level ?? null,
            own: here.from?.level === found.level ? here.value : null,
            above: resolveSetting(name, found.path, above).value,
            below: below.get(name) ?? 0,
            mayBeSetHere: maySet(name, found.level),
          }
        }),
    }
  })
}

/** Without what only the server asks. */
function formOf(name: SettingName): SettingForm {
  const { kinds: _, widest: __, otherwise: ___, reach: ____, ...form } = definitionOf(name)
  return form
}

async function readNames(rows: ReadRows, { path }: FoundPlace): Promise<SettingsHere['names']> {
  const { country, region } = path
  const [store] = await rows<Pick<SettingsHere['names'], 'storeCode' | 'storeName' | 'storeNameLang' | 'lane'>>(
    `select s.code as "storeCode", s.name as "storeName", s.name_lang as "storeNameLang",
       (select l.key from lane l where l.id = $2::int4) as lane from store s where s.id = $1::int4`,
    ...[path.storeId, path.laneId],
  )
  return { country, region, ...(store ?? { storeCode: null, storeName: null, storeNameLang: null, lane: null }) }
}

/** Of each setting, how many narrower places say something, as far as the asker sees. */
async function countBelow(
  ctx: ServiceContext,
  rows: ReadRows,
  place: SettingPlace,
  { level, path }: FoundPlace,
): Promise<ReadonlyMap<string, number>> {
  if (level === 'device') return new Map()
  const counted = await rows<{ setting: string; places: number }>(
    `select w.setting, count(*)::int4 as places from device_setting w left join device d on d.id = w.device_id
       left join lane l on l.id = w.lane_id left join store s on s.id = coalesce(w.store_id, l.store_id, d.store_id)
     where w.level = any($4) and ($5::int4 is null or d.lane_id = $5)
       and case when w.level in ('country', 'region')
         then exists (select from store s where s.country = w.country and (w.region is null or s.region = w.region) and ${scopeConditionAt(1)})
         when s.id is null then $1::text is null and $2::text is null and $3::int[] is null
         else ${scopeConditionAt(1)} end
     group by w.setting`,
    ...scopeValues(storesWithin(ctx, scopeOfPlace(place))),
    settingLevels.slice(settingLevels.indexOf(level) + 1),
    path.laneId,
  )
  return new Map(counted.map(({ setting, places }) => [setting, places]))
}
