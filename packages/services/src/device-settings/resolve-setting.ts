import { definitionOf, type SettingLevel, type SettingName, type SettingValue, settingLevels } from './setting-table.ts'

/** Where a device stands, or a node of the tree: null from the level on that it does not have. */
export interface SettingPath {
  readonly country: string | null
  readonly region: string | null
  readonly storeId: number | null
  readonly laneId: number | null
  readonly deviceId: number | null
}

/** What somebody said at one level. */
export interface Wish extends SettingPath {
  readonly setting: SettingName
  readonly level: SettingLevel
  readonly value: SettingValue
}

export interface Resolved {
  /** Null: nobody said, and the product has no value of its own. */
  readonly value: SettingValue | null
  /** The level it comes from; null: from no level, it is the product's own. */
  readonly from: Wish | null
}

/** Whether what is said there is true for the path. */
export function coversPath(wish: Omit<Wish, 'setting' | 'value'>, path: SettingPath): boolean {
  switch (wish.level) {
    case 'chain':
      return true
    case 'country':
      return wish.country === path.country
    case 'region':
      return wish.country === path.country && wish.region === path.region
    case 'store':
      return wish.storeId === path.storeId
    case 'lane':
      return wish.laneId === path.laneId
    case 'device':
      return wish.deviceId === path.deviceId
  }
}

/** The value of one setting at one place: the narrowest level that says something wins. */
export function resolveSetting(name: SettingName, path: SettingPath, wishes: readonly Wish[]): Resolved {
  let from: Wish | null = null
  for (const wish of wishes) {
    if (wish.setting !== name || !coversPath(wish, path)) continue
    if (from === null || depth(wish.level) > depth(from.level)) from = wish
  }
  return { value: from === null ? definitionOf(name).otherwise : from.value, from }
}

const depth = (level: SettingLevel): number => settingLevels.indexOf(level)
