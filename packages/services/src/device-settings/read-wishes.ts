import type { ReadRows } from '../read-rows.ts'
import type { SettingPath, Wish } from './resolve-setting.ts'
import { type SettingName, settingNames } from './setting-table.ts'

const columns = `w.setting, w.level, w.country::text as country, w.region, w.store_id as "storeId", w.lane_id as "laneId",
  w.device_id as "deviceId", w.value`

/** What is said at a place and at every level above it. */
export async function readWishesAbove(rows: ReadRows, path: SettingPath): Promise<Wish[]> {
  const wishes = await rows<Wish>(
    `select ${columns} from device_setting w where w.level = 'chain'
       or (w.level = 'country' and w.country = $1) or (w.level = 'region' and w.country = $1 and w.region = $2)
       or (w.level = 'store' and w.store_id = $3) or (w.level = 'lane' and w.lane_id = $4)
       or (w.level = 'device' and w.device_id = $5)`,
    ...[path.country, path.region, path.storeId, path.laneId, path.deviceId],
  )
  return wishes.filter(isKnown)
}

/** What is said of one setting anywhere: what changes below a place depends on every level. */
export const readWishesOf = (rows: ReadRows, name: SettingName): Promise<Wish[]> =>
  rows<Wish>(`select ${columns} from device_setting w where w.setting = $1`, name)

/** A version before or after this one may know others. */
const isKnown = (wish: Wish): boolean => settingNames.includes(wish.setting)

/** What is said anywhere of several settings. */
export const readWishesOfAll = (rows: ReadRows, names: readonly SettingName[]): Promise<Wish[]> =>
  rows<Wish>(`select ${columns} from device_setting w where w.setting = any($1)`, names)
