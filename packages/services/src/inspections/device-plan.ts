import { readWishesOfAll } from '../device-settings/read-wishes.ts'
import { resolveSetting, type SettingPath, type Wish } from '../device-settings/resolve-setting.ts'
import type { ReadRows } from '../read-rows.ts'
import type { Plans } from './read-plans.ts'
import { isRiskClass, type RiskClass } from './risk-classes.ts'

const settings = ['inspection.class', 'inspection.days'] as const

/** What people say along the tree of how devices are inspected. */
export const readInspectionWishes = (rows: ReadRows): Promise<Wish[]> => readWishesOfAll(rows, settings)

export interface DevicePlan {
  readonly class: RiskClass
  /** The class's interval, or a shorter one that is said along the tree. */
  readonly days: number
}

export function devicePlan(path: SettingPath, wishes: readonly Wish[], plans: Plans): DevicePlan {
  const said = resolveSetting('inspection.class', path, wishes).value
  const risk: RiskClass = isRiskClass(said) ? said : 'attended'
  const least = resolveSetting('inspection.days', path, wishes).value
  return { class: risk, days: typeof least === 'number' ? Math.min(least, plans[risk].days) : plans[risk].days }
}
