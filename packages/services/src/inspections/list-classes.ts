import type { ServiceContext } from '../context.ts'
import { epochMs, readTogether } from '../read-rows.ts'
import { type InspectionItem, inspectionItems, ownPlans } from './inspection-values.ts'
import { type RiskClass, riskClasses } from './risk-classes.ts'

export interface ClassVersion {
  readonly version: number
  readonly days: number
  readonly items: readonly InspectionItem[]
  readonly analysis: string
  readonly reason: string
  readonly setAtMs: number
  readonly setBy: string | null
}

export interface ListedClass {
  readonly class: RiskClass
  readonly days: number
  readonly items: readonly InspectionItem[]
  /** 0: the product's own; nobody has written an analysis. */
  readonly version: number
  /** The newest first. */
  readonly versions: readonly ClassVersion[]
}

/** The risk classes as they are in force, with every word that was said of them. */
export async function listClasses(ctx: Pick<ServiceContext, 'pool'>): Promise<ListedClass[]> {
  const found = await readTogether(ctx, (rows) =>
    rows<ClassVersion & { readonly class: RiskClass }>(
      `select c.class, c.version, c.days, c.items, c.analysis, c.reason, ${epochMs('c.set_at')} as "setAtMs",
         (select u.name from "user" u where c.set_by = 'user:' || u.id) as "setBy"
       from inspection_class c order by c.class, c.version desc`,
    ),
  )
  return riskClasses.map((one) => {
    const versions = found.filter((row) => row.class === one).map(({ class: _, ...version }) => version)
    const now = versions[0] ?? ownPlans[one]
    const items = inspectionItems.filter((item) => now.items.includes(item))
    return { class: one, days: now.days, items, version: now.version, versions }
  })
}
