import type { SettingPath, Wish } from '../device-settings/resolve-setting.ts'
import { type SettingLevel, type SettingName, type SettingValue, settingLevels } from '../device-settings/setting-table.ts'

/** What is said anywhere, found by setting and place: for whole chains the list itself would be walked too often. */
export interface WishIndex {
  /** What is true there and the level it comes from; nothing where nobody said. */
  find(name: SettingName, path: SettingPath): { readonly value: SettingValue; readonly from: SettingLevel } | undefined
}

export function indexWishes(wishes: readonly Wish[]): WishIndex {
  const said = new Map(wishes.map((wish) => [keyOf(wish.setting, wish.level, wish), wish.value]))
  const narrowestFirst = settingLevels.toReversed()
  return {
    find(name, path) {
      for (const level of narrowestFirst) {
        const value = said.get(keyOf(name, level, path))
        if (value !== undefined) return { value, from: level }
      }
      return undefined
    },
  }
}

function keyOf(name: SettingName, level: SettingLevel, path: SettingPath): string {
  const place = {
    chain: [],
    country: [path.country],
    region: [path.country, path.region],
    store: [path.storeId],
    lane: [path.laneId],
    device: [path.deviceId],
  }[level]
  return JSON.stringify([name, level, ...place])
}
