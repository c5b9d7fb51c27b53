import { coversPath, type SettingPath } from '../device-settings/resolve-setting.ts'
import { settingLevels } from '../device-settings/setting-table.ts'
import { type AlertRule, ownThresholds, type Threshold } from '../operations/alert-rules.ts'
import type { PlaceColumns } from './place.ts'
import type { RuleFigures } from './rule-forms.ts'

/** What is said of a rule at a place; no figures: nothing any more. */
export interface RuleWish extends PlaceColumns {
  readonly rule: AlertRule
  readonly version: number
  readonly figures: RuleFigures | null
}

/** Where an alert's store lies; all null for what is about the whole chain. */
export interface AlertPath {
  readonly country: string | null
  readonly region: string | null
  readonly storeId: number | null
}

export const chainPath: AlertPath = { country: null, region: null, storeId: null }

/** The narrowest place above or at the path that says something of the rule; null where none does. */
export function nearestWish<Wish extends RuleWish>(rule: AlertRule, path: AlertPath, wishes: readonly Wish[]): Wish | null {
  const here: SettingPath = { ...path, laneId: null, deviceId: null }
  let nearest: Wish | null = null
  for (const wish of wishes) {
    if (wish.rule !== rule || wish.figures === null || !coversPath({ ...wish, laneId: null, deviceId: null }, here)) continue
    if (nearest === null || settingLevels.indexOf(wish.level) > settingLevels.indexOf(nearest.level)) nearest = wish
  }
  return nearest
}

/** By what an alert is judged: what people say nearest, else what the hub has of its own. `off` was said by people. */
export function resolveThreshold(
  rule: AlertRule,
  path: AlertPath,
  wishes: readonly RuleWish[],
  base: Threshold | undefined,
): Threshold | 'off' | null {
  const figures = nearestWish(rule, path, wishes)?.figures
  if (figures == null) return base ?? null
  if (!figures.isOn) return 'off'
  const { isOn: _, ...said } = figures
  return { ...ownThresholds[rule], ...said }
}
