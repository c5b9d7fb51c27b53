import type { ReadRows } from '../read-rows.ts'
import { type ClassPlan, inspectionItems, ownPlans } from './inspection-values.ts'
import { type RiskClass, riskClasses } from './risk-classes.ts'

export type Plans = Readonly<Record<RiskClass, ClassPlan>>

interface PlanRow {
  readonly class: RiskClass
  readonly version: number
  readonly days: number
  readonly items: readonly string[]
}

/** The plan of every class that is in force. */
export async function readPlans(rows: ReadRows): Promise<Plans> {
  const said = await rows<PlanRow>(
    'select distinct on (class) class, version, days, items from inspection_class order by class, version desc',
  )
  return Object.fromEntries(
    riskClasses.map((one) => {
      const row = said.find((each) => each.class === one)
      return [one, row === undefined ? ownPlans[one] : planOf(row)]
    }),
  ) as Record<RiskClass, ClassPlan>
}

/** A plan as it was in one version; null: there never was one. */
export async function readPlan(rows: ReadRows, of: RiskClass, version: number): Promise<ClassPlan | null> {
  if (version === 0) return ownPlans[of]
  const [row] = await rows<PlanRow>(
    'select class, version, days, items from inspection_class where class = $1 and version = $2',
    of,
    version,
  )
  return row === undefined ? null : planOf(row)
}

/** A version before or after this one may know other items. */
export const planOf = ({ version, days, items }: Omit<PlanRow, 'class'>): ClassPlan => ({
  version,
  days,
  items: inspectionItems.filter((item) => items.includes(item)),
})
